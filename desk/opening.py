"""Calendar arithmetic: the opening of a shop as stretches of time, and what follows from it for an instant.

An interval is one stretch. It begins when the clock on the shop's wall first reaches its start and ends when it first
reaches its end; an hour that is left out in spring is passed in that moment, and a clock set back in autumn neither
closes nor opens anything a second time. Stretches that touch are one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from desk.record import record

Span = tuple[time, time]
"""From, inclusive, to, exclusive. An end that is not after the start is on the next day: midnight ends the day."""

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
AHEAD = timedelta(days=400)
"""Who does not open within this time is taken to stay closed."""
FIRST_LOOK = timedelta(days=14)
FAR = timedelta(days=1500)
"""A question so far from those before it is answered without all the days between."""


@record(frozen=True, slots=True)
class Window:
    """The stretches that begin on some days. `before[i]` is the opening time of all before the i-th."""

    first: date
    last: date
    since: datetime
    until: datetime
    """What is known: nothing is said of instants outside."""
    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    before: tuple[timedelta, ...]

    def stretch(self, at: datetime) -> tuple[datetime, datetime] | None:
        n = bisect_right(self.starts, at) - 1
        return (self.starts[n], self.ends[n]) if n >= 0 and at < self.ends[n] else None

    def open_until(self, at: datetime) -> timedelta:
        """Opening time from the beginning of the window."""
        n = bisect_right(self.starts, at) - 1
        return timedelta(0) if n < 0 else self.before[n] + (min(at, self.ends[n]) - self.starts[n])

    def when(self, open_time: timedelta) -> datetime | None:
        """The first instant at which there has been so much of it; None where that lies outside."""
        n = bisect_left(self.before, open_time) - 1
        if n < 0:
            return None
        at = self.starts[n] + (open_time - self.before[n])
        return at if at <= self.ends[n] else None


class Opening:
    """Reads a calendar once and remembers. Questions come from several threads: a window is never changed."""

    __slots__ = ("_spans_on", "_window", "_zone")

    def __init__(self, zone: tzinfo, spans_on: Callable[[date], Sequence[Span]]) -> None:
        self._zone, self._spans_on = zone, spans_on
        self._window: Window | None = None

    def stretch(self, at: datetime) -> tuple[datetime, datetime] | None:
        """The one around `at`, as far as it is known; None while closed."""
        return self._reaching(at, at).stretch(at)

    def closes_at(self, at: datetime) -> datetime | None:
        reach = at
        while True:
            window = self._reaching(at, reach)
            found = window.stretch(at)
            if found is None:
                return None
            if found[1] < window.until:
                return found[1] if found[1] <= at + AHEAD else None
            if reach >= at + AHEAD:
                return None
            reach = _further(at, reach)

    def opens_at(self, at: datetime) -> datetime | None:
        reach = at
        while True:
            window = self._reaching(at, reach)
            n = bisect_right(window.starts, at)
            if n < len(window.starts):
                return window.starts[n] if window.starts[n] <= at + AHEAD else None
            if reach >= at + AHEAD:
                return None
            reach = _further(at, reach)

    def after(self, start: datetime, open_time: timedelta) -> datetime | None:
        if open_time <= timedelta(0):
            return start
        reach = start
        while True:
            window = self._reaching(start, reach)
            found = window.when(window.open_until(start) + open_time)
            if found is not None and found < window.until:
                return found if found <= start + AHEAD else None
            if reach >= start + AHEAD:
                return None
            reach = _further(start, reach)

    def between(self, a: datetime, b: datetime) -> timedelta:
        window = self._reaching(a, b)
        return window.open_until(b) - window.open_until(a)

    def _reaching(self, a: datetime, b: datetime) -> Window:
        """A window that knows all from `a` to `b`."""
        window = self._window
        if window is not None and window.since <= a and b < window.until:
            return window
        first = (a.astimezone(UTC) - 2 * DAY).date()
        last = (b.astimezone(UTC) + FIRST_LOOK).date()
        if window is not None and abs(first - window.first) < FAR:
            first, last = min(first, window.first), max(last, window.last)
        self._window = window = _window(self._zone, self._spans_on, first, last)
        return window


def _further(at: datetime, reach: datetime) -> datetime:
    return min(at + AHEAD, at + max(2 * (reach - at), 2 * FIRST_LOOK))


def _window(zone: tzinfo, spans_on: Callable[[date], Sequence[Span]], first: date, last: date) -> Window:
    stretches: list[tuple[datetime, datetime]] = []
    for days in range((last - first).days + 1):
        day = first + days * DAY
        for start, end in spans_on(day):
            until = day if end > start else day + DAY
            stretches.append((reached(zone, day, start), reached(zone, until, end)))
    starts, ends, before = [], [], []
    total = timedelta(0)
    for begun, ended in _joined(stretches):
        starts.append(begun)
        ends.append(ended)
        before.append(total)
        total += ended - begun
    # An interval of the last day before `first` may last into it, and one of the day after `last` begins behind it.
    since, until = reached(zone, first + DAY, time(0)), reached(zone, last + DAY, time(0))
    return Window(first, last, since, until, tuple(starts), tuple(ends), tuple(before))


def _joined(stretches: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for begun, ended in sorted(stretches):
        if joined and begun <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(ended, joined[-1][1])
        elif begun < ended:  # an interval within the hour that is left out is none
            joined.append((begun, ended))
    return joined


def reached(zone: tzinfo, day: date, clock: time) -> datetime:
    """When the clock on the wall first shows this or more."""
    wall = datetime.combine(day, clock)
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall:
        return at
    early, late = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), at  # around the change
    while late - early > SECOND:
        middle = early + (late - early) // 2 // SECOND * SECOND
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            early = middle
        else:
            late = middle
    return late
