"""Who reckons figures: brings the facts up to date, reads those of a span, and lets a pack judge them.

Nothing is decided by what is kept: facts are told from the log, figures are computed when somebody looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Protocol

from desk.clock import Clock
from desk.figures import pack
from desk.figures.metric import Metric
from desk.figures.metrics import METRICS
from desk.figures.pack import Pack
from desk.figures.reading import Reading
from desk.figures.sheet import ALL, Explained, Facts, Key, Sheet, explained, kind_of, sheet
from desk.figures.span import Span
from desk.response_time import Promptness
from desk.store import Store, facts, figures

A_READ = timedelta(days=7)
"""Of so many days facts are read at once: a read lasts two seconds at most, and must not hold the log of writes."""


class Rules(Protocol):
    @property
    def promptness(self) -> Promptness: ...


class Reckoner:
    def __init__(self, store: Store, rules: Rules, clock: Clock) -> None:
        self._store, self._rules, self._clock = store, rules, clock

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
        metrics = tuple(metrics)
        rules = rules or self.packs[pack.OWN]
        found = await self.facts(span, {kind_of(one, by) for one in metrics}, rules)
        return sheet(found, Reading(rules, self._clock()), by, metrics)

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
        for since, until in _pieces(span.since(rules.zone), span.until(rules.zone)):
            piece = await self._store.read(partial(figures.of_span, kinds=kinds, since=since, until=until))
            for kind, some in piece.items():
                found[kind] += some
        return found


def _pieces(since: datetime, until: datetime) -> Sequence[tuple[datetime, datetime]]:
    found = []
    while since < until:
        end = min(since + A_READ, until)
        found.append((since, end))
        since = end
    return found
