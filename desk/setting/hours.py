"""Opening hours, written down."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Annotated, Any, Literal

from pydantic import Field

from desk.setting.written import MOST_SPECIAL, Name, Spans, Written, pairs_of, read_as, spans_of
from desk.shop import Hours, SpecialDays


class _Special(Written):
    first: date
    last: date
    name: Name = ""
    open: Spans = []


class _Hours(Written):
    form: Literal[1]
    week: Annotated[list[Spans], Field(min_length=7, max_length=7)]
    """Monday first."""
    quiet: Spans
    holidays: Annotated[list[_Special], Field(max_length=MOST_SPECIAL)] = []
    promotions: Annotated[list[_Special], Field(max_length=MOST_SPECIAL)] = []


def read_hours(written: object, zone: tzinfo) -> Hours:
    kept = read_as(_Hours, written)
    return Hours(
        zone,
        {day: spans_of(spans) for day, spans in enumerate(kept.week)},
        spans_of(kept.quiet),
        tuple(map(_special, kept.holidays)),
        tuple(map(_special, kept.promotions)),
    )


def hours_written(hours: Hours) -> dict[str, Any]:
    return {
        "form": 1,
        "week": [pairs_of(hours.week.get(day, ())) for day in range(7)],
        "quiet": pairs_of(hours.quiet),
        "holidays": [_special_written(some) for some in hours.holidays],
        "promotions": [_special_written(some) for some in hours.promotions],
    }


def _special(kept: _Special) -> SpecialDays:
    return SpecialDays(kept.first, kept.last, kept.name, spans_of(kept.open))


def _special_written(some: SpecialDays) -> dict[str, Any]:
    return {
        "first": some.first.isoformat(),
        "last": some.last.isoformat(),
        "name": some.name,
        "open": pairs_of(some.spans),
    }
