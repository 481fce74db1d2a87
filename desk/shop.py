"""The shop's own hours: when people are there, and when no message may start from our side (D7, D8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta, tzinfo

from desk.opening import Opening, Span
from desk.record import record

MIDNIGHT = time(0)
ALL_DAY: Span = (MIDNIGHT, MIDNIGHT)


@record(frozen=True, slots=True)
class SpecialDays:
    """One day or several, both ends included, with intervals of their own; none where the shop is closed."""

    first: date
    last: date
    name: str = ""
    spans: tuple[Span, ...] = ()

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@record(frozen=True, slots=True)
class Hours:
    """The opening hours of every day and the quiet hours, in the shop's zone.

    An interval over midnight belongs to the day on which it begins. A promotion day comes before a holiday, a holiday
    before the week."""

    zone: tzinfo
    week: Mapping[int, tuple[Span, ...]] = field(
        default_factory=lambda: dict.fromkeys(range(7), ((time(9), time(21)),))
    )
    """Monday is 0."""
    quiet: tuple[Span, ...] = ((MIDNIGHT, time(8, 30)), (time(12), time(13, 30)), (time(21, 30), MIDNIGHT))
    """The same on every day."""
    holidays: tuple[SpecialDays, ...] = ()
    promotions: tuple[SpecialDays, ...] = ()
    _opening: Opening = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_opening", Opening(self.zone, self.spans_on))

    def spans_on(self, day: date) -> tuple[Span, ...]:
        special = next((some for some in (*self.promotions, *self.holidays) if some.holds(day)), None)
        return self.week.get(day.weekday(), ()) if special is None else special.spans

    def is_open(self, at: datetime) -> bool:
        return self._opening.stretch(at) is not None

    def opens_at(self, at: datetime) -> datetime | None:
        """The next opening after `at`; None where there is none within 400 days."""
        return self._opening.opens_at(at)

    def closes_at(self, at: datetime) -> datetime | None:
        """When the present opening ends; None while closed, and where it does not end within 400 days."""
        return self._opening.closes_at(at)

    def open_through(self, at: datetime) -> datetime:
        """Until then the shop is certainly open; `at` itself while closed. Cheaper than to ask when it closes."""
        stretch = self._opening.stretch(at)
        return at if stretch is None else stretch[1]

    def after(self, start: datetime, open_time: timedelta) -> datetime | None:
        """The first instant at which there has been so much opening time since `start`, in real seconds; None where
        400 days are not enough. None of it has passed at `start` itself, open or not."""
        return self._opening.after(start, open_time)

    def open_between(self, a: datetime, b: datetime) -> timedelta:
        return self._opening.between(a, b) if a < b else timedelta(0)

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing may start from our side now. Answers to a waiting buyer are not starting."""
        here = at.astimezone(self.zone).time()
        return any(_shows(span, here) for span in self.quiet)


def _shows(span: Span, now: time) -> bool:
    start, end = span
    return start <= now < end if start < end else now >= start or now < end
