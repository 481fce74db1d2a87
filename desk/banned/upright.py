"""Text that is written from the top down, a letter or a piece of a word to a line, as one line: as long as before, so that
every letter keeps its place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from desk.banned.backwards import Turned

FEWEST, LONGEST = 4, 5
"""Lines that can be one word or phrase, and the letters of each: an address or a list of sizes has longer ones."""
MOST = 3
"""Stretches of a text that are read so: each costs as much as the text."""


def upright(text: str) -> Iterator[Turned]:
    """Of each of the first stretches of short lines; what stands beside it is left as it is."""
    return islice(_stretches(text), MOST)


def _stretches(text: str) -> Iterator[Turned]:
    if text.count("\n") < FEWEST - 1:
        return
    at, first, end, many = 0, 0, 0, 0
    for line in [*text.split("\n"), " " * (LONGEST + 1)]:
        if 0 < len(line) <= LONGEST and not any(map(str.isdigit, line)):
            first, end, many = (at if not many else first), at + len(line), many + 1
        else:
            if many >= FEWEST:
                yield text[:first] + text[first:end].replace("\n", " ") + text[end:], (first, end)
            many = 0
        at += len(line) + 1
