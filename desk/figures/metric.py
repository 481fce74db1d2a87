"""A metric 指标 is a row of one table (desk/figures/metrics.py): what it is called and means, which facts it reads, what
each of them counts for, and how that is totalled. Dashboard, reports, exports and docs/figures.md all read that table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

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


def total(how: Total, values: Sequence[int], per: int = 0) -> Figure:
    """`values`: of the facts that count. The mean is rounded to the nearest whole, halves up."""
    n = len(values)
    if how == Total.RATIO:
        return Figure(100 * sum(values) // per, per) if per else NOTHING
    if how == Total.RATE:
        return Figure(10_000 * sum(values) // per, per, sum(values)) if per else NOTHING
    if how == Total.SUM:
        return Figure(sum(values), n)
    if not n:
        return NOTHING
    match how:
        case Total.MEAN:
            return Figure((2 * sum(values) + n) // (2 * n), n)
        case Total.SHARE:
            met = sum(values)
            return Figure(10_000 * met // n, n, met)
        case Total.MAX:
            return Figure(max(values), n)
    return Figure(nearest_rank(sorted(values), 50 if how == Total.MEDIAN else 90), n)
