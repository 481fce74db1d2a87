"""The calendar read slowly: minute by minute, by the clock on the shop's wall, with nothing remembered.

Shares no arithmetic with `desk/opening.py`. What is open in a minute is open through all of it: intervals begin and end
on whole minutes, and so do the changes of the clock in our zones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from desk.shop import Hours, SpecialDays

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
WALK = timedelta(days=3)


@dataclass(frozen=True)
class Case:
    hours: Hours
    start: datetime
    open_time: timedelta
    later: datetime

    def __repr__(self) -> str:  # what a failure prints can be pasted into a table
        h = self.hours
        return (
            f"Case({h.zone} week={dict(h.week)} holidays={h.holidays} promotions={h.promotions} "
            f"start={self.start.isoformat()} open_time={self.open_time} later={self.later.isoformat()})"
        )


def minutes(hours: Hours, since: datetime, until: datetime) -> Iterator[tuple[datetime, bool]]:
    """Every minute that begins before `until`, from the one around `since`, and whether the shop is open in it."""
    highest = datetime.min  # the clock on the wall, never going back
    day, intervals = date.min, []  # type: date, list[tuple[datetime, datetime]]
    at = (since - timedelta(hours=3)).replace(second=0, microsecond=0)
    while at < until:
        highest = max(highest, at.astimezone(hours.zone).replace(tzinfo=None))
        if highest.date() != day:
            day = highest.date()
            intervals = [*_intervals(hours, day - DAY), *_intervals(hours, day)]
        if at + MINUTE > since:
            yield at, any(start <= highest < end for start, end in intervals)
        at += MINUTE


def _intervals(hours: Hours, day: date) -> Iterator[tuple[datetime, datetime]]:
    for start, end in _spans(hours, day):
        ends_on = day if end > start else day + DAY
        yield datetime.combine(day, start), datetime.combine(ends_on, end)


def _spans(hours: Hours, day: date) -> tuple[tuple[time, time], ...]:
    for some in hours.promotions:
        if some.first <= day <= some.last:
            return some.spans
    for some in hours.holidays:
        if some.first <= day <= some.last:
            return some.spans
    return hours.week.get(day.weekday(), ())


@dataclass(frozen=True)
class Reading:
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    after: datetime | None
    open_between: timedelta
    until: datetime
    """How far was read: None means not before then."""


def read(case: Case) -> Reading:
    until = max(case.start + WALK, case.later)
    opens_at = closes_at = after = None
    now_open = was_open = False
    passed, between = timedelta(0), timedelta(0)
    for number, (minute, is_open) in enumerate(minutes(case.hours, case.start, until)):
        begins, ends = max(minute, case.start), minute + MINUTE
        if number == 0:
            now_open = is_open
        elif is_open and not was_open and opens_at is None:
            opens_at = minute
        elif was_open and not is_open and now_open and closes_at is None:
            closes_at = minute
        was_open = is_open
        if is_open:
            between += max(min(ends, case.later) - begins, timedelta(0))
            if after is None and passed + (ends - begins) >= case.open_time:
                after = begins + (case.open_time - passed)
            passed += ends - begins
    return Reading(now_open, opens_at, closes_at, after, between, until)


def differences(case: Case) -> list[str]:
    """Where the quick reading and the slow one part; nothing where they are one."""
    slow, hours, start = read(case), case.hours, case.start
    quick = {
        "opens_at": hours.opens_at(start),
        "closes_at": hours.closes_at(start),
        "after": hours.after(start, case.open_time),
    }
    found = [] if hours.is_open(start) == slow.is_open else [f"is_open: {slow.is_open}"]
    if hours.open_between(start, case.later) != slow.open_between:
        found.append(f"open_between: {hours.open_between(start, case.later)} but {slow.open_between}")
    for what, at in quick.items():
        expected = getattr(slow, what)
        beyond = expected is None and (at is None or at >= slow.until)
        if not beyond and at != expected:
            found.append(f"{what}: {at} but {expected}")
    if slow.is_open and not start < hours.open_through(start) <= (
        slow.closes_at or datetime.max.replace(tzinfo=UTC)
    ):
        found.append(f"open_through: {hours.open_through(start)}")
    return found


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """The hours before which the clock of this zone was set."""
    info, at, found = ZoneInfo(zone), FIRST, []
    while at < LAST:
        if at.astimezone(info).utcoffset() != (at + timedelta(hours=1)).astimezone(info).utcoffset():
            found.append(at)
        at += timedelta(hours=1)
    return tuple(found)


def a_case(dice: Random) -> Case:
    """Half of them around a night in which the clock is set."""
    zone = dice.choice(ZONES)
    near = changes(zone)
    around = (
        dice.choice(near)
        if near and dice.random() < 0.5
        else FIRST + dice.randrange((LAST - FIRST) // MINUTE) * MINUTE
    )
    start = around + timedelta(milliseconds=dice.randint(-36 * 3_600_000, 12 * 3_600_000))
    hours = Hours(
        ZoneInfo(zone),
        {day: _some_spans(dice) for day in range(7)},
        holidays=tuple(_special(dice, start) for _ in range(dice.choice((0, 1, 1, 2)))),
        promotions=tuple(_special(dice, start) for _ in range(dice.choice((0, 0, 1)))),
    )
    return Case(
        hours,
        start,
        timedelta(milliseconds=dice.randint(1, dice.choice((120_000, 7_200_000, 86_400_000)))),
        start + timedelta(milliseconds=dice.randrange(WALK // timedelta(milliseconds=1))),
    )


def _special(dice: Random, start: datetime) -> SpecialDays:
    first = start.date() + dice.randint(-3, 4) * DAY
    return SpecialDays(first, first + dice.randint(0, 2) * DAY, "", _some_spans(dice))


def _some_spans(dice: Random) -> tuple[tuple[time, time], ...]:
    return tuple((_clock(dice), _clock(dice)) for _ in range(dice.choice((0, 1, 1, 2, 3))))


def _clock(dice: Random) -> time:
    """Halves of hours for the most part, and many in the night, when clocks are set."""
    minute = dice.choice((dice.randrange(0, 300, 30), dice.randrange(0, 1440, 30), dice.randrange(1440)))
    return time(minute // 60, minute % 60)
