"""A sheet: every metric over some facts, as a whole or taken apart by hour, person, queue …"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from desk.figures.facts import Session
from desk.figures.judging import judged_phase
from desk.figures.metric import Figure, Group, Judge, Metric, Tally, Total, Unit, tally, together, total
from desk.figures.metrics import METRICS
from desk.figures.reading import Reading
from desk.record import record

Facts = Mapping[type[Any], Sequence[Any]]
Key = Any
ALL = ""
"""The key of what is not taken apart."""

AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))


def _age(fact: Any, reading: Reading) -> int:
    """By which of the ages it is past, how long a case has been running, or ran until it was closed."""
    took = (fact.closed_at or reading.at) - fact.submitted_at
    return sum(took >= age for age in AGES)


def _whose(fact: Any, reading: Reading) -> int | None:
    """A session is the sender's of the reply by which it is judged."""
    if isinstance(fact, Session):
        phase = judged_phase(fact, reading)
        return phase.agent_id if phase is not None else None
    return fact.agent_id  # type: ignore[no-any-return]


def _hour(fact: Any, reading: Reading) -> tuple[int, int]:
    at = fact.at.astimezone(reading.pack.zone)
    return at.weekday(), at.hour


BY: Mapping[str, Callable[[Any, Reading], Key]] = {
    "day": lambda fact, reading: fact.at.astimezone(reading.pack.zone).date().isoformat(),
    "hour": lambda fact, reading: fact.at.astimezone(reading.pack.zone).hour,
    "weekday_hour": _hour,
    "agent": _whose,
    "channel": lambda fact, _: f"{fact.channel}/{fact.account}",
    "queue": lambda fact, _: fact.queue,
    "topic": lambda fact, _: fact.topic,
    "language": lambda fact, _: fact.language,
    "kind": lambda fact, _: fact.kind,
    "state": lambda fact, _: fact.state,
    "reason": lambda fact, _: fact.reason,
    "age": _age,
}
NEEDS = {
    "agent": "agent_id",
    "queue": "queue",
    "topic": "topic",
    "language": "language",
    "kind": "kind",
    "state": "state",
    "reason": "reason",
    "age": "submitted_at",
}
"""What a fact must have to be taken apart so; all have a time and a channel."""

Sheet = Mapping[Key, Mapping[str, Figure]]


def kind_of(metric: Metric, by: str) -> type[Any]:
    """The kind of fact that it reads: by person, a round's pieces."""
    return metric.person if by == "agent" and metric.person is not None else metric.of


def can(metric: Metric, by: str) -> bool:
    """Whether it can be taken apart so. What the bot did is nobody's."""
    if by == "agent" and metric.group == Group.BOT:
        return False
    need = NEEDS.get(by)
    kind = kind_of(metric, by)
    return (
        need is None or need in kind.__dataclass_fields__ or isinstance(getattr(kind, need, None), property)
    )


Slot = tuple[type[Any], Judge]
"""The judgements of one kind of fact by one judge: mean, median and longest of a time are totalled from the same."""
Tallies = Mapping[Key, Mapping[Slot, Tally]]


def sheet(facts: Facts, reading: Reading, by: str = "", metrics: Iterable[Metric] = METRICS) -> Sheet:
    """By each key, by each metric's key. A metric that cannot be taken apart so is left out."""
    metrics = [metric for metric in metrics if not by or can(metric, by)]
    money = [metric for metric in metrics if metric.unit == Unit.MONEY]
    plain = [metric for metric in metrics if metric.unit != Unit.MONEY]
    found = {key: dict(some) for key, some in totalled(tallied(facts, reading, by, plain), by, plain).items()}
    for metric in money:
        for key, some in _apart(facts.get(metric.of, ()), by, reading).items():
            found.setdefault(key, {}).update(_money(metric, some, reading))
    return found


def slots(metrics: Iterable[Metric], by: str) -> dict[Slot, Unit]:
    """All that is judged for them, in their order."""
    found: dict[Slot, Unit] = {}
    for metric in metrics:
        for judge in (metric.judge, metric.per):
            if judge is not None:
                found[kind_of(metric, by), judge] = metric.unit
    return found


