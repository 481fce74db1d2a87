"""The long tests are begun first, and by different processes."""

from __future__ import annotations

import pytest

from tests.dealing import dealt, slices

KILLED = "tests/test_crash.py::test_killed_under_load[polling]"
LONG = ["tests/browser/a.py::one", "tests/browser/b.py::two", KILLED, "tests/test_way.py::one"]
SHORT = [f"tests/desk/test_many.py::test_{number}" for number in range(20)]
ALL = [*SHORT[:7], *LONG, *SHORT[7:]]


@pytest.mark.parametrize(
    ("processes", "firsts"),
    [
        (1, [LONG[0]]),
        (2, [LONG[0], KILLED]),
        (3, [LONG[0], KILLED, LONG[3]]),
        (4, [LONG[0], KILLED, LONG[3], "tests/desk/test_many.py::test_14"]),
    ],
)
def test_each_process_begins_with_a_long_one(processes: int, firsts: list[str]) -> None:
    listed = dealt(ALL, processes, str)
    places = [sum(slices(len(ALL), processes)[:number]) for number in range(processes)]
    assert [listed[place] for place in places] == firsts


@pytest.mark.parametrize("processes", [1, 2, 3, 7, 24, 30])
def test_nothing_is_left_out_and_the_short_ones_keep_their_order(processes: int) -> None:
    listed = dealt(ALL, processes, str)
    assert sorted(listed) == sorted(ALL)
    assert [one for one in listed if one in SHORT] == SHORT


def test_a_few_tests_alone_are_dealt_as_well() -> None:
    assert dealt([KILLED], 3, str) == [KILLED]
    assert dealt([], 3, str) == []


def test_xdists_slices() -> None:
    assert slices(24, 3) == [8, 8, 8]
    assert slices(25, 3) == [8, 8, 9]
