"""Lantern & Loom's hours: every case of the calendar, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.opening import Span
from desk.shop import ALL_DAY, Hours, SpecialDays
from tests.desk.minutes import a_case, differences

BERLIN, SHANGHAI, LORD_HOWE = (
    ZoneInfo("Europe/Berlin"),
    ZoneInfo("Asia/Shanghai"),
    ZoneInfo("Australia/Lord_Howe"),
)
HOUR = timedelta(hours=1)


def span(written: str) -> Span:
    start, end = written.split("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def spans(written: str) -> tuple[Span, ...]:
    return tuple(span(one) for one in written.split())


def on(days: str, written: str) -> dict[int, tuple[Span, ...]]:
    return {int(day): spans(written) for day in days}


OFFICE = Hours(BERLIN, on("01234", "09:00-17:00"))
SPLIT = Hours(BERLIN, on("012345", "09:00-12:00 13:30-18:00"))
NIGHT = Hours(BERLIN, on("45", "20:00-02:00") | on("0123", "10:00-18:00"))
ROUND_THE_CLOCK = Hours(SHANGHAI, on("0123456", "00:00-00:00"))
NEVER = Hours(SHANGHAI, {})
FESTIVE = Hours(
    SHANGHAI,
    on("0123456", "09:00-21:00"),
    holidays=(
        SpecialDays(date(2026, 10, 1), date(2026, 10, 7), "国庆节", spans("10:00-16:00")),
        SpecialDays(date(2027, 2, 5), date(2027, 2, 11), "春节"),
    ),
    promotions=(
        SpecialDays(date(2026, 11, 11), date(2026, 11, 11), "双十一", spans("08:00-02:00")),
        SpecialDays(date(2026, 10, 3), date(2026, 10, 3), "", spans("08:00-23:00")),
    ),
)


def at(hours: Hours, written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=hours.zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "start", "open_time", "due"),
    [
        # 20 November 2026 is a Friday.
        (OFFICE, "2026-11-20T16:30", HOUR, "2026-11-23T09:30"),
        (OFFICE, "2026-11-20T16:30", HOUR / 2, "2026-11-20T17:00"),
        (OFFICE, "2026-11-20T16:59:45.250", timedelta(seconds=30), "2026-11-23T09:00:15.250"),
        (OFFICE, "2026-11-20T17:00", timedelta(milliseconds=1), "2026-11-23T09:00:00.001"),
        (OFFICE, "2026-11-21T11:00", HOUR, "2026-11-23T10:00"),
        (OFFICE, "2026-11-20T16:30", 17 * HOUR, "2026-11-25T09:30"),
        (SPLIT, "2026-11-20T11:30", HOUR, "2026-11-20T14:00"),
        (SPLIT, "2026-11-20T12:15", HOUR, "2026-11-20T14:30"),
        (SPLIT, "2026-11-21T17:45", HOUR, "2026-11-23T09:45"),
        (NIGHT, "2026-11-20T23:30", HOUR, "2026-11-21T00:30"),
        (NIGHT, "2026-11-21T01:30", HOUR, "2026-11-21T20:30"),
        (NIGHT, "2026-11-22T01:30", HOUR, "2026-11-23T10:30"),
        (ROUND_THE_CLOCK, "2026-11-20T23:30", 100 * HOUR, "2026-11-25T03:30"),
        (FESTIVE, "2026-09-30T20:30", HOUR, "2026-10-01T10:30"),
        (FESTIVE, "2026-10-02T15:30", HOUR, "2026-10-03T08:30"),
        (FESTIVE, "2026-11-11T21:30", HOUR, "2026-11-11T22:30"),
        (FESTIVE, "2026-11-12T01:30", HOUR, "2026-11-12T09:30"),
        (FESTIVE, "2027-02-04T20:30", HOUR, "2027-02-12T09:30"),
        (NEVER, "2026-11-20T12:00", HOUR, None),
        # Spring: 29 March 2026 has no 02:00 to 03:00 in Berlin.
        (Hours(BERLIN, on("6", "00:00-04:00")), "2026-03-29T00:30", 2 * HOUR, "2026-03-29T03:30"),
        (Hours(BERLIN, on("6", "02:30-05:00")), "2026-03-29T00:00", HOUR, "2026-03-29T04:00"),
        (Hours(BERLIN, on("6", "02:15-02:45 09:00-17:00")), "2026-03-29T00:00", HOUR, "2026-03-29T10:00"),
        # Autumn: 25 October 2026 has 02:00 to 03:00 twice; the shop stays as it was.
        (Hours(BERLIN, on("6", "00:00-04:00")), "2026-10-25T00:30", 4 * HOUR, "2026-10-25T03:30"),
        (Hours(BERLIN, on("6", "02:30-05:00")), "2026-10-25T00:00", 2 * HOUR, "2026-10-25T03:30"),
        # Half an hour, on Lord Howe Island: 5 April 2026 has 01:30 to 02:00 twice.
        (Hours(LORD_HOWE, on("6", "00:00-04:00")), "2026-04-05T00:30", 2 * HOUR, "2026-04-05T02:00"),
    ],
)  # fmt: skip
def test_so_much_opening_time_has_passed(
    hours: Hours, start: str, open_time: timedelta, due: str | None
) -> None:
    asked = at(hours, start)
    found = hours.after(asked, open_time)
    assert found == (None if due is None else at(hours, due))
    if found is not None:
        assert hours.open_between(asked, found) == open_time


@pytest.mark.parametrize(
    ("hours", "now", "is_open", "opens", "closes"),
    [
        (OFFICE, "2026-11-20T08:59:59.999", False, "2026-11-20T09:00", None),
        (OFFICE, "2026-11-20T09:00", True, "2026-11-23T09:00", "2026-11-20T17:00"),
        (OFFICE, "2026-11-20T16:59:59.999", True, "2026-11-23T09:00", "2026-11-20T17:00"),
        (OFFICE, "2026-11-20T17:00", False, "2026-11-23T09:00", None),
        (SPLIT, "2026-11-20T10:00", True, "2026-11-20T13:30", "2026-11-20T12:00"),
        (NIGHT, "2026-11-21T01:00", True, "2026-11-21T20:00", "2026-11-21T02:00"),
        (NIGHT, "2026-11-22T02:00", False, "2026-11-23T10:00", None),
        (ROUND_THE_CLOCK, "2026-11-20T10:00", True, None, None),
        (NEVER, "2026-11-20T10:00", False, None, None),
        (FESTIVE, "2026-10-01T09:30", False, "2026-10-01T10:00", None),
        (FESTIVE, "2026-10-03T22:00", True, "2026-10-04T10:00", "2026-10-03T23:00"),
        (FESTIVE, "2026-11-12T01:00", True, "2026-11-12T09:00", "2026-11-12T02:00"),
        (FESTIVE, "2027-02-08T12:00", False, "2027-02-12T09:00", None),
        (Hours(BERLIN, on("0123456", "08:00-12:00 12:00-16:00")), "2026-11-20T09:00", True, "2026-11-21T08:00", "2026-11-20T16:00"),
        (Hours(BERLIN, on("0123456", "08:00-14:00 12:00-16:00")), "2026-11-20T09:00", True, "2026-11-21T08:00", "2026-11-20T16:00"),
        (Hours(BERLIN, on("4", "20:00-04:00") | on("5", "02:00-06:00")), "2026-11-21T01:00", True, "2026-11-27T20:00", "2026-11-21T06:00"),
    ],
)  # fmt: skip
def test_open_now_and_what_comes_next(
    hours: Hours, now: str, is_open: bool, opens: str | None, closes: str | None
) -> None:
    here = at(hours, now)
    assert hours.is_open(here) is is_open
    assert hours.opens_at(here) == (None if opens is None else at(hours, opens))
    assert hours.closes_at(here) == (None if closes is None else at(hours, closes))
    assert (hours.open_through(here) > here) is is_open


@pytest.mark.parametrize(
    ("hours", "a", "b", "open_time"),
    [
        (OFFICE, "2026-11-20T16:30", "2026-11-23T09:30", HOUR),
        (OFFICE, "2026-11-16T00:00", "2026-11-23T00:00", 40 * HOUR),
        (OFFICE, "2026-11-23T09:30", "2026-11-20T16:30", timedelta(0)),
        (OFFICE, "2025-11-20T12:00", "2026-11-20T12:00", 52 * 40 * HOUR + 8 * HOUR),
        (ROUND_THE_CLOCK, "2026-11-20T00:00", "2026-11-30T00:00", 240 * HOUR),
        (Hours(BERLIN, on("6", "00:00-06:00")), "2026-03-29T00:00", "2026-03-30T00:00", 5 * HOUR),
        (Hours(BERLIN, on("6", "00:00-06:00")), "2026-10-25T00:00", "2026-10-26T00:00", 7 * HOUR),
    ],
)  # fmt: skip
def test_opening_time_between(hours: Hours, a: str, b: str, open_time: timedelta) -> None:
    assert hours.open_between(at(hours, a), at(hours, b)) == open_time


def test_of_the_hour_that_comes_twice_both_are_open() -> None:
    hours = Hours(BERLIN, on("6", "00:00-03:00"))
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    assert hours.is_open(twice)
    assert hours.is_open(twice.replace(fold=1))
    assert hours.closes_at(twice.astimezone(UTC)) == at(hours, "2026-10-25T03:00")


def test_a_day_that_a_zone_left_out_is_never_open() -> None:
    """Samoa had no 30 December 2011."""
    apia = Hours(ZoneInfo("Pacific/Apia"), on("0123456", "09:00-17:00"))
    thursday = at(apia, "2011-12-29T16:30")
    assert apia.after(thursday, HOUR) == at(apia, "2011-12-31T09:30")


def test_what_was_asked_before_changes_no_answer() -> None:
    """The calendar remembers what it has read: long ago, far ahead, and in between."""
    asked = [
        at(OFFICE, day + "T16:30")
        for day in ("2026-11-20", "2019-03-01", "2027-12-31", "2026-06-05", "2034-01-06")
    ]
    fresh = [Hours(BERLIN, OFFICE.week).after(start, HOUR) for start in asked]
    one = Hours(BERLIN, OFFICE.week)
    assert [one.after(start, HOUR) for start in asked] == fresh
    assert [one.after(start, HOUR) for start in reversed(asked)] == fresh[::-1]


def test_at_the_edge_of_what_was_read_nothing_is_forgotten() -> None:
    late = Hours(BERLIN, on("0123456", "20:00-19:00"))
    for asked in (at(late, "2026-11-20T12:00") - n * HOUR / 2 for n in range(150)):
        remembering, fresh = Hours(BERLIN, late.week), Hours(BERLIN, late.week)
        remembering.is_open(at(late, "2026-11-20T12:00"))
        assert (remembering.is_open(asked), remembering.opens_at(asked)) == (
            fresh.is_open(asked),
            fresh.opens_at(asked),
        )


def test_who_opens_no_sooner_than_in_four_hundred_days_stays_closed() -> None:
    now = at(OFFICE, "2026-11-20T12:00")
    shut = SpecialDays(date(2026, 11, 1), date(2028, 11, 1))
    hours = Hours(BERLIN, OFFICE.week, holidays=(shut,))
    assert (hours.opens_at(now), hours.after(now, HOUR)) == (None, None)
    hours.opens_at(at(OFFICE, "2028-10-20T12:00"))  # now it has read further
    assert (hours.opens_at(now), hours.after(now, HOUR)) == (None, None)


@pytest.mark.parametrize(
    ("quiet", "now", "is_quiet"),
    [
        ("00:00-08:30 12:00-13:30 21:30-00:00", "08:29", True),
        ("00:00-08:30 12:00-13:30 21:30-00:00", "08:30", False),
        ("00:00-08:30 12:00-13:30 21:30-00:00", "23:59", True),
        ("21:30-08:30", "23:00", True),
        ("21:30-08:30", "08:00", True),
        ("21:30-08:30", "12:00", False),
        ("", "03:00", False),
    ],
)
def test_quiet_hours(quiet: str, now: str, is_quiet: bool) -> None:
    hours = Hours(SHANGHAI, {0: (ALL_DAY,)}, spans(quiet))
    assert hours.is_quiet(at(hours, f"2026-11-20T{now}")) is is_quiet


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_read_minute_by_minute_it_is_the_same(dice: Random) -> None:
    """`bin/prove` tries 100,000 of them."""
    case = a_case(dice)
    assert differences(case) == [], case
