"""What is left of a text when nothing is hidden in it any more: one script and width, look-alikes as what they look
like, and nothing between the letters.

A rule's phrases go through the same, so it does not matter that `1`, `i` and `l` become one letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from desk.normal_form import Folded, Learnt, fold

LOOK_ALIKE = str.maketrans(
    # Cyrillic, Greek, small capitals and other Latin letters with something on them.
    "абвгеёзіїјкмнопрстухцчѕһԁԛԝґєѵѡҡҳүҽӏ"
    + "αβγδεζηικλμνορτυχω"
    + "†‡∂"
    + "ɑɡıłøđħŧʟᴀʙᴄᴅᴇꜰɢʜɪᴊᴋᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɐəɛɩɾʋʍ",
    "abbreeziijkmhonpctyxu4shdqwrevwkxyel"
    + "abydeznikluvoptuxw"
    + "ttd"
    + "agilodhtlabcdefghijkmnoprstuvwyzaeeirvw",
)
TONE_MARKS = dict.fromkeys(range(0x2B0, 0x300))
"""And other small signs that stand beside a letter."""
LEET = str.maketrans("013457@$€£¢!i|", "oleastaselc!ll")
"""`i` and `1` look like `l`: of the three there is one. A `!` ends a sentence more often than it hides an i."""
ZHUYIN = dict(
    zip(
        map(ord, "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄖㄗㄘㄙㄚㄛㄜㄝㄧㄨㄩㄓㄔㄕㄞㄟㄠㄡㄢㄣㄤㄥㄦ"),
        [
            *"bpmfdtnlgkhjqxrzcsaoeeiuu",
            "zh",
            "ch",
            "sh",
            "ai",
            "ei",
            "ao",
            "ou",
            "an",
            "en",
            "ang",
            "eng",
            "er",
        ],
        strict=True,
    )
)
"""Sounds as they are written in Taiwan, in pinyin: ㄌㄞˋ is lai."""
SOUNDS_LIKE = str.maketrans(
    "丅薇威徽维唯葳溦嶶癓崴芯心辛馨訫卟莪伱妳醉蕞嘬决帐赚饱葆马伽珈嫁讠佰苐弌",
    "t微微微微微微微微微微信信信信信不我你你最最最绝账转宝保码加加加言百第一",
)
"""Letters that are written for others so that no list finds them; the right ones in simplified Chinese."""
PICTURES = {
    **dict.fromkeys("❤♥♡❣💗💖💕💓💘💝💞🧡💛💚💙💜🖤🤍🤎💟", "信"),
    **dict.fromkeys("🐎🐴", "码"),
    **dict.fromkeys("💰💴💵💶💷💸🤑", "钱"),
    **dict.fromkeys("+＋➕", "加"),
    "🐧": "企鹅", "🧧": "红包", "💳": "card", "🎁": "gift", "💯": "100", "✈": "飞机", "🛩": "飞机",
    "⬇": "下", "🔽": "下", "👇": "下", "⬆": "上", "₿": "比特币",
    **dict.fromkeys("🌍🌎🌏", "world"), **dict.fromkeys("🎵🎶", "音"), **dict.fromkeys("🌞☀", "天"),
    **dict.fromkeys("📧✉📩", "邮箱"), **dict.fromkeys("🏠🏡", "家"), **dict.fromkeys("🐟🐠", "鱼"),
    "🛒": "买", "🍠": "红薯", "🏦": "银行", "👻": "snapchat", "🎂": "生日", "🪙": "币", "📕": "小红书", "🐔": "机",
    "🐶": "狗", "🐱": "猫", "🍑": "桃", "🍎": "苹果", "☁": "云", "⚡": "闪", "🐐": "goat", "🐝": "be", "👁": "i",
    "🥇": "no1", "🔝": "top", "📱": "phone", "☎": "phone", "📞": "phone",
}  # fmt: skip
"""Pictures that are read as a word. As often they only stand between letters: a text with one is read both ways."""
ENDS = frozenset("!?。;\n…！？；")
"""Sentence marks stay. A plain dot does not: it stands inside hidden words as often as behind sentences."""
SIGNS = re.compile("[\u2190-\u2bff\u3200-\u33ff\U0001f000-\U0001faff]")
"""Among which all pictures are: looked at are only these, of phrases that have a hundred thousand letters."""
UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def bare(text: str) -> str:
    """The letters alone, where nobody asks for their places: in one pass."""
    letters = text.translate(_letters())
    return letters.replace("vv", "w") if "vv" in letters else letters


def has_pictures(text: str) -> bool:
    """Whether it may be read otherwise, with pictures as words."""
    return not _PICTURED.isdisjoint(text)


def mute_picture(phrase: str) -> str | None:
    """A picture in it that stands for no word, if there is one: it would leave an empty word, which is everywhere."""
    pictures = (found[0] for found in SIGNS.finditer(phrase))
    return next((one for one in pictures if _is_picture(one) and not bare(one)), None)


def _is_picture(letter: str) -> bool:
    return unicodedata.category(letter) == "So" and letter not in PICTURES


def bared(text: str, pictures: bool = False) -> Folded:
    """The same as `bare` and where each letter stands; with `pictures` as words."""
    shown, pieces, at = _letters(), [], []
    for place, letter in enumerate(text):
        piece = shown[ord(letter)]
        if pictures and letter in PICTURES:
            piece = PICTURES[letter].translate(LEET)
        if piece:
            pieces.append(piece)
            at.extend([place] * len(piece))
    letters = "".join(pieces)
    if "vv" not in letters:
        return Folded(letters, at)
    kept = _without_second_v(letters)
    return Folded(letters.replace("vv", "w"), [at[i] for i in kept])


SHORT_WORDS = (
    " a i o u k x s t m d l g am an as at be by do go ha he hi id if in is it la lb kg cm mm ml km oz ft me my no of oh"
    " ok on or so to tv pc uk us up we re ve ll hm uh um mr ms dr st rd nd de le en et du xs xl eu pm vs eg ie ty np cd"
    " dm pp ya ur tq "
)
ODD_PIECES = 2


def is_scattered(text: str) -> bool:
    """Whether spaces stand within its words (pay ou tside th e sh op): some pieces of one or two letters are no words."""
    odd = [
        piece
        for piece in text.lower().split()
        if len(piece) < 3 and piece.isascii() and piece.isalpha() and f" {piece} " not in SHORT_WORDS
    ]
    return len(odd) >= ODD_PIECES and (len(set(odd)) >= ODD_PIECES or len(odd) > ODD_PIECES)


MARK_FOR_LETTER = re.compile(r"(?<=[a-z])!(?=[a-z])", re.IGNORECASE)


def unmarked(text: str) -> str:
    """With an i where a mark stands for it (pr!ce); as long as before."""
    return MARK_FOR_LETTER.sub("i", text)


def latin(letter: str) -> bool:
    """Whether it is, or looks like, a letter or digit of the Latin alphabet."""
    if letter.isascii():
        return letter.isalnum()
    shown = _letters()[ord(letter)]
    return bool(shown) and shown.isascii() and shown.isalnum()


def _without_second_v(letters: str) -> Iterable[int]:
    place = 0
    while place < len(letters):
        yield place
        place += 2 if letters.startswith("vv", place) else 1


@cache
def _letters() -> Learnt[str]:
    return Learnt(_shown)


def _shown(letter: str) -> str:
    if letter in UNSEEN or letter in PICTURES:
        return ""
    seen = shown_plainly(letter).translate(LEET)
    return "".join(c for c in seen if c.isalnum() or c in ENDS or c == "%")


def shown_plainly(letter: str) -> str:
    """What it looks or sounds like, in one width, case and script."""
    # Folding goes letter by letter, but ASCII alone is folded more plainly: so it stands beside one that is not.
    folded = fold(f"一{_plain(letter)}").text[1:]
    return folded.translate(TONE_MARKS).translate(ZHUYIN).translate(LOOK_ALIKE).translate(SOUNDS_LIKE)


def _plain(letter: str) -> str:
    """Without accents, circles and squares, and flags' letters as letters."""
    code = ord(letter)
    if 0x1F1E6 <= code <= 0x1F1FF:
        return chr(code - 0x1F1E6 + 97)
    for first in (0x1F150, 0x1F170):  # white on black, round and square
        if first <= code < first + 26:
            return chr(code - first + 97)
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] if len(parts) > 1 and parts[0].isascii() else letter


_PICTURED = frozenset(PICTURES)
