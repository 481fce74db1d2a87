"""Working days of the shop: on which days people are there, when they leave, and when so many of them are over.

Everything that is said of days in promises goes through here, so that the shop's calendar stands in one place."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from desk.shop import MIDNIGHT, Hours

A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
FARTHEST = timedelta(days=120)
"""Who opens on no day within this never does: then every day counts."""


def is_working_day(day: date, hours: Hours) -> bool:
    """Whether the shop opens on that day of its own zone."""
    return bool(hours.spans_on(day))


def closes_on(day: date, hours: Hours) -> datetime:
    """When the last person leaves on that day; its end where nobody is there, or somebody all night."""
    end = _midnight(day + A_DAY, hours)
    if hours.is_open(end - A_MINUTE):
        return end
    today = [stop for start, stop in hours.spans_on(day) if start < stop]
    from_yesterday = [stop for start, stop in hours.spans_on(day - A_DAY) if MIDNIGHT < stop <= start]
    return max((at_time(day, stop, hours) for stop in (*today, *from_yesterday)), default=end)


def after_working_days(now: datetime, count: int, hours: Hours) -> datetime:
    """When the shop closes on the `count`th working day after today's."""
    today = now.astimezone(hours.zone).date()
    day, left = today, count
    while left and day - today < FARTHEST:
        day += A_DAY
        left -= is_working_day(day, hours)
    return closes_on(day if not left else today + A_DAY * count, hours)


def last_working_day(first: date, last: date, hours: Hours) -> date:
    """The latest of these days on which the shop opens; the last one where it opens on none."""
    day = last
    while day >= first:
        if is_working_day(day, hours):
            return day
        day -= A_DAY
    return last


def at_time(day: date, clock: time, hours: Hours) -> datetime:
    return datetime.combine(day, clock, hours.zone)


def _midnight(day: date, hours: Hours) -> datetime:
    return at_time(day, MIDNIGHT, hours)
