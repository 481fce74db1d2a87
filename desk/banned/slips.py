"""Slips of the fingers: a letter too few or too many, another one, or two in each other's place (tansfer, bnak)."""

from __future__ import annotations

SHORTEST, SHORTEST_TURNED = 6, 4
"""Letters of a word that may have a slip in it; and of one that may have two letters in each other's place."""


def is_slip(said: str, right: str) -> bool:
    """Whether one slip makes one of the other; the first letter is right, as hardly anybody errs in it."""
    if said[0] != right[0] or abs(len(said) - len(right)) > 1 or len(right) < SHORTEST_TURNED:
        return False
    if len(said) == len(right):
        other = [at for at, (one, two) in enumerate(zip(said, right, strict=True)) if one != two]
        if len(other) < 2:
            return len(other) == 1 and len(right) >= SHORTEST
        first, last = other[0], other[-1]
        return last == first + 1 and said[first] == right[last] and said[last] == right[first]
    short, long = sorted((said, right), key=len)
    if len(right) < SHORTEST:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(1, len(long)))
