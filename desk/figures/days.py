"""A span's days, judged one by one and kept in memory once they are over: so a month is judged once, not at each look."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from desk.figures.metric import Metric
from desk.figures.reading import Reading
from desk.figures.sheet import ALL, Facts, Tallies, added, tallied
from desk.figures.span import Span

BY_TIME = frozenset({"", "hour"})
"""Judged together: a day is its hours, added up."""
LIKE = {"day": "", "weekday_hour": "hour"}
"""Of one day these are the same, called otherwise."""


def judged(
    found: Facts,
    days: Mapping[Span, tuple[datetime, datetime]],
    metrics: Mapping[str, Sequence[Metric]],
    reading: Reading,
) -> tuple[dict[tuple[Span, str], Tallies], set[Span]]:
    """Of each day by its two instants, in each way; and on which of them everything is over."""
    told: dict[tuple[Span, str], Tallies] = {}
    over: set[Span] = set()
    nothing = tallied({}, reading, "", metrics.get("", ()))
    for day, (since, until) in days.items():
        of_day = {kind: [one for one in every if since <= one.at < until] for kind, every in found.items()}
        for by, some in metrics.items():
            if by:
                told[day, by] = tallied(of_day, reading, by, some)
        if "" in metrics:
            told[day, ""] = added([nothing, *({ALL: row} for row in told[day, "hour"].values())])
        if all(one.over for ones in of_day.values() for one in ones):
            over.add(day)
    return told, over


def called(by: str, day: Span, one: Tallies) -> Tallies:
    match by:
        case "day":
            happened = any(tally.n for tally in one[ALL].values())
            return {day.first.isoformat(): one[ALL]} if happened else {}
        case "weekday_hour":
            return {(day.first.weekday(), hour): row for hour, row in one.items()}
    return one


class Kept:
    """Tallies of days that are over, the least used forgotten first. They save time and decide nothing."""

    def __init__(self, most: int = 2_000_000) -> None:
        self._most, self._weight = most, 0
        self._of: OrderedDict[Any, Tallies] = OrderedDict()

    def get(self, key: Any) -> Tallies | None:
        if key in self._of:
            self._of.move_to_end(key)
        return self._of.get(key)

    def keep(self, key: Any, told: Tallies) -> None:
        if (before := self._of.pop(key, None)) is not None:
            self._weight -= _weight(before)
        self._of[key] = told
        self._weight += _weight(told)
        while self._weight > self._most:
            self._weight -= _weight(self._of.popitem(last=False)[1])


def _weight(told: Tallies) -> int:
    """Numbers that it holds: of eight bytes each, and ten for each figure."""
    return sum(10 + len(one.values) for row in told.values() for one in row.values())
