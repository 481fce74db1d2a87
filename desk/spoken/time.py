"""What a spoken time can be: a length, a day, a part of a day, an hour, the close of the shop, or several of these."""

from __future__ import annotations

import re
from typing import Literal

from desk.record import record

Unit = Literal["minute", "quarter", "hour", "day", "working_day", "week", "month"]
Closing = Literal["work", "day"]
Part = Literal["night", "morning", "noon", "afternoon", "evening", "midnight"]


@record(frozen=True, slots=True)
class Length:
    amount: float
    unit: Unit


@record(frozen=True, slots=True)
class Day:
    """One of: so many days from today; a day of a week; the last working day of a week or of this month; a date."""

    offset: int | None = None
    weekday: int | None = None
    """Monday is 0."""
    week: int | None = None
    """0 is this one, 1 the next; of a weekday None: the next such day."""
    month_end: bool = False
    month: int | None = None
    number: int | None = None
    """Of the month; without `month` the next such day."""


@record(frozen=True, slots=True)
class Clock:
    hour: int
    minute: int = 0
    half: Literal["am", "pm", ""] = ""


@record(frozen=True, slots=True)
class Spoken:
    """Where it stands in the folded text, end exclusive, and what was said."""

    start: int
    end: int
    length: Length | None = None
    day: Day | None = None
    part: Part | None = None
    clock: Clock | None = None
    closing: Closing | None = None
    """Until people leave; said as "the end of the day" until midnight, where they have left."""
    limit: bool = False
    """Said as a limit: within, by, before, 内, 前."""
    before: bool = False
    """The day itself is too late: "before Friday"."""
    loose: bool = False
    """A bare length, which may be anything: 24小时客服."""


def said(
    found: re.Match[str],
    *,
    length: Length | None = None,
    day: Day | None = None,
    part: Part | None = None,
    clock: Clock | None = None,
    closing: Closing | None = None,
    limit: bool = False,
    loose: bool = False,
) -> Spoken:
    return Spoken(found.start(), found.end(), length, day, part, clock, closing, limit, loose=loose)
