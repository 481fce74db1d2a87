"""Who reckons figures: brings the facts up to date, reads those of a span, and lets a pack judge them.

Nothing is decided by what is kept: facts are told from the log, figures are computed when somebody looks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Protocol

from desk.clock import Clock
from desk.figures import pack
from desk.figures.metric import Metric
from desk.figures.metrics import METRICS
from desk.figures.pack import Pack
from desk.figures.reading import Reading
from desk.figures.sheet import (
    ALL,
    Explained,
    Facts,
    Key,
    Sheet,
    Tallies,
    added,
    can,
    explained,
    joined,
    kind_of,
    sheet,
    tallied,
    totalled,
)
from desk.figures.span import Span
from desk.response_time import Promptness
from desk.store import Store, facts, figures

A_READ = timedelta(days=7)
"""Of so many days facts are read at once: a read lasts two seconds at most, and must not hold the log of writes."""
LONG_OVER = timedelta(days=2)
"""After a day: until then whoever the bot had alone may come back, and a late letter may arrive."""


class Rules(Protocol):
    @property
    def promptness(self) -> Promptness: ...


class Reckoner:
    def __init__(self, store: Store, rules: Rules, clock: Clock) -> None:
        self._store, self._rules, self._clock = store, rules, clock
        self._kept = Kept()

    @property
    def packs(self) -> Mapping[str, Pack]:
        """By name; the shop's own is as its rules are now."""
        promptness = self._rules.promptness
        return {pack.OWN: pack.own(promptness), pack.JD: pack.jd(promptness.hours.zone)}

    def today(self) -> date:
        return self._clock().astimezone(self._rules.promptness.hours.zone).date()

    async def catch_up(self) -> None:
        """Until the facts tell all that has happened."""
        while await self._store.write(facts.catch_up):
            pass

    async def sheet(
        self, span: Span, by: str = "", rules: Pack | None = None, metrics: Iterable[Metric] = METRICS
    ) -> Sheet:
        rules = rules or self.packs[pack.OWN]
        metrics = [metric for metric in metrics if not by or can(metric, by)]
        talk = [metric for metric in metrics if kind_of(metric, by) in facts.TABLES]
        rest = [metric for metric in metrics if kind_of(metric, by) not in facts.TABLES]
        found = await self.facts(span, {kind_of(metric, by) for metric in rest}, rules)
        sheets = [sheet(found, Reading(rules, self._clock()), by, rest)]
        if talk:
            sheets.append(totalled(added(await self._days(span, by, rules)), by, talk))
        return joined(sheets)

    async def _days(self, span: Span, by: str, rules: Pack) -> Sequence[Tallies]:
        """The tallies of each day. Of a day on which everything is over they stay the same, and are kept."""
        await self.catch_up()
        metrics = [
            metric
            for metric in METRICS
            if kind_of(metric, by) in facts.TABLES and (not by or can(metric, by))
        ]
        kinds = {kind_of(metric, by) for metric in metrics}
        days = [(day.since(rules.zone), day.until(rules.zone)) for day in span.each()]
        at, mark = self._clock(), rules.mark
        tallies = {day: self._kept.get((day, by, mark)) for day in days}
        for some in _in_a_row([day for day, told in tallies.items() if told is None]):
            found = await self._read(kinds, some[0][0], some[-1][1])
            for since, until in some:
                of_day = {
                    kind: [one for one in every if since <= one.at < until] for kind, every in found.items()
                }
                tallies[since, until] = told = tallied(of_day, Reading(rules, at), by, metrics)
                if at - until > LONG_OVER and all(one.over for ones in of_day.values() for one in ones):
                    self._kept.keep(((since, until), by, mark), told)
        return [one for one in tallies.values() if one is not None]

    async def explained(
        self, metric: Metric, span: Span, by: str = "", key: Key = ALL, rules: Pack | None = None
    ) -> list[Explained]:
        rules = rules or self.packs[pack.OWN]
        found = await self.facts(span, {kind_of(metric, by)}, rules)
        return explained(metric, found, Reading(rules, self._clock()), by, key)

    async def facts(self, span: Span, kinds: Iterable[type[Any]], rules: Pack) -> Facts:
        await self.catch_up()
        kinds = tuple(kinds)
        found: dict[type[Any], list[Any]] = {kind: [] for kind in kinds}
        since, until = span.since(rules.zone), span.until(rules.zone)
        while kinds and since < until:
            end = min(since + A_READ, until)
            for kind, some in (await self._read(kinds, since, end)).items():
                found[kind] += some
            since = end
        return found

    async def _read(self, kinds: Iterable[type[Any]], since: datetime, until: datetime) -> Facts:
        return await self._store.read(partial(figures.of_span, kinds=tuple(kinds), since=since, until=until))


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
        self._of[key] = told
        self._weight += _weight(told)
        while self._weight > self._most:
            self._weight -= _weight(self._of.popitem(last=False)[1])


def _weight(told: Tallies) -> int:
    """Numbers that it holds: of eight bytes each, and ten for each figure."""
    return sum(10 + len(one.values) for row in told.values() for one in row.values())


Days = list[tuple[datetime, datetime]]


def _in_a_row(days: Days) -> Iterator[Days]:
    """Neighbours together, a read's worth at most."""
    some: Days = []
    for day in days:
        if some and (day[0] != some[-1][1] or day[1] - some[0][0] > A_READ):
            yield some
            some = []
        some.append(day)
    if some:
        yield some
