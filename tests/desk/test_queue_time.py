"""How long it takes, from how people really come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.queue_time import Standing, apart, corrected_at
from tests.conftest import MONDAY_NINE


def ago(*seconds: float) -> list[object]:
    return [MONDAY_NINE - timedelta(seconds=s) for s in seconds]


@pytest.mark.parametrize(
    ("takes", "seconds"),
    [
        ((10, 70, 130), 60),
        ((0, 60, 120, 300), 100),
        ((90, 120, 150), 90),  # it stands still: the pause counts
        ((0, 1, 2), 5),  # nobody is that quick
        ((10, 70), None),
        ((10, 70, 1801), None),
        ((1900, 2000, 2100), None),
        (tuple(range(0, 1200, 60)), 60),  # the last ten
        ((), None),
    ],
)
def test_the_moving_average_of_the_last_takes(takes: tuple[float, ...], seconds: float | None) -> None:
    found = apart(ago(*takes), MONDAY_NINE)  # type: ignore[arg-type]
    assert found == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("place", "seconds", "minutes"),
    [(1, 60, 1), (3, 60, 3), (1, 5, 1), (3, 61, 4), (10, 300, 0), (9, 300, 45), (0, 60, 0), (5, None, 0)],
)
def test_minutes_are_whole_and_rather_too_many_and_none_where_it_would_be_a_guess(
    place: int, seconds: float | None, minutes: int
) -> None:
    standing = Standing(apart=None if seconds is None else timedelta(seconds=seconds))
    assert standing.minutes(place) == minutes


@pytest.mark.parametrize(
    ("waiting", "room", "place"), [(0, 0, 1), (0, 1, 0), (3, 3, 4), (3, 4, 0), (7, 0, 8)]
)
def test_the_next_place_is_behind_all_who_wait_unless_there_is_room(
    waiting: int, room: int, place: int
) -> None:
    since = tuple(MONDAY_NINE + timedelta(seconds=n) for n in range(waiting))
    standing = Standing(since, room)
    assert standing.next_place == place
    assert [standing.place_of(at) for at in since] == list(range(1, waiting + 1))


def test_the_correction_comes_before_the_time_is_over() -> None:
    assert MONDAY_NINE < corrected_at(MONDAY_NINE, 1) < MONDAY_NINE + timedelta(minutes=1)
