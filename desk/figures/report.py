"""A report 报告: what a manager reads of a day, a week or a month. Three numbers, the three worst waits, what got better and
what got worse, the cases; behind them every figure. It is reckoned anew whenever somebody looks: it keeps no number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from desk.figures.metric import FEW, NOTHING, Figure, Metric, Unit
from desk.figures.metrics import METRICS
from desk.figures.span import Span
from desk.figures.worst import Wait
from desk.record import record

WEEK = timedelta(days=7)
A_POINT, A_TENTH = 100, 10
"""What is a change: a share by a whole point, a time by a tenth. Less is the same as before."""
CHANGING = (
    "first_response_within_30", "first_response_median", "response_in_limit", "abandoned", "queue_median", "bot_solved",
    "promises_kept", "perfunctory", "review_in_time", "handling_in_time", "satisfaction",
)  # fmt: skip
"""Of which figures a report says that they got better or worse, what matters most first."""
MOST_CHANGES = 3


class Kind(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"  # from Monday
    MONTHLY = "monthly"
    SO_FAR = "so_far"  # a day, week or month that is not over: by hand only


@record(frozen=True, slots=True)
class Compared:
    """One figure, now and in the span before."""

    metric: Metric
    now: Figure
    before: Figure

    @property
    def turn(self) -> int:
        """1: better than before; -1: worse; 0: the same, or too few to say."""
        metric, now, before = self.metric, self.now.value, self.before.value
        if not metric.better or now is None or before is None or min(self.now.n, self.before.n) < FEW:
            return 0
        enough = A_POINT if metric.unit == Unit.SHARE else -(-before // A_TENTH)
        if now == before or abs(now - before) < enough:
            return 0
        return metric.better if now > before else -metric.better


@record(frozen=True, slots=True)
class Report:
    kind: Kind
    span: Span
    before: Span
    numbers: tuple[Compared, ...]
    """Three."""
    worst: tuple[Wait, ...]
    """Three at most: only who waited beyond the target."""
    better: tuple[Compared, ...]
    worse: tuple[Compared, ...]
    every: tuple[Compared, ...]
    """All figures, in the order of the table; money once for each currency."""

    def of(self, key: str) -> list[Compared]:
        return [one for one in self.every if one.metric.key == key]

    @property
    def empty(self) -> bool:
        """Nothing happened in the span."""
        return not any(one.now.n for one in self.every)


def before(kind: Kind, span: Span) -> Span:
    """With what it is compared. Of a week that is not over, the same days of the week before."""
    if kind == Kind.SO_FAR and span.first.weekday() == 0 and 1 < span.days <= 7:
        return Span(span.first - WEEK, span.last - WEEK)
    return span.before()


def report(
    kind: Kind, span: Span, now: Mapping[str, Figure], then: Mapping[str, Figure], waits: tuple[Wait, ...]
) -> Report:
    """`now` and `then`: the figures of the span and of the one before, by the same rules."""
    every = tuple(one for metric in METRICS for one in compared(metric, now, then))
    asked = now.get("rated", NOTHING).n > 0
    keys = (
        "first_response_within_30",
        "first_response_median",
        "satisfaction" if asked else "bot_solved",
    )
    by_key = {one.metric.key: one for one in every}
    changing = [by_key[key] for key in CHANGING if key in by_key and key not in keys]
    return Report(
        kind,
        span,
        before(kind, span),
        tuple(by_key[key] for key in keys),
        waits,
        tuple(one for one in changing if one.turn > 0)[:MOST_CHANGES],
        tuple(one for one in changing if one.turn < 0)[:MOST_CHANGES],
        every,
    )


def compared(metric: Metric, now: Mapping[str, Figure], then: Mapping[str, Figure]) -> Iterable[Compared]:
    if metric.unit != Unit.MONEY:
        yield Compared(metric, now.get(metric.key, NOTHING), then.get(metric.key, NOTHING))
        return
    ours, theirs = _by_currency(metric, now), _by_currency(metric, then)
    for currency in sorted(ours.keys() | theirs.keys()) or [""]:
        none = replace(Figure(0, 0), currency=currency)
        yield Compared(metric, ours.get(currency, none), theirs.get(currency, none))


def _by_currency(metric: Metric, figures: Mapping[str, Figure]) -> Mapping[str, Figure]:
    mine = (one for key, one in figures.items() if key == metric.key or key.startswith(f"{metric.key}_"))
    return {one.currency: one for one in mine if one.currency}
