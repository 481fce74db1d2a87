"""Whether somebody took pains with a text so that a machine does not read it, whatever it says."""

from __future__ import annotations

import re

from desk.banned.disguise import is_scattered
from desk.banned.ordinary_words import ordinary_words
from desk.banned.pinyin_rows import rows_of_pinyin
from desk.banned.plain_speech import LEET, LETTERS
from desk.banned.syllables import syllables, syllables_of

_HAN, _OTHER = "\u3400-\u9fff", "\u0131\u0370-\u04ff\u1d00-\u1d7f\u24b6-\u24e9\uff21-\uff5a"
CANTONESE = frozenset("冇哋嘅喺咗啱嗰咁嚟諗攞啲嘢唔睇瞓畀咩噉嗌揾搵嚿㗎吖喎囉啩俾咪")
HAN = re.compile(f"[{_HAN}]")
SPELT = re.compile(
    rf"(?<![A-Za-z])[A-Za-z](?:[ .\-_*·|/,)(\[\]]{{1,3}}[A-Za-z]){{3,}}(?![A-Za-z])"
    rf"|[({{\[【][A-Za-z{_HAN}][)}}\]】].{{0,4}}[({{\[【][A-Za-z{_HAN}][)}}\]】]"
)
"""Letter by letter, or each in brackets."""
PARTED = re.compile(rf"[{_HAN}][.·^*|_∞♡💬✨]{{1,3}}[{_HAN}]|[{_HAN}][~-][{_HAN}][~-][{_HAN}]")
OTHER_LETTERS = re.compile(f"(?=[A-Za-z]*[{_OTHER}])[A-Za-z{_OTHER}]{{3,}}")
"""A Latin word with letters of other alphabets."""
BESIDE = re.compile(rf"(?<=[{_HAN}])[a-z]{{2,18}}(?![A-Za-z0-9])|(?<![A-Za-z0-9])[a-z]{{2,18}}(?=[{_HAN}])")
SAYS_SO = re.compile(
    r"(?i)\bfirst (?:letters?|words? (?:of|in) (?:each|every))\b|\bbackwards?\b|\binitials\b|\b(?:read|going) (?:it |them |that )?(?:down|up|from)\b"
    r"|\bletters? (?:after|before)\b|\brhymes?\b|\b(?:up|in front of|through) (?:to )?(?:a|the) mirror\b|\bglue (?:them|it|those|the two)\b"
    r"|\b(?:it|them|one|ones|that) from the right\b|\bright-hand end\b|\bon (?:the|your) (?:keypad|keyboard)\b|\bkeys? (?:to the )?(?:left|right)\b"
    r"|\b[AO] ?= ?[01]\b|\b(?:nought|zero|oh) (?:on|in) (?:the |)front\b|\b(?:in|as) (?:two|three|four) slices\b|\bno plus signs\b"
    r"|倒着[念读]|倒过来|从右(?:往左|边|)[读念看]|首字|头一个字|第一个字|谐音|拆开(?:发|说|讲|念|给)|拆成[几两三四][段截半]|连起来|拼起来|合起来|串起来|每个数挑出来|竖着[念读看]|声母|九宫格|写成算式"
)


def looks_hidden(text: str) -> bool:
    return (
        any(sign.search(text) for sign in (SPELT, PARTED, OTHER_LETTERS, SAYS_SO))
        or is_scattered(text)
        or any(found[0].translate(LETTERS) in ordinary_words() for found in LEET.finditer(text.lower()))
        or any(_is_sound(found[0]) for found in BESIDE.finditer(text))
        or any(map(_is_rare, HAN.findall(text)))
        or any(rows_of_pinyin(text))
    )


def _is_sound(run: str) -> bool:
    """Pinyin, where a letter belongs; emmm is none."""
    sounds = syllables_of(run, syllables())
    return run not in ordinary_words() and bool(sounds) and min(map(len, sounds)) > 1


def _is_rare(letter: str) -> bool:
    """Whether neither China's common letters nor those of Taiwan have it, nor Cantonese."""
    if letter in CANTONESE:
        return False
    for table in ("gb2312", "big5"):
        try:
            letter.encode(table)
        except UnicodeEncodeError:
            continue
        return False
    return True
