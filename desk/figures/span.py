"""A span of days 时间段, in the shop's zone: from the first day's midnight to the midnight after the last one."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from desk.errors import DeskError
from desk.opening import reached
from desk.record import record
from desk.shop import MIDNIGHT

DAY = timedelta(days=1)
MOST_DAYS = 3660
"""Ten years and the days that leap."""


class NotASpan(DeskError):
    """The span cannot be looked at; `why` is a word: backwards, ahead, too_long or no_day."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(WHY[why])


WHY = {
    "backwards": "the span ends before it begins",
    "ahead": "the span lies in the future",
    "too_long": "the span is longer than ten years",
    "no_day": "that is no day: write it as 2026-11-28",
}


@record(frozen=True, slots=True)
class Span:
    first: date
    last: date
    """Both ends included."""

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def since(self, zone: tzinfo) -> datetime:
        return reached(zone, self.first, MIDNIGHT)

    def until(self, zone: tzinfo) -> datetime:
        return reached(zone, self.last + DAY, MIDNIGHT)

    def each(self) -> list[Span]:
        return [Span(day, day) for day in (self.first + n * DAY for n in range(self.days))]

    def before(self) -> Span:
        """As many days, just before. A whole calendar month is compared with the month before."""
        if self.first.day == 1 and (self.last + DAY).day == 1 and self.days <= 31:
            last = self.first - DAY
            return Span(last.replace(day=1), last)
        return Span(self.first - self.days * DAY, self.first - DAY)


def span(first: date, last: date, today: date) -> Span:
    """Raises NotASpan. What lies partly in the future ends today."""
    if last < first:
        raise NotASpan("backwards")
    if first > today:
        raise NotASpan("ahead")
    if (last - first).days >= MOST_DAYS:
        raise NotASpan("too_long")
    return Span(first, min(last, today))


def day(text: str) -> date:
    """Raises NotASpan."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise NotASpan("no_day") from None
    if not 1970 < found.year < 9000:
        raise NotASpan("no_day")
    return found


def named(name: str, today: date) -> Span:
    """A day, week (from Monday) or month that contains today or the one before: today, yesterday, this_week, …"""
    match name:
        case "yesterday":
            return Span(today - DAY, today - DAY)
        case "this_week":
            return Span(today - today.weekday() * DAY, today)
        case "last_week":
            monday = today - (today.weekday() + 7) * DAY
            return Span(monday, monday + 6 * DAY)
        case "this_month":
            return Span(today.replace(day=1), today)
        case "last_month":
            last = today.replace(day=1) - DAY
            return Span(last.replace(day=1), last)
    return Span(today, today)


NAMED = ("today", "yesterday", "this_week", "last_week", "this_month", "last_month")
