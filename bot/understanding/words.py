"""A sentence as it is compared: one width, case and script, without what does not change its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

from desk.normal_form import Folded, fold

LONGEST = 4_096
"""Code points of a message that are looked at."""
LONGEST_FOR_INTENT = 400
"""What somebody wants stands in the first lines; the rest is a quotation or a letter to be read by a person."""

ROWS = 1 << 15
"""Rows of the model: n-grams are numbered by a hash, so nothing has to be looked up by name."""

_CHINESE = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[a-z]")
_DIGITS = re.compile(r"[0-9]+")
_AGAIN = re.compile(r"([^0-9 ])\1{2,}")
_NOT_WORDS = re.compile(r"[\x00-\x2f\x3a-\x60\x7b-\xbf\u2000-\u206f\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]+")
_OPENING = re.compile(
    r"^(?:(?:亲+爱?的?|你好|您好|哈喽|老板娘?|掌柜的?|店家|店主|客服|请问一?下?|问一?下|我?想问一?下?|麻烦问?一?下?|在吗|在不在|在不|在么|有人吗|那个|啊|哦|嗯|额|"
    r"hi|hello|hey|hiya|please|pls|plz|sorry|excuse me|good (?:morning|afternoon|evening)|ok|so|and|well|um|there|sir|madam|team|"
    r"i (?:need|want|would like|require|d like) (?:some |your )?(?:help|assistance|information|info|support) (?:to|with|about|on|in|for)|i have (?:a )?(?:questions?|problems?|issues?) (?:about|with|regarding)|"
    r"(?:can|could|would|will) (?:you|u) (?:please )?(?:help|assist|tell|let|show|guide) ?me ?(?:know|out)?(?: please)? ?(?:to|with|about|in|how to)?|"
    r"(?:please )?help me (?:to|with|in)|assistance (?:to|with|in)|help (?:to|with)|i (?:want|wanted|need|would like|wish) to know (?:about|if|whether)?|i am trying to|i m trying to|i try to|"
    r"do you know|may i know|can i know|could i know)(?: |$|(?<=[^a-z])))+"
)
_CLOSING = re.compile(
    r"(?:(?:(?: |^|(?<=[^a-z]))(?:谢谢[你您]?了?啦?|多谢|麻烦了|拜托了?|亲+|[呀啊哦哈噢喔]|please|pls|plz|thanks|thank you|thx|sir|mate))+)$"
)
_LAST = (
    *"谢你您了啦托亲呀啊哦哈噢喔", "please", "pls", "plz", "thanks", "thank you", "thx", "sir", "mate",
)  # fmt: skip
"""How a closing can end."""


@dataclass(frozen=True, slots=True)
class Words:
    original: str
    folded: Folded
    plain: str
    """For the intent: digits as 0 (four and more as 00), no punctuation, long-drawn letters once."""
    bare: str
    """`plain` without greeting before and thanks behind, where something else is said."""
    language: str


def read(text: str, language_hint: str | None = None) -> Words:
    original = text[:LONGEST]
    folded = fold(original)
    plain = plainly(folded.text)
    return Words(original, folded, plain, barely(plain), language_of(original, folded.text, language_hint))


def plainly(folded: str) -> str:
    words = _NOT_WORDS.sub(" ", folded[:LONGEST_FOR_INTENT])
    words = _AGAIN.sub(r"\1", words)
    if _DIGITS.search(words):
        words = _DIGITS.sub(lambda found: "00" if len(found[0]) > 3 else "0", words)
    return words.strip()


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
    chinese = 0 if folded.isascii() else len(_CHINESE.findall(folded))
    if not chinese:
        return "en" if hint not in {"zh-CN", "zh-TW"} or _LATIN.search(folded) else hint
    if chinese * 6 < len(_LATIN.findall(folded)):
        return "en"
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


def grams(plain: str) -> NDArray[np.int64]:
    """The row of each n-gram of the text, as often as it occurs.

    One to four letters for Chinese, two to six for others: a rolling hash over all of them at once costs
    about ten microseconds where a loop over the letters costs a hundred."""
    letters = np.frombuffer(f" {plain} ".encode("utf-32-le"), dtype=np.uint32)
    longest = 6 if plain.isascii() else 4
    rolled = letters * _SPREAD
    found = [] if plain.isascii() else [rolled]
    for length in range(2, min(longest, len(letters)) + 1):
        rolled = rolled[:-1] * _ROLL + letters[length - 1 :]
        found.append(rolled)
    if not found:
        return np.zeros(0, dtype=np.int64)
    mixed = np.concatenate(found)
    mixed ^= mixed >> _HALF
    mixed *= _SPREAD
    return (mixed >> _KEEP).astype(np.int64)


_ROLL = np.uint32(0x01000193)
_SPREAD = np.uint32(0x9E3779B1)
_HALF = np.uint32(15)
_KEEP = np.uint32(32 - (ROWS - 1).bit_length())
