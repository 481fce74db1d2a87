"""The table of metrics as a page shows it: of each family what it is called, means and counts, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from desk.figures.facts import Piece, Queueing, Round, Session, Stint
from desk.figures.formulas import FORMULAS, Formula, family
from desk.figures.judging import WHYS
from desk.figures.metric import Figure, Group, Metric, Total, Unit, tally, total
from desk.figures.metrics import METRICS
from desk.figures.other_facts import Case, FollowUp, Handoff, NotUnderstood, PaidBack, Pledge, Score, Stopped
from desk.figures.written import written

HEADINGS: Mapping[Group, str] = {
    Group.RESPONSE: "Response 响应",
    Group.QUEUE: "Queue 排队",
    Group.WORK: "Work 接待",
    Group.BOT: "Bot 机器人",
    Group.MANNERS: "Manners 礼貌",
    Group.CASES: "Cases 售后",
    Group.BUYERS: "Buyers 买家",
}
FACTS: Mapping[type[Any], str] = {
    Session: "session, by its first message",
    Round: "round, by its first message",
    Piece: "piece, by its beginning",
    Queueing: "place in a queue, by when it was entered",
    Stint: "stint, by when it was taken",
    Handoff: "call for a person",
    NotUnderstood: "message that the bot did not understand",
    Stopped: "rule of the guard that a text broke",
    Pledge: "promise, by when it was due",
    Case: "case, by when it was sent in",
    PaidBack: "refund that was carried out, by when",
    Score: "buyer who was asked, by when",
    FollowUp: "follow-up",
}
TOTALS: Mapping[Total, str] = {
    Total.MEAN: "mean",
    Total.MEDIAN: "median",
    Total.P90: "9 of 10 within",
    Total.MAX: "longest",
    Total.SHARE: "share of yes",
    Total.SUM: "sum",
    Total.RATIO: "ratio of the sums",
    Total.RATE: "ratio of the sums, as a share",
}
UNITS: Mapping[Unit, str] = {
    Unit.TIME: "milliseconds",
    Unit.SHARE: "hundredths of a percent",
    Unit.COUNT: "whole numbers",
    Unit.RATIO: "hundredths",
    Unit.MONEY: "minor units",
    Unit.POINTS: "thousandths of a point",
}
CURRENCY = "CNY"


def text() -> str:
    """All metrics, group by group, family by family."""
    return "\n".join(
        line for group, some in groupby(METRICS, lambda one: one.group) for line in _group(group, some)
    )


def whys() -> str:
    """Every word that says why a fact counts, or does not."""
    rows = (f"| `{word}` | {english} | {chinese} |" for word, (english, chinese) in WHYS.items())
    return "\n".join(["| word | | |", "|---|---|---|", *rows])


def _group(group: Group, some: Iterator[Metric]) -> Iterator[str]:
    yield f"### {HEADINGS[group]}\n"
    for name, metrics in groupby(some, family):
        yield from _family(list(metrics), FORMULAS[name])


def _family(metrics: Sequence[Metric], formula: Formula) -> Iterator[str]:
    first = metrics[0]
    yield f"| key | name | 名称 | comes to | of {_example(first, formula)} |"
    yield "|---|---|---|---|---|"
    for one in metrics:
        names = f"{one.names['en']} | {one.names['zh-CN']}"
        yield f"| `{one.key}` | {names} | {TOTALS[one.total]} | {_comes_to(one, formula)} |"
    yield f"\n{first.means['en']}\n{first.means['zh-CN']}\n"
    yield f"Of each {FACTS[first.of]}{_by_person(first)}. {formula.counts}"
    source = f" Source: {first.source}." if first.source else ""
    yield f"In {UNITS[first.unit]}{_better(first)}.{source}\n"


def _by_person(metric: Metric) -> str:
    return "" if metric.person is None else f" (by person: {FACTS[metric.person]})"


def _better(metric: Metric) -> str:
    return {1: "; more is better", -1: "; less is better"}.get(metric.better, "")


def _example(metric: Metric, formula: Formula) -> str:
    values = ", ".join(_value(metric, value) for value in formula.example)
    return f"{values}, to {formula.per}" if formula.per else values


def _comes_to(metric: Metric, formula: Formula) -> str:
    figure = total(metric.total, tally(metric.unit, list(formula.example)), formula.per)
    return written(metric.unit, _priced(metric, figure))


def _value(metric: Metric, value: int) -> str:
    if metric.total == Total.SHARE:
        return "yes" if value else "no"
    if metric.unit in (Unit.SHARE, Unit.RATIO):
        return str(value)
    return written(metric.unit, _priced(metric, Figure(value, 1)))


def _priced(metric: Metric, figure: Figure) -> Figure:
    return Figure(figure.value, figure.n, currency=CURRENCY) if metric.unit == Unit.MONEY else figure
