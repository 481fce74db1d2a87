"""The channel's numbers: what never came, whatever the order in which the others did."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from desk.clock import to_ms
from desk.numbering import FAR, Numbers, number_of
from tests.conftest import MONDAY_NINE

AT = to_ms(MONDAY_NINE)
DAY_MS = 86_400_000


def came(*numbers: tuple[int, int]) -> Numbers:
    found = Numbers()
    for number, day in numbers:
        found.came(number, AT + day * DAY_MS)
    return found


@pytest.mark.parametrize("seed", range(20))
def test_what_is_missing_is_what_never_came(seed: int) -> None:
    chance = random.Random(seed)
    there = {number for number in range(700, 1_000) if chance.random() < 0.9}
    order = [*there, *chance.sample(sorted(there), 20)]
    chance.shuffle(order)
    found = came(*((number, 0) for number in order))
    missing = {number for gap in found.gaps() for number in range(gap.first, gap.last + 1)}
    assert missing == set(range(min(there), max(there))) - there
    assert all(gap.missing > 0 for gap in found.gaps())
    assert found.begun() == [] and found.beginnings() == [min(there)]


def test_a_gap_lies_between_the_letters_beside_it_and_may_come_for_a_day() -> None:
    (gap,) = came((10, 0), (14, 1)).gaps()
    assert (gap.first, gap.last, gap.missing) == (11, 13, 3)
    assert (gap.after, gap.before) == (MONDAY_NINE, MONDAY_NINE + timedelta(days=1))
    assert gap.may_come(gap.before + timedelta(hours=23))
    assert not gap.may_come(gap.before + timedelta(hours=24))


@pytest.mark.parametrize(
    ("numbers", "gaps", "begun"),
    [
        (((10, 0), (10 + FAR, 0)), 1, []),
        (((10, 0), (11 + FAR, 0)), 0, [False]),
        (((10, 0), (11 + FAR, 7)), 0, [True]),
        (((9 * FAR, 0), (10, 8)), 0, [True]),
        (((9 * FAR, 0), (10, 8), (90 * FAR, 9), (90 * FAR + 2, 9)), 1, [True, False]),
        (((10, 0), (12, 9)), 1, []),
    ],
    ids=["far", "farther", "after a week", "lower", "three series", "near after a week"],
)
def test_a_gap_and_another_series_are_told_apart(
    numbers: tuple[tuple[int, int], ...], gaps: int, begun: list[bool]
) -> None:
    found = came(*numbers)
    assert len(found.gaps()) == gaps
    assert [one.expected for one in found.begun()] == begun


@pytest.mark.parametrize(
    ("ext_id", "number"),
    [("900000001", 900_000_001), ("0", 0), ("raw:ff", None), ("", None), ("-5", None), ("１２", None), ("1" * 19, None), ("7:ab", None)],
)  # fmt: skip
def test_only_a_number_is_one(ext_id: str, number: int | None) -> None:
    assert number_of(ext_id) == number
