"""Spans of days: what is refused and why, what is compared with what, and how long a day is."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.figures.span import NAMED, WHY, NotASpan, Span, day, named, span

TODAY = date(2026, 11, 28)  # a Saturday
BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
LORD_HOWE, SANTIAGO = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/Santiago")
HOUR = timedelta(hours=1)


def of(written: str) -> Span:
    first, _, last = written.partition(" ")
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-11-28", "2026-11-27", "backwards"),
        ("2027-01-02", "2027-01-01", "backwards"),
        ("2026-11-29", "2026-11-29", "ahead"),
        ("2016-11-20", "2026-11-28", "too_long"),
    ],
)
def test_a_span_that_cannot_be_looked_at_says_why(first: str, last: str, why: str) -> None:
    with pytest.raises(NotASpan) as refused:
        span(date.fromisoformat(first), date.fromisoformat(last), TODAY)
    assert refused.value.why == why and str(refused.value) == WHY[why]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2026-11-28", "2026-11-28", "2026-11-28"),
        ("2026-11-01", "2027-02-01", "2026-11-01 2026-11-28"),  # what lies ahead is left out
        ("2016-11-28", "2026-11-28", "2016-11-28 2026-11-28"),  # ten years
        ("2024-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_span_ends_today_at_the_latest(first: str, last: str, found: str) -> None:
    assert span(date.fromisoformat(first), date.fromisoformat(last), TODAY) == of(found)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "28.11.2026", "2026-11", "0001-01-01", "9999-12-31", "１"])  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotASpan) as refused:
        day(text)
    assert refused.value.why == "no_day"


def test_a_day_is_read_with_room_around_it() -> None:
    assert day(" 2026-11-28\n") == TODAY


@pytest.mark.parametrize(
    ("this", "before"),
    [
        ("2026-11-28", "2026-11-27"),
        ("2026-11-23 2026-11-29", "2026-11-16 2026-11-22"),  # a week
        ("2026-11-01 2026-11-30", "2026-10-01 2026-10-31"),  # a month, with the whole month before
        ("2026-03-01 2026-03-31", "2026-02-01 2026-02-28"),
        ("2024-03-01 2024-03-31", "2024-02-01 2024-02-29"),
        ("2026-02-01 2026-02-28", "2026-01-01 2026-01-31"),
        ("2026-01-01 2026-01-31", "2025-12-01 2025-12-31"),
        ("2026-11-01 2026-11-28", "2026-10-04 2026-10-31"),  # no whole month: as many days
        ("2026-11-02 2026-12-01", "2026-10-03 2026-11-01"),
        ("2026-10-01 2026-11-30", "2026-08-01 2026-09-30"),  # two months: 61 days each
    ],
)
def test_a_span_is_compared_with_the_one_before(this: str, before: str) -> None:
    assert of(this).before() == of(before)


@pytest.mark.parametrize(
    ("zone", "on", "hours"),
    [
        (BERLIN, "2026-03-29", 23),
        (BERLIN, "2026-10-25", 25),
        (BERLIN, "2026-03-28 2026-03-30", 71),
        (SHANGHAI, "2026-03-29", 24),
        (LORD_HOWE, "2026-04-05", 24.5),
        (SANTIAGO, "2026-09-06", 23),  # its midnight is left out: the day begins at one
    ],
)
def test_a_day_is_as_long_as_it_is_in_the_shops_zone(zone: ZoneInfo, on: str, hours: float) -> None:
    one = of(on)
    assert one.until(zone) - one.since(zone) == hours * HOUR
    days = one.each()
    assert len(days) == one.days and [day.until(zone) for day in days[:-1]] == [
        day.since(zone) for day in days[1:]
    ]
    assert (days[0].since(zone), days[-1].until(zone)) == (one.since(zone), one.until(zone))


@pytest.mark.parametrize(
    ("today", "name", "found"),
    [
        ("2026-11-28", "today", "2026-11-28"),
        ("2026-11-28", "yesterday", "2026-11-27"),
        ("2026-11-28", "this_week", "2026-11-23 2026-11-28"),
        ("2026-11-28", "last_week", "2026-11-16 2026-11-22"),
        ("2026-11-28", "this_month", "2026-11-01 2026-11-28"),
        ("2026-11-28", "last_month", "2026-10-01 2026-10-31"),
        ("2026-11-23", "this_week", "2026-11-23"),  # a Monday
        ("2026-11-23", "last_week", "2026-11-16 2026-11-22"),
        ("2026-11-29", "last_week", "2026-11-16 2026-11-22"),  # a Sunday
        ("2027-01-01", "this_month", "2027-01-01"),
        ("2027-01-01", "last_month", "2026-12-01 2026-12-31"),
        ("2024-03-01", "last_month", "2024-02-01 2024-02-29"),
        ("2027-01-01", "yesterday", "2026-12-31"),
    ],
)
def test_spans_have_names(today: str, name: str, found: str) -> None:
    assert named(name, date.fromisoformat(today)) == of(found)
    assert name in NAMED
