"""Much cut into units that others need not wait for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def batches(of: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """In order, `most` at a time; none of nothing."""
    return (of[start : start + most] for start in range(0, len(of), most))
