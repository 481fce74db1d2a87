"""English words that are written as one (notmyproblemthatitbroke, #ReadTheDescription): where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Callable

RUN = re.compile("[A-Za-z]{12,160}")
LONGEST = 16
"""Letters of a word."""
SHORT, FOR_SHORT = 2, 3
"""A word of so few letters costs as much as so many longer ones: fit is for shop, not fi t is."""
ALONE = frozenset("aiu")
"""Words of a single letter."""
ROOMY = 3
"""Letters that its words have on the average: of pieces anything can be made."""


def cuts(text: str, is_word: Callable[[str], bool]) -> frozenset[int]:
    """The places before which a new word begins, of runs that are nothing but words."""
    found: set[int] = set()
    for run in RUN.finditer(text):
        letters = run[0].lower()
        if not is_word(letters):
            found.update(run.start() + at for at in _cut(letters, is_word))
    return frozenset(found)


def _cut(letters: str, is_word: Callable[[str], bool]) -> list[int]:
    """Nothing where a letter is left over."""
    cheapest: list[tuple[int, int] | None] = [(0, 0)] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - LONGEST), end):
            before, word = cheapest[start], letters[start:end]
            if before is None or not (is_word(word) if len(word) > 1 else word in ALONE):
                continue
            cost = before[0] + (FOR_SHORT if len(word) <= SHORT else 1)
            if (best := cheapest[end]) is None or cost < best[0]:
                cheapest[end] = cost, start
    places: list[int] = []
    at = len(letters)
    while at and (step := cheapest[at]) is not None:
        at = step[1]
        places.append(at)
    return places if at == 0 and len(letters) >= ROOMY * len(places) else []
