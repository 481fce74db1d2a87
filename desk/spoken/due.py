"""When a spoken time is over, in the shop's zone and by its hours: the latest that keeps the word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from desk.shop import MIDNIGHT, Hours
from desk.spoken.time import Clock, Day, Length, Part, Spoken
from desk.working_days import A_DAY, after_working_days, at_time, closes_on, last_working_day

LONGEST = timedelta(days=100)
"""Who speaks of something farther off promises nothing that a desk can watch."""
LENGTHS = {
    "minute": timedelta(minutes=1),
    "quarter": timedelta(minutes=15),
    "hour": timedelta(hours=1),
    "day": A_DAY,
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
}
ENDS: dict[Part, time] = {
    "night": time(6),
    "morning": time(12),
    "noon": time(13),
    "afternoon": time(18),
    "evening": time(22),
    "midnight": MIDNIGHT,
}
"""When a part of the day is over; midnight is the end of its day."""
NOON = time(12)
EARLIEST_HOUR = 7
"""An hour before this is meant for the afternoon, unless it is said otherwise."""


def due_time(spoken: Spoken, now: datetime, hours: Hours) -> datetime | None:
    """In UTC and after `now`; None for what is over, too far off, or no time at all (25点, 31 February)."""
    try:
        found = _found(spoken, now, hours)
    except (ValueError, OverflowError):
        return None
    if found is None or not now < found <= now + LONGEST:
        return None
    return found.astimezone(UTC)


def _found(spoken: Spoken, now: datetime, hours: Hours) -> datetime | None:
    if spoken.length is not None:
        return _after(spoken.length, now, hours)
    today = now.astimezone(hours.zone).date()
    if spoken.day is None:
        first = next((at for at in _on(spoken, today, now, hours) if at > now), None)
        return first or next(_on(spoken, today + A_DAY, now, hours), None)
    day = _day(spoken.day, today, hours)
    if spoken.before and day - A_DAY >= today and spoken.day.weekday is not None and not spoken.clock:
        day -= A_DAY
    return next((at for at in _on(spoken, day, now, hours) if at > now), None)


def _after(length: Length, now: datetime, hours: Hours) -> datetime | None:
    if length.unit != "working_day":
        return now.astimezone(UTC) + length.amount * LENGTHS[length.unit]
    return after_working_days(now, int(length.amount), hours) if 1 <= length.amount <= 60 else None


def _on(spoken: Spoken, day: date, now: datetime, hours: Hours) -> Iterator[datetime]:
    """What it may mean on that day, the likeliest first."""
    if spoken.clock is not None:
        yield from _hours(spoken.clock, spoken.part, day, now, hours)
    elif spoken.part is not None and not spoken.closing:
        yield _end_of(spoken.part, day, hours, limit=spoken.limit)
    else:
        yield closes_on(day, hours)
        if spoken.day is not None or spoken.closing == "day":
            yield at_time(day + A_DAY, MIDNIGHT, hours)  # said after work


def _hours(clock: Clock, part: Part | None, day: date, now: datetime, hours: Hours) -> Iterator[datetime]:
    half = clock.half or (
        "pm" if part in ("afternoon", "evening") else "am" if part in ("morning", "night") else ""
    )
    if clock.hour == 24:
        yield at_time(day + A_DAY, MIDNIGHT, hours)
        return
    if half or not 1 <= clock.hour <= 12:
        hour = (
            clock.hour % 12 + 12
            if half == "pm" and clock.hour <= 12
            else clock.hour % 12
            if half == "am"
            else clock.hour
        )
        yield at_time(day, time(hour, clock.minute), hours)
        return
    both = [at_time(day, time(hour, clock.minute), hours) for hour in (clock.hour % 12, clock.hour % 12 + 12)]
    ahead = [at for at in both if at > now]
    yield from (at for at in ahead if _somebody_there(at, hours))
    yield from (at for at in ahead if at.hour >= EARLIEST_HOUR)
    yield from ahead


def _somebody_there(at: datetime, hours: Hours) -> bool:
    return hours.is_open(at) or hours.is_open(at - timedelta(minutes=1))


def _end_of(part: Part, day: date, hours: Hours, *, limit: bool) -> datetime:
    if part == "noon" and limit:
        return at_time(day, NOON, hours)
    return at_time(day + A_DAY if part == "midnight" else day, ENDS[part], hours)


def _day(said: Day, today: date, hours: Hours) -> date:
    if said.offset is not None:
        return today + said.offset * A_DAY
    if said.month_end:
        first = today.replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - A_DAY
        return last_working_day(today, last, hours)
    monday = today - today.weekday() * A_DAY
    if said.weekday is None and said.week is not None:
        week = monday + said.week * timedelta(weeks=1)
        return last_working_day(max(today, week), week + 6 * A_DAY, hours)
    if said.weekday is not None:
        return _weekday(said.weekday, said.week, monday, today)
    return _date(said, today)


def _weekday(weekday: int, week: int | None, monday: date, today: date) -> date:
    if week:
        return monday + timedelta(weeks=week, days=weekday)
    ahead = (weekday - today.weekday()) % 7
    # On a Monday, "Monday" is the next one; "this Monday" is today.
    return today + timedelta(days=ahead if ahead or week == 0 else 7)


def _date(said: Day, today: date) -> date:
    """The next day of that name: of this year or the next, of this month or the next."""
    assert said.number is not None
    if said.month is not None:
        found = date(today.year, said.month, said.number)
        return found if found >= today else date(today.year + 1, said.month, said.number)
    month = today.replace(day=1)
    if said.number < today.day:
        month = (month + timedelta(days=32)).replace(day=1)
    return month.replace(day=said.number)
