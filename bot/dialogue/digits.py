"""Numbers in a letter: the last four digits of a phone, and what may be an order number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

LONGEST_LETTER = 4_096
LONGEST_NUMBER = 64

FOREIGN = re.compile(r"[^\x00-\x7f\u3000-\u303f\u3400-\u9fff]")
"""Neither ASCII nor Chinese: what may be a digit or a full-width letter."""
RUN = re.compile(r"[0-9]+")
FOUR = re.compile(r"(?<![A-Za-z0-9_-])[0-9]{4}(?![A-Za-z0-9_-])")
STANDS_ALONE = re.compile(r"(?<![A-Za-z0-9_./:-])[0-9]{4,20}(?![A-Za-z0-9_/:-])")
NUMBERISH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,63}")
NEAR_THE_LAST_FOUR = (
    "尾号",
    "尾號",
    "后四位",
    "後四位",
    "后4位",
    "last",
    "ending",
    "ends",
    "phone",
    "手机",
    "手機",
)


def folded(text: str) -> str:
    """Digits of any script and full-width letters as ASCII, character by character: places stay the same."""
    text = text[:LONGEST_LETTER]
    return text if text.isascii() else FOREIGN.sub(_folded, text)


def _folded(found: re.Match[str]) -> str:
    char = found[0]
    digit = unicodedata.digit(char, None)
    if digit is not None and char.isdecimal():
        return str(digit)
    return chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char


def order_key(number: str) -> str:
    """How two ways of writing one order number are compared."""
    return folded(number).strip().lstrip("#").upper()


def four_digits(text: str, taken: Collection[tuple[int, int]] = ()) -> str | None:
    """The first run of exactly four digits that stands alone and outside the `taken` spans."""
    return next(_outside(FOUR, text, taken), None)


def last_four(phone: str) -> str | None:
    digits = "".join(RUN.findall(folded(phone)))
    return digits[-4:] if len(digits) >= 4 else None


def only_four(text: str) -> str | None:
    """Four digits, where the letter says nothing else or says that they end a phone number."""
    found = four_digits(text)
    if found is None:
        return None
    rest = folded(text).casefold().replace(found, "", 1)
    bare = not any(char.isalnum() for char in rest)
    return found if bare or any(word in rest for word in NEAR_THE_LAST_FOUR) else None


def numberish(text: str) -> tuple[str, ...]:
    """Words with at least three digits: what an order number may look like when we have just asked for one."""
    words = NUMBERISH.findall(folded(text))
    return tuple(dict.fromkeys(w for w in words if sum(c.isdigit() for c in w) >= 3))


def numbers_outside(text: str, taken: Collection[tuple[int, int]]) -> tuple[str, ...]:
    """Runs of four digits and more that stand alone and outside the `taken` spans."""
    return tuple(_outside(STANDS_ALONE, text, taken))


def _outside(runs: re.Pattern[str], text: str, taken: Collection[tuple[int, int]]) -> Iterator[str]:
    for run in runs.finditer(folded(text)):
        if not any(a < run.end() and run.start() < b for a, b in taken):
            yield run[0]
