"""A sentence as it is compared: one width, case and script, without what does not change its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from opencc import OpenCC

from desk.normal_form import Folded, fold
from desk.record import record

LONGEST = 4_096
"""Code points of a message that are looked at."""
LONGEST_FOR_INTENT = 400
"""What somebody wants stands in the first lines; the rest is a quotation or a letter to be read by a person."""

_CHINESE = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[a-z]")
_DIGITS = re.compile(r"[0-9]+")
_THRICE = re.compile(r"(.)\1\1")
_AGAIN = re.compile(r"([^0-9 ])\1{2,}")
_WORDS = re.compile(r"[^\x00-\x2f\x3a-\x60\x7b-\xbf\u2000-\u206f\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]+")
_OPENING = re.compile(
    r"^(?:(?:亲+(?![肤戚子密自情人友朋手身近])爱?的?|[你您]们?好|大家好|哈[喽啰罗]|嗨|[早中晚]上?好|[早午晚]安|[上下]午好|老板娘?|掌柜的?|店家|店主|店长|卖家|客服|小[编二]|小姐姐|小哥哥?|美女|帅哥|"
    r"(?:我?想)?请[问教]一?下?|问一?下|我?想问一?下?|麻烦[你您]?问?一?下?|不好意思|打扰[你您]?了?一?下?|劳驾|唔该|感恩|在吗|在不在|在不|在么|有人在?吗|那个|[啊哦嗯额诶欸哎]|"
    r"hi|hello|hey|hiya|howdy|dear|please|pls|plz|sorry (?:to (?:bother|disturb|trouble) ?(?:you)?|for (?:bothering|disturbing) ?(?:you)?|for the (?:trouble|bother))|sorry|excuse me|"
    r"good (?:morning|afternoon|evening|day)|ok|so|and|well|um|there|sir|madam|team|guys|(?:just )?(?:a )?quick question|(?:i (?:was|am|m) )?(?:just )?wondering|"
    r"i (?:need|want|would like|require|d like) (?:some |your )?(?:help|assistance|information|info|support) (?:to|with|about|on|in|for)|i have (?:a )?(?:questions?|problems?|issues?) (?:about|with|regarding)|"
    r"(?:can|could|would|will) (?:you|u) (?:please )?(?:help|assist|tell|let|show|guide) ?me ?(?:know|out)?(?: please)? ?(?:to|with|about|in|how to)?|"
    r"(?:please )?help me (?:to|with|in)|assistance (?:to|with|in)|help (?:to|with)|i (?:want|wanted|need|would like|wish) to know (?:about|if|whether)?|i am trying to|i m trying to|i try to|"
    r"do you know|may i know|can i know|could i know)(?: |$|(?<=[^a-z])))+"
)
_CLOSING = re.compile(
    r"(?:(?:(?: |^|(?<=[^a-z]))(?:谢谢[你您]?了?啦?|[感多]谢[你您]?了?啦?|麻烦[你您]?了|辛苦[你您]?了|拜托了?|唔该晒?|感恩|不好意思|亲+|[呀啊哦哈噢喔]|(?<= )(?:老板|卖家|店家|掌柜|小编|客服)"
    r"|please|pls|plz|thanks|thank you|many thanks|thanks in advance|thanks a lot|thank you (?:so|very) much|thx|cheers|sir|mate|guys|madam))+)$"
)
_LAST = (
    *"谢你您了啦托亲呀啊哦哈噢喔该晒恩", "意思", "老板", "家", "掌柜", "小编", "客服",
    "please", "pls", "plz", "thanks", "thank you", "thx", "advance", "a lot", "much", "cheers", "sir", "mate", "guys", "madam",
)  # fmt: skip
"""How a closing can end."""


@record(frozen=True, slots=True)
class Words:
    original: str
    folded: Folded
    first_digit: int
    """Where it stands in `folded`; -1 where there is none, and then nothing that needs one is looked for."""
    plain: str
    """For the intent: digits as 0 (four and more as 00) unless they are all that is said (88 is goodbye), no punctuation,
    long-drawn letters once."""
    bare: str
    """`plain` without greeting before and thanks behind, where something else is said."""
    language: str


def read(text: str, language_hint: str | None = None) -> Words:
    original = text[:LONGEST]
    folded = fold(original)
    digit = _DIGITS.search(folded.text)
    plain = plainly(folded.text)
    language = language_of(original, folded.text, language_hint)
    return Words(original, folded, digit.start() if digit else -1, plain, barely(plain), language)


def plainly(folded: str) -> str:
    words = " ".join(_WORDS.findall(folded[:LONGEST_FOR_INTENT]))
    if _DIGITS.search(words) and not (len(words) < 4 and words.isdecimal()):
        words = _DIGITS.sub(lambda found: "00" if len(found[0]) > 3 else "0", words)
    # Looking costs a third of replacing, and there is hardly ever anything.
    return _AGAIN.sub(r"\1", words) if _THRICE.search(words) else words


def barely(plain: str) -> str:
    """Without courtesies around it; where little else is said, they are what is said."""
    opening = _OPENING.match(plain)
    rest = plain[opening.end() :] if opening else plain
    if rest.endswith(_LAST):  # searching for where the courtesies begin is dear, and most end otherwise
        rest = _CLOSING.sub("", rest, count=1)
    rest = rest.strip()
    return rest if len(rest) >= (8 if plain.isascii() else 4) else plain


def language_of(original: str, folded: str, hint: str | None = None) -> str:
    """zh-CN, zh-TW or en, by the letters; the hint decides where they do not."""
    if folded.isascii() or not _CHINESE.search(folded):
        return "en" if hint not in {"zh-CN", "zh-TW"} or _LATIN.search(folded) else hint
    latin = len(_LATIN.findall(folded))
    if latin > 6 and len(_CHINESE.findall(folded)) * 6 < latin:
        return "en"
    if hint != "zh-TW" and original.lower() == folded:  # nothing was traditional
        return "zh-CN"
    traditional, simplified = _scripts(original)
    if traditional == simplified:
        return hint if hint in {"zh-CN", "zh-TW"} else "zh-CN"
    return "zh-TW" if traditional > simplified else "zh-CN"


def _scripts(text: str) -> tuple[int, int]:
    """How many letters are written so only in traditional, and only in simplified Chinese."""
    kinds = _kinds()
    found = [kinds[c] for c in _CHINESE.findall(text)]
    return found.count(1), found.count(-1)


class Kinds(dict[str, int]):
    def __init__(self) -> None:
        super().__init__()
        self.to_simplified: Callable[[str], str] = OpenCC("t2s").convert
        self.to_traditional: Callable[[str], str] = OpenCC("s2t").convert

    def __missing__(self, letter: str) -> int:
        kind = int(self.to_simplified(letter) != letter) - int(self.to_traditional(letter) != letter)
        self[letter] = kind
        return kind


@cache
def _kinds() -> Kinds:
    return Kinds()
