"""Which reports the shop has sent, when and to whom: a setting of the shop, and what follows from it for an instant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from desk.figures.report import Kind
from desk.figures.span import Span, named
from desk.opening import reached
from desk.record import record

DAY = timedelta(days=1)
LONGEST = 63
"""Days within which every kind comes."""
SCHEDULED = (Kind.DAILY, Kind.WEEKLY, Kind.MONTHLY)
OF = {Kind.DAILY: "yesterday", Kind.WEEKLY: "last_week", Kind.MONTHLY: "last_month"}
"""Of which span each tells on its day."""


@record(frozen=True, slots=True)
class ReportPlan:
    kinds: tuple[Kind, ...] = ()
    hour: time = time(8)
    """On the shop's clock. Daily reports every day, weekly ones on Monday, monthly ones on the first."""
    to: tuple[str, ...] = ()
    """Addresses by their names (desk/addresses.py)."""
    language: str = ""
    """Empty: the shop's own."""

    def due(self, zone: tzinfo, at: datetime) -> Iterable[tuple[Kind, Span]]:
        """The newest report of each kind whose hour has come, however long ago: after a long stop the last one is made, and
        none of those before it."""
        for kind in self.kinds:
            yield kind, _newest(kind, self.hour, zone, at)

    def next(self, kind: Kind, zone: tzinfo, at: datetime) -> datetime:
        """When such a report comes next."""
        today = at.astimezone(zone).date()
        days = (today + n * DAY for n in range(LONGEST))
        return next(
            come for day in days if _day(kind, day) == day and (come := reached(zone, day, self.hour)) > at
        )


NO_REPORTS = ReportPlan()


def _newest(kind: Kind, hour: time, zone: tzinfo, at: datetime) -> Span:
    day = _day(kind, at.astimezone(zone).date())
    if reached(zone, day, hour) > at:
        day = _day(kind, day - DAY)
    return named(OF[kind], day)


def _day(kind: Kind, day: date) -> date:
    """The last day, up to this one, on which such a report is sent."""
    match kind:
        case Kind.WEEKLY:
            return day - day.weekday() * DAY
        case Kind.MONTHLY:
            return day.replace(day=1)
    return day
