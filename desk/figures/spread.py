"""How times are spread 分布: how many lie in each of some steps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from desk.record import record

STEPS = (10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800)
"""Seconds: each counts what took longer than the one before and so much at most."""


@record(frozen=True, slots=True)
class Step:
    most: int | None
    """Seconds; None for what took longer than all of them."""
    count: int


def spread(values: Iterable[int], steps: Sequence[int] = STEPS) -> tuple[Step, ...]:
    """`values` in milliseconds. What is exactly a step lies within it."""
    counts = [0] * (len(steps) + 1)
    for value in values:
        counts[bisect_left(steps, value / 1000)] += 1
    return tuple(Step(most, count) for most, count in zip((*steps, None), counts, strict=True))
