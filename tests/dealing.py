"""Who begins with what, where several processes share the tests: the long ones at once and first, each in another process.

xdist's `worksteal` gives every process a slice of the list in its order; who is done early steals from the others' ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

BEGUN_FIRST = (
    ("tests/browser/",),
    ("tests/test_crash.py::test_killed_under_load",),
    ("tests/test_crash.py", "tests/test_way.py", "tests/test_case_way.py", "tests/prove/"),
)
"""Each of these one process begins with, from the first name to the last. All that needs the browser and the demo is one,
for both take long to start."""


def slices(count: int, processes: int) -> list[int]:
    """How many tests xdist gives to each at the start."""
    sizes: list[int] = []
    for left in range(processes, 0, -1):
        sizes.append((count - sum(sizes)) // left)
    return sizes


def dealt(items: Sequence[T], processes: int, name: Callable[[T], str]) -> list[T]:
    """The same items in the order in which they are to be listed; what is not long keeps its order."""
    heads: list[list[T]] = [[] for _ in range(processes)]
    rest = list(items)
    for number, long in enumerate(BEGUN_FIRST):
        for start in long:
            heads[number % processes] += [item for item in rest if name(item).startswith(start)]
            rest = [item for item in rest if not name(item).startswith(start)]
    listed: list[T] = []
    for head, size in zip(heads, slices(len(items), processes), strict=True):
        more = max(0, size - len(head))
        listed += [*head, *rest[:more]]
        rest = rest[more:]
    return [*listed, *rest]
