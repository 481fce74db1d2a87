"""Times as people say them in a sentence: 明天上午10点前, 3个工作日内, by 6 pm, next Monday, within 24 hours.

Read from folded text (`desk/normal_form.py`), so that width, case and script are settled. One pass finds the pieces
(a day, a part of it, an hour, a length of time), a second joins those that stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from desk.spoken import chinese, english
from desk.spoken.time import Spoken

JOINT = re.compile(
    r"[,(]? ?(?:的|的时候|大概|大约|差不多|最晚|at|on|by|before|in the|in|of|the|around|about|at around|at about|latest|by the|on the"
    r"|no later than|at the latest by|at the latest|the latest)?"
)
"""What may stand between two pieces of one time."""
RANGE = re.compile(r"到|至|-|~|–|—|to|and|or|或")
LIMIT_AFTER = re.compile(chinese.LIMIT_AFTER)
LIMIT_AHEAD = re.compile(rf"(?:{chinese.LIMIT_AHEAD}|{english.LIMIT_AHEAD})$")
LONGEST_AHEAD = 20


def times(text: str, start: int, end: int, most: int) -> list[Spoken]:
    """The times that this part of a folded text names, in their order; so many in each language at most."""
    found = [
        one for language in (chinese, english) for one in islice(_pieces(language, text, start, end), most)
    ]
    found.sort(key=lambda piece: piece.start)
    return [_limited(one, text) for one in _joined(found, text)]


def _pieces(language: Any, text: str, start: int, end: int) -> Iterator[Spoken]:
    for found in language.TIME.finditer(text, start, end):
        if (piece := language.READERS[found.lastgroup](found)) is not None:
            yield piece


def _joined(pieces: list[Spoken], text: str) -> Iterator[Spoken]:
    held: Spoken | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif piece.start < held.end:
            continue  # the other language read the same digits
        elif (both := _both(held, piece, text[held.end : piece.start].strip())) is not None:
            held = both
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _both(one: Spoken, other: Spoken, between: str) -> Spoken | None:
    """Two pieces as one time, if they stand together and do not say the same thing twice."""
    clash = bool(
        (one.day and other.day)
        or (one.clock and other.clock)
        or (one.part and other.part)
        or (one.closing and other.closing)
    )
    if one.length or other.length or not (RANGE if clash else JOINT).fullmatch(between):
        return None
    return Spoken(
        one.start,
        other.end,
        day=other.day or one.day,
        part=other.part or one.part,
        clock=other.clock or one.clock,
        closing=other.closing or one.closing,
        limit=other.limit or one.limit,
    )


def _limited(one: Spoken, text: str) -> Spoken:
    """With the word beside it that makes a time a limit."""
    after = LIMIT_AFTER.match(text, one.end)
    ahead = LIMIT_AHEAD.search(text[max(0, one.start - LONGEST_AHEAD) : one.start])
    if not after and not ahead:
        return one
    return replace(
        one,
        start=one.start - len(ahead[0]) if ahead else one.start,
        end=after.end() if after else one.end,
        limit=True,
        before=ahead is not None and ahead[0].startswith("before"),
        loose=False,
    )
