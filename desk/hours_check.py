"""What is wrong with a shop's hours: looked at before they are saved, all faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from desk.opening import Span
from desk.record import record
from desk.setting import MOST_SPANS, MOST_SPECIAL
from desk.shop import MIDNIGHT, Hours, SpecialDays

Part = Literal["week", "quiet", "holidays", "promotions"]
Why = Literal[
    "no_length",
    "overlap",
    "backwards",
    "too_long",
    "twice",
    "closed",
    "never_open",
    "always_quiet",
    "too_many",
]
DAY = timedelta(days=1)
LONGEST = timedelta(days=366)


@record(frozen=True, slots=True)
class Wrong:
    part: Part
    why: Why
    n: int | None = None
    """The day of the week, or the place in the list."""


def faults(hours: Hours) -> list[Wrong]:
    found: list[Wrong] = []
    for day in range(7):
        found += (Wrong("week", why, day) for why in _of_spans(hours.week.get(day, ())))
    if not any(hours.week.values()):
        found.append(Wrong("week", "never_open"))
    found += (Wrong("quiet", why) for why in _of_spans(hours.quiet))
    if all(hours.is_quiet(_moment(hours, quarter)) for quarter in range(96)):
        found.append(Wrong("quiet", "always_quiet"))
    found += _of_special("holidays", hours.holidays)
    found += _of_special("promotions", hours.promotions)
    return found


def _of_spans(spans: Sequence[Span]) -> Iterator[Why]:
    if len(spans) > MOST_SPANS:
        yield "too_many"
    if any(start == end != MIDNIGHT for start, end in spans):
        yield "no_length"
        return
    lengths = sorted((_minutes(start), _minutes(end) + (0 if end > start else 1440)) for start, end in spans)
    if any(later < end for (_, end), (later, _) in pairwise(lengths)):
        yield "overlap"


def _of_special(part: Part, special: Sequence[SpecialDays]) -> Iterator[Wrong]:
    if len(special) > MOST_SPECIAL:
        yield Wrong(part, "too_many")
    for n, some in enumerate(special):
        if some.last < some.first:
            yield Wrong(part, "backwards", n)
        elif some.last - some.first >= LONGEST:
            yield Wrong(part, "too_long", n)
        if any(other.first <= some.last and some.first <= other.last for other in special[:n]):
            yield Wrong(part, "twice", n)
        if part == "promotions" and not some.spans:
            yield Wrong(part, "closed", n)
        for why in _of_spans(some.spans):
            yield Wrong(part, why, n)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _moment(hours: Hours, quarter: int) -> datetime:
    """Of a day like any other. Less than a quarter of an hour between quiet hours is no time to write in."""
    return datetime.combine(date(2026, 1, 15), time(quarter // 4, quarter % 4 * 15), hours.zone)
