"""A metric 指标 is a row of one table (desk/figures/metrics.py): what it is called and means, which facts it reads, what
each of them counts for, and how that is totalled. Dashboard, reports, exports and docs/figures.md all read that table."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from desk.figures.judging import Judged
from desk.figures.reading import Reading
from desk.record import record

FEW = 10
"""A rate of fewer says little, and is shown faint."""

Judge = Callable[[Any, Reading], Judged]


class Unit(StrEnum):
    TIME = "time"  # whole milliseconds
    SHARE = "share"  # hundredths of a percent, rounded down: only what is whole is 10,000
    COUNT = "count"
    RATIO = "ratio"  # hundredths, rounded down
    MONEY = "money"  # minor units, for each currency by itself
    POINTS = "points"  # thousandths of a point


class Total(StrEnum):
    MEAN = "mean"
    MEDIAN = "median"
    P90 = "p90"
    MAX = "max"
    SHARE = "share"  # of yes and no
    SUM = "sum"
    RATIO = "ratio"  # of two sums
    RATE = "rate"  # the same, as a share


class Group(StrEnum):
    """Headings, in the order in which they are shown."""

    RESPONSE = "response"
    QUEUE = "queue"
    WORK = "work"
    BOT = "bot"
    MANNERS = "manners"
    CASES = "cases"
    BUYERS = "buyers"


@record(frozen=True, slots=True)
class Metric:
    key: str
    group: Group
    unit: Unit
    of: type[Any]
    """The kind of fact."""
    judge: Judge
    total: Total
    names: Mapping[str, str]
    """In each language of the console."""
    means: Mapping[str, str]
    per: Judge | None = None
    """Of a ratio, what it is divided by."""
    person: type[Any] | None = None
    """The kind of fact by which people are measured, where that is another one: pieces instead of rounds."""
    better: int = 0
    """1: more is better; -1: less is."""
    source: str = ""
    time: Mapping[str, str] | None = None
    """Of one time that is totalled in several ways, what it is called without the way: they are read side by side."""


@record(frozen=True, slots=True)
class Figure:
    """What a metric comes to. `value` is None where nothing counted."""

    value: int | None
    n: int
    """Of how many facts; of a ratio, what it is divided by."""
    met: int | None = None
    """Of a share, how many of them."""
    currency: str = ""
    """Of money."""

    @property
    def few(self) -> bool:
        return self.n < FEW


NOTHING = Figure(None, 0)


def nearest_rank(ordered: Sequence[int], percent: int) -> int:
    """The smallest value at or below which so many percent lie."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


NO_VALUES: Sequence[int] = ()


@record(frozen=True, slots=True)
class Tally:
    """What some judgements come to, so far as a total needs it. Tallies of parts add up to that of the whole."""

    n: int = 0
    sum: int = 0
    values: Sequence[int] = NO_VALUES
    """Ascending; kept for times alone, of which a median is wanted."""


def tally(unit: Unit, values: list[int]) -> Tally:
    kept = array("q", sorted(values)) if values and unit == Unit.TIME else NO_VALUES
    return Tally(len(values), sum(values), kept)


def together(parts: Sequence[Tally]) -> Tally:
    if len(parts) == 1:
        return parts[0]
    runs = [
        np.frombuffer(one.values, np.int64) for one in parts if isinstance(one.values, array) and one.values
    ]
    values = array("q", np.sort(np.concatenate(runs)).tobytes()) if runs else NO_VALUES
    return Tally(sum(one.n for one in parts), sum(one.sum for one in parts), values)


def total(how: Total, some: Tally, per: int = 0) -> Figure:
    """The mean is rounded to the nearest whole, halves up; `per`: what a ratio is divided by."""
    n = some.n
    match how:
        case Total.SUM:
            return Figure(some.sum, n)
        case Total.RATIO:
            return Figure(100 * some.sum // per, per) if per else NOTHING
        case Total.RATE:
            return Figure(10_000 * some.sum // per, per, some.sum) if per else NOTHING
    if not n:
        return NOTHING
    match how:
        case Total.MEAN:
            return Figure((2 * some.sum + n) // (2 * n), n)
        case Total.SHARE:
            return Figure(10_000 * some.sum // n, n, some.sum)
        case Total.MAX:
            return Figure(some.values[-1], n)
    return Figure(nearest_rank(some.values, 50 if how == Total.MEDIAN else 90), n)