def tallied(facts: Facts, reading: Reading, by: str, metrics: Iterable[Metric]) -> Tallies:
    """What the facts come to, by key. Fact by fact, so that what a reading knows of one serves all its judges."""
    of_kinds: dict[type[Any], dict[Judge, Unit]] = {}
    for (kind, judge), unit in slots(metrics, by).items():
        of_kinds.setdefault(kind, {})[judge] = unit
    found: dict[Key, dict[Slot, Tally]] = {}
    for kind, judges in of_kinds.items():
        for key, some in _apart(facts.get(kind, ()), by, reading).items():
            values: list[list[int]] = [[] for _ in judges]
            places = list(zip(judges, values, strict=True))
            for fact in some:
                for judge, counted in places:
                    value = judge(fact, reading)[0]
                    if value is not None:
                        counted.append(value)
            row = found.setdefault(key, {})
            for (judge, unit), counted in zip(judges.items(), values, strict=True):
                row[kind, judge] = tally(unit, counted)
    return found


def added(parts: Sequence[Tallies]) -> Tallies:
    """Of the parts of a span, the whole."""
    gathered: dict[Key, dict[Slot, list[Tally]]] = {}
    for part in parts:
        for key, row in part.items():
            slots = gathered.setdefault(key, {})
            for slot, one in row.items():
                slots.setdefault(slot, []).append(one)
    return {key: {slot: together(some) for slot, some in row.items()} for key, row in gathered.items()}


def totalled(tallies: Tallies, by: str, metrics: Iterable[Metric]) -> Sheet:
    found: dict[Key, dict[str, Figure]] = {}
    for metric in metrics:
        kind = kind_of(metric, by)
        for key, row in tallies.items():
            if (some := row.get((kind, metric.judge))) is not None:
                per = row[kind, metric.per].sum if metric.per is not None else 0
                found.setdefault(key, {})[metric.key] = total(metric.total, some, per)
    return found


def joined(sheets: Iterable[Sheet]) -> Sheet:
    """Of different metrics over the same facts."""
    found: dict[Key, dict[str, Figure]] = {}
    for one in sheets:
        for key, row in one.items():
            found.setdefault(key, {}).update(row)
    return found


def _apart(facts: Sequence[Any], by: str, reading: Reading) -> Mapping[Key, Sequence[Any]]:
    if not by:
        return {ALL: facts}
    apart: dict[Key, list[Any]] = defaultdict(list)
    key = BY[by]
    for fact in facts:
        apart[key(fact, reading)].append(fact)
    return apart


def _money(metric: Metric, facts: Sequence[Any], reading: Reading) -> dict[str, Figure]:
    """Each currency by itself; where there is one only, under the metric's own key."""
    sums: dict[str, list[int]] = defaultdict(list)
    for fact in facts:
        if (value := metric.judge(fact, reading)[0]) is not None:
            sums[fact.currency].append(value)
    figures = {
        currency: Figure(sum(some), len(some), currency=currency) for currency, some in sorted(sums.items())
    }
    if len(figures) < 2:
        return {metric.key: next(iter(figures.values()), Figure(0, 0))}
    return {f"{metric.key}_{currency}": figure for currency, figure in figures.items()}


@record(frozen=True, slots=True)
class Explained:
    """One fact behind a figure."""

    fact: Any
    value: int | None
    why: str


def explained(
    metric: Metric, facts: Facts, reading: Reading, by: str = "", key: Key = ALL
) -> list[Explained]:
    """Every fact that was looked at, also those that do not count. The largest first, so what is worst is on top;
    of a share, what missed it."""
    kind = kind_of(metric, by)
    some = _apart(facts.get(kind, ()), by, reading).get(key, ())
    found = [Explained(fact, *metric.judge(fact, reading)) for fact in some]
    sign = 1 if metric.total == Total.SHARE and metric.better > 0 else -1
    return sorted(
        found, key=lambda one: (one.value is None, sign * (one.value or 0), -one.fact.at.timestamp())
    )
