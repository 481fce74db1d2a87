"""What a long text costs beside half of it: so that no hostile one takes a minute, on a slow machine as on a quick one."""

from __future__ import annotations

import time
from collections.abc import Callable

LETTERS, TIMES = 4_096, 3
SQUARE = 4.0
"""Twice the letters, four times the pairs of them."""


def costs_little(read: Callable[[str], object], piece: str) -> bool:
    """Whether what a text of this piece costs grows by no more than its pairs of letters, half as much again for what a
    measurement misses. CPU of this thread, the best of three; what takes less than a tenth of a second is little."""
    whole = (piece * LETTERS)[:LETTERS]
    long = _cpu(read, whole)
    return long < 0.1 or long / _cpu(read, whole[: LETTERS // 2]) < 1.5 * SQUARE


def _cpu(read: Callable[[str], object], text: str) -> float:
    took = []
    for _ in range(TIMES):
        began = time.thread_time()
        read(text)
        took.append(time.thread_time() - began)
    return min(took)
