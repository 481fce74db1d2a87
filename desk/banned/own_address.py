"""The shop's own addresses as somebody types them: where goods go back to stands in the rules in lines, in a message in one."""

from __future__ import annotations

from itertools import combinations

SHORTEST = 8
"""Code points; a line of a house number alone would spare every home that has it."""
MOST_LINES = 8
BETWEEN = ("\n", ", ", " ", "，", "")


def as_typed(address: str) -> list[str]:
    """The whole, and each part of it that is some lines after one another, in one line or more."""
    lines = [line.strip() for line in address.splitlines() if line.strip()][:MOST_LINES]
    parts = [lines[start:end] for start, end in combinations(range(len(lines) + 1), 2)]
    found = dict.fromkeys(between.join(part) for part in parts for between in BETWEEN)
    return [one for one in found if len(one) >= SHORTEST]
