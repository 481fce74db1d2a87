"""Shifts: when the present one ends and from when on its board is open, as tables and against a slow reading."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.opening import Span
from desk.shift import NOTICE, PAUSE, Shift, WorkingHours, is_open, week_read, week_written
from tests.desk.test_hours import BERLIN, SHANGHAI, spans

EVERY_DAY = range(7)


def working(zone: ZoneInfo, days: str, written: str, **more: str) -> WorkingHours:
    week: list[tuple[Span, ...]] = [()] * 7
    for day in days:
        week[int(day)] = spans(written)
    for day, others in more.items():
        week[int(day[1:])] = spans(others)
    return WorkingHours(zone, week)


def at(zone: ZoneInfo, written: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=zone, fold=fold).astimezone(UTC)


OFFICE = working(BERLIN, "01234", "09:00-18:00")
LUNCH = working(BERLIN, "01234", "09:00-12:00 13:30-18:00")
TWICE = working(BERLIN, "01234", "08:00-11:00 15:00-19:00")
NIGHT = working(SHANGHAI, "0123", "22:00-06:00")
LAST_NIGHT = working(BERLIN, "5", "22:00-06:00")  # the clock is changed on a Sunday, at 02:00 or 03:00
ALWAYS = working(SHANGHAI, "0123456", "00:00-00:00")
HARDLY_EVER_GONE = working(SHANGHAI, "0123456", "00:00-23:00")
NEVER = working(SHANGHAI, "", "")
SHORT = working(SHANGHAI, "0", "09:00-09:10")


@pytest.mark.parametrize(
    ("hours", "now", "begins", "ends"),
    [
        # 20 November 2026 is a Friday.
        (OFFICE, "2026-11-20T09:00", "2026-11-20T09:00", "2026-11-20T18:00"),
        (OFFICE, "2026-11-20T17:59:59", "2026-11-20T09:00", "2026-11-20T18:00"),
        (OFFICE, "2026-11-20T18:00", None, None),
        (OFFICE, "2026-11-21T12:00", None, None),
        (LUNCH, "2026-11-20T11:50", "2026-11-20T09:00", "2026-11-20T18:00"),
        (LUNCH, "2026-11-20T12:45", "2026-11-20T09:00", "2026-11-20T18:00"),
        (TWICE, "2026-11-20T10:50", "2026-11-20T08:00", "2026-11-20T11:00"),
        (TWICE, "2026-11-20T13:00", None, None),
        (NIGHT, "2026-11-19T23:30", "2026-11-19T22:00", "2026-11-20T06:00"),
        (NIGHT, "2026-11-20T05:50", "2026-11-19T22:00", "2026-11-20T06:00"),
        (NIGHT, "2026-11-20T22:30", None, None),
        (LAST_NIGHT, "2026-03-29T05:30", "2026-03-28T22:00", "2026-03-29T06:00"),
        (LAST_NIGHT, "2026-10-25T05:50", "2026-10-24T22:00", "2026-10-25T06:00"),
        (ALWAYS, "2026-11-20T12:00", None, None),
        (HARDLY_EVER_GONE, "2026-11-20T12:00", None, None),
        (NEVER, "2026-11-20T12:00", None, None),
    ],
)
def test_the_shift_around_an_instant(
    hours: WorkingHours, now: str, begins: str | None, ends: str | None
) -> None:
    zone = hours.zone
    assert isinstance(zone, ZoneInfo)
    wanted = Shift(at(zone, begins), at(zone, ends)) if begins and ends else None
    assert hours.shift_at(at(zone, now)) == wanted


def test_a_night_lasts_an_hour_less_or_more_when_the_clock_is_changed() -> None:
    spring, autumn = (
        LAST_NIGHT.shift_at(at(BERLIN, day)) for day in ("2026-03-29T00:30", "2026-10-25T00:30")
    )
    assert spring is not None and spring.ends_at - spring.begins_at == timedelta(hours=7)
    assert autumn is not None and autumn.ends_at - autumn.begins_at == timedelta(hours=9)


@pytest.mark.parametrize(
    ("hours", "now", "opens"),
    [
        (OFFICE, "2026-11-20T12:00", "2026-11-20T17:45"),
        (OFFICE, "2026-11-20T17:44:59", "2026-11-20T17:45"),
        (OFFICE, "2026-11-20T17:45", "2026-11-23T17:45"),
        (OFFICE, "2026-11-21T12:00", "2026-11-23T17:45"),
        (LUNCH, "2026-11-20T11:45", "2026-11-20T17:45"),
        (TWICE, "2026-11-20T10:00", "2026-11-20T10:45"),
        (TWICE, "2026-11-20T11:00", "2026-11-20T18:45"),
        (NIGHT, "2026-11-20T00:10", "2026-11-20T05:45"),
        (SHORT, "2026-11-20T12:00", "2026-11-23T09:00"),
        (LAST_NIGHT, "2026-10-25T01:00", "2026-10-25T05:45"),
        (ALWAYS, "2026-11-20T12:00", None),
        (NEVER, "2026-11-20T12:00", None),
    ],
)
def test_when_the_board_opens_next(hours: WorkingHours, now: str, opens: str | None) -> None:
    zone = hours.zone
    assert isinstance(zone, ZoneInfo)
    assert hours.board_opens_after(at(zone, now)) == (at(zone, opens) if opens else None)


@pytest.mark.parametrize(
    ("now", "by_hand", "wanted"),
    [
        ("17:44:59.999", False, False),
        ("17:45", False, True),
        ("17:59:59", False, True),
        ("18:00", False, False),
        ("10:00", False, False),
        ("10:00", True, True),
        ("20:00", True, True),
    ],
)
def test_whether_the_board_is_open(now: str, by_hand: bool, wanted: bool) -> None:
    here = at(BERLIN, f"2026-11-20T{now}")
    assert is_open(OFFICE.shift_at(here), here, by_hand=by_hand) is wanted


def test_the_next_shift_is_the_one_that_begins_later() -> None:
    found = OFFICE.next_after(at(BERLIN, "2026-11-20T17:50"))
    assert found is not None and found.begins_at == at(BERLIN, "2026-11-23T09:00")
    assert LUNCH.next_after(at(BERLIN, "2026-11-20T12:30")) == LUNCH.shift_at(at(BERLIN, "2026-11-23T10:00"))
    assert ALWAYS.next_after(at(SHANGHAI, "2026-11-20T17:50")) is None


def test_a_week_is_written_and_read_again() -> None:
    week = [spans("09:00-12:00 22:00-06:00"), *[()] * 6]
    assert week_written(week) == [[["09:00", "12:00"], ["22:00", "06:00"]], *[[]] * 6]
    assert week_read(week_written(week)) == tuple(week)
    assert week_written([()] * 7) == [] and week_read([]) == ((),) * 7


# --- against a slow reading

STEP = timedelta(minutes=15)
QUARTERS = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
WEEKS = st.lists(st.lists(st.tuples(QUARTERS, QUARTERS), max_size=2).map(tuple), min_size=7, max_size=7)
INSTANTS = st.integers(0, 2000).map(lambda n: datetime(2026, 10, 20, tzinfo=UTC) + n * STEP)
PLACES = st.sampled_from([BERLIN, SHANGHAI, ZoneInfo("America/New_York")])


def slow(hours: WorkingHours, now: datetime) -> Shift | None:
    """Quarter by quarter: whether somebody works then, and pauses of up to two hours filled in."""
    first = now - timedelta(days=3)
    quarters = [first + n * STEP for n in range(7 * 96)]
    works = [hours._opening.stretch(one) is not None for one in quarters]
    most, n = PAUSE // STEP, 0
    while n < len(works):
        end = n
        while end < len(works) and not works[end]:
            end += 1
        if 0 < n < end < len(works) and end - n <= most:
            works[n:end] = [True] * (end - n)
        n = max(end, n + 1)
    here = 3 * 96
    if not works[here]:
        return None
    begin = end = here
    while begin > 0 and works[begin - 1]:
        begin -= 1
    while end < len(works) and works[end]:
        end += 1
    found = Shift(quarters[begin], quarters[end] if end < len(works) else quarters[-1] + STEP)
    return found if found.ends_at - found.begins_at <= timedelta(days=2) else None


@settings(max_examples=150)
@given(zone=PLACES, week=WEEKS, now=INSTANTS)
def test_a_shift_is_what_a_slow_reading_says(
    zone: ZoneInfo, week: list[tuple[Span, ...]], now: datetime
) -> None:
    hours = WorkingHours(zone, week)
    found = hours.shift_at(now)
    assert found == slow(hours, now)
    if found is not None and now < found.board_opens_at():
        assert hours.board_opens_after(now) == max(found.begins_at, found.ends_at - NOTICE)
