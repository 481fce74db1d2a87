"""One way of writing for comparing texts: width, case, script and invisible letters made equal.

Every letter of the normal form remembers the code point of the original that it came from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from opencc import OpenCC

from desk.record import record

T = TypeVar("T")

MOST_LETTERS_KEPT = 60_000
"""Of the letters met so far; all of Unicode would be a hostile text's way to our memory."""


@record(frozen=True, slots=True)
class Folded:
    text: str
    at: list[int] | range
    """For each letter of `text` its code point in the original."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the letters from `start` up to `end` stand in the original, end exclusive."""
        return (self.at[start], self.at[end - 1] + 1) if end > start else (0, 0)


def fold(text: str) -> Folded:
    """NFKC, lower case, simplified, without letters that nobody sees."""
    if text.isascii():
        return Folded(text.lower(), range(len(text)))
    letters = _letters()
    folded = text.translate(letters)
    if NOT_ONE not in folded:
        return Folded(folded, range(len(text)))
    parts = [letters.whole(c) for c in text]
    return Folded("".join(parts), [i for i, part in enumerate(parts) for _ in part])


NOT_ONE = "\uffff"
"""For a letter whose normal form is none or several; no letter itself."""


class Learnt(dict[int, T]):
    """The code point of each letter → what `find` says of it, asked when the letter is first met; for `str.translate`."""

    def __init__(self, find: Callable[[str], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, code: int) -> T:
        found = self._find(chr(code))
        if len(self) < MOST_LETTERS_KEPT:
            self[code] = found
        return found


class Letters(dict[int, str]):
    """The code point of each letter → its normal form where that is one letter, found out when first met.

    One at a time: traditional to simplified is then still right, as many letters go to one and not back."""

    def __init__(self) -> None:
        super().__init__()
        self.to_simplified = OpenCC("t2s")
        self.not_one: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        folded = _one(chr(code), self.to_simplified)
        one = folded if len(folded) == 1 else NOT_ONE
        if len(self) < MOST_LETTERS_KEPT:
            self[code] = one
            if one is NOT_ONE:
                self.not_one[chr(code)] = folded
        return one

    def whole(self, letter: str) -> str:
        """Its normal form, of whatever length."""
        one = self[ord(letter)]
        if one != NOT_ONE:
            return one
        kept = self.not_one.get(letter)
        return _one(letter, self.to_simplified) if kept is None else kept


def _one(letter: str, to_simplified: OpenCC) -> str:
    category = unicodedata.category(letter)
    if category in {"Cf", "Mn", "Me", "Cs"}:
        return ""
    if category in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    wide = unicodedata.normalize("NFKC", letter).lower()
    # A few letters spread into a whole word (U+FDFA into 18): a text must not grow by folding.
    plain = "".join(c for c in wide if unicodedata.category(c) not in {"Mn", "Me", "Cf"})[:3]
    digits = "".join(_digit(c) for c in plain)
    return str(to_simplified.convert(digits)) if letter > "\u2e7f" else digits


def _digit(letter: str) -> str:
    """A digit of any script as 0 to 9."""
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


@cache
def _letters() -> Letters:
    return Letters()
