"""The shop's own hours: when people are there, and when no message may start from our side (D7, D8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

Span = tuple[time, time]
"""From, inclusive, to, exclusive, on one day; midnight as the end is the end of that day."""

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Hours:
    """One week of opening hours and the quiet hours of every day, in the shop's zone."""

    zone: tzinfo
    week: Mapping[int, tuple[Span, ...]] = field(
        default_factory=lambda: dict.fromkeys(range(7), ((time(9), time(21)),))
    )
    """Monday is 0."""
    quiet: tuple[Span, ...] = ((MIDNIGHT, time(8, 30)), (time(12), time(13, 30)), (time(21, 30), MIDNIGHT))

    def is_open(self, at: datetime) -> bool:
        here = at.astimezone(self.zone)
        return any(_within(span, here.time()) for span in self.week.get(here.weekday(), ()))

    def opens_at(self, at: datetime) -> datetime | None:
        """The next opening after `at`, within a week; None where the shop never opens."""
        here = at.astimezone(self.zone)
        for days in range(8):
            day = (here + timedelta(days=days)).date()
            for start, _ in sorted(self.week.get(day.weekday(), ())):
                opening = datetime.combine(day, start, self.zone)
                if opening > at:
                    return opening
        return None

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing may start from our side now. Answers to a waiting buyer are not starting."""
        here = at.astimezone(self.zone).time()
        return any(_within(span, here) for span in self.quiet)


def hours_from(value: Mapping[str, Any], zone: tzinfo) -> Hours:
    """Of the setting `hours`: {"week": {"0": [["09:00", "21:00"]]}, "quiet": [["21:30", "00:00"]]}."""
    week = {int(day): tuple(_span(s) for s in spans) for day, spans in value["week"].items()}
    return Hours(zone, week, tuple(_span(s) for s in value["quiet"]))


def _span(pair: tuple[str, str]) -> Span:
    return time.fromisoformat(pair[0]), time.fromisoformat(pair[1])


def _within(span: Span, now: time) -> bool:
    start, end = span
    return start <= now and (now < end or end == MIDNIGHT)
