"""Who reckons figures: brings the facts up to date, reads those of a span, and lets a pack judge them.

Nothing is decided by what is kept: facts are told from the log, figures are computed when somebody looks. Judging is work
for the processor, so it is done beside the loop that serves everybody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol, TypeVar

import structlog

from desk.clock import Clock, ticks
from desk.errors import StoreBusy
from desk.figures import judging, pack
from desk.figures.facts import Session
from desk.figures.metric import Metric
from desk.figures.metrics import METRICS
from desk.figures.overview import WHOLE, Overview, Wanted
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
from desk.figures.spread import Step, spread
from desk.judged_days import A_READ, JudgedDays
from desk.response_time import Promptness
from desk.store import Store, facts, figure_counts, figures

KEEPS_UP_SECONDS = 3.0
AHEAD_SECONDS = 1800.0

log = structlog.get_logger()

T = TypeVar("T")
Work = Callable[[Facts, Reading], T]


class Rules(Protocol):
    @property
    def promptness(self) -> Promptness: ...


class Reckoner:
    def __init__(
        self, store: Store, rules: Rules, clock: Clock, packs: Callable[[], Iterable[Pack]] | None = None
    ) -> None:
        """`packs`: those of the shop besides its own rules; None is the example."""
        self._store, self._rules, self._clock, self._packs = store, rules, clock, packs
        self._telling = asyncio.Lock()
        self._days = JudgedDays(store)

    @property
    def packs(self) -> Mapping[str, Pack]:
        """By name; the shop's own is as its rules are now."""
        promptness = self._rules.promptness
        others = (pack.jd(promptness.hours.zone),) if self._packs is None else self._packs()
        return {one.name: one for one in (pack.own(promptness), *others)}

    def today(self) -> date:
        return self._clock().astimezone(self._rules.promptness.hours.zone).date()

    # --- keeping up

    async def run(self) -> None:
        """Keeps the facts caught up, so that whoever looks at figures need not wait for them. Nothing is written while
        nothing happens."""
        listener = self._store.bell.listen("event")
        try:
            while True:
                try:
                    if await self._store.read(facts.behind):
                        await self.catch_up()
                except StoreBusy as error:
                    log.warning("figures_wait", reason=str(error))
                await asyncio.sleep(KEEPS_UP_SECONDS)
                await listener.wait(KEEPS_UP_SECONDS)
        finally:
            listener.close()

    async def run_ahead(self) -> None:
        """Judges what managers look at most before they look. The start is left to those who write just then."""
        wait = KEEPS_UP_SECONDS
        while True:
            await asyncio.sleep(wait)
            wait = AHEAD_SECONDS
            try:
                await self.judge_ahead()
            except StoreBusy as error:
                log.warning("figures_wait", reason=str(error))

    async def judge_ahead(self) -> None:
        """By the shop's own rules; and forgets what was judged by rules that nobody has any more."""
        await self.catch_up()
        packs = self.packs
        await self._days.ahead(self.today(), packs[pack.OWN], self._clock())
        await self._days.forget_but(packs.values())

    async def catch_up(self, seconds: float | None = None) -> bool:
        """Until the facts tell all that has happened, or for so long at most. Whether they do."""
        until = None if seconds is None else ticks() + seconds
        while True:
            async with self._telling:
                if not await self._store.write(facts.catch_up):
                    return True
            if until is not None and ticks() >= until:
                return False

    # --- sheets

    async def sheet(
        self, span: Span, by: str = "", rules: Pack | None = None, metrics: Iterable[Metric] = METRICS
    ) -> Sheet:
        found, _ = await self.overview(span, rules or self.packs[pack.OWN], ((by, tuple(metrics)),))
        return found.sheets[by]

    async def overview(
        self, span: Span, rules: Pack, wanted: Wanted = WHOLE, seconds: float | None = None
    ) -> tuple[Overview, bool]:
        """Several sheets of one reading; and whether the facts tell all that has happened (`catch_up`)."""
        whole, at = await self.catch_up(seconds), self._clock()
        wanted = tuple((by, tuple(one for one in some if not by or can(one, by))) for by, some in wanted)
        talk = {by: [one for one in some if kind_of(one, by) in facts.TABLES] for by, some in wanted}
        rest = {by: [one for one in some if kind_of(one, by) not in facts.TABLES] for by, some in wanted}
        others = await self._others(span, rest, rules)
        days = await self._days.of(span, [by for by, some in talk.items() if some], rules, at)

        def work() -> Overview:
            told = {by: added(every) for by, every in days.items()}
            if "" in told:
                nothing = tallied({}, Reading(rules, at), "", talk[""])
                told[""] = added([nothing, told[""]])  # so that also what never happened has its figure
            sheets = {
                by: joined(
                    (
                        sheet(others, Reading(rules, at), by, rest[by]),
                        totalled(told.get(by, {}), by, talk[by]),
                    )
                )
                for by, _ in wanted
            }
            return Overview(at, sheets, _spread(told.get("", {})))

        return await asyncio.to_thread(work), whole

    async def _others(self, span: Span, wanted: Mapping[str, Iterable[Metric]], rules: Pack) -> Facts:
        """Counted where only the whole is wanted: a month has as many handoffs as conversations."""
        of_whole = {one.of for one in wanted.get("", ())}
        apart = {kind_of(one, by) for by, some in wanted.items() if by for one in some}
        counted = (of_whole & set(figure_counts.COUNTED)) - apart
        since, until = span.since(rules.zone), span.until(rules.zone)
        found = await self._store.read(
            partial(figure_counts.of_span, kinds=counted, since=since, until=until)
        )
        return {**await self._read_all(span, (of_whole | apart) - counted, rules), **found}

    # --- what stands behind them

    async def explained(
        self, metric: Metric, span: Span, by: str = "", key: Key = ALL, rules: Pack | None = None
    ) -> list[Explained]:
        def work(found: Facts, reading: Reading) -> list[Explained]:
            return explained(metric, found, reading, by, key)

        rules = rules or self.packs[pack.OWN]
        found, _ = await self.judged(work, span, {kind_of(metric, by)}, rules)
        return found

    async def judged(
        self, work: Work[T], span: Span, kinds: Iterable[type[Any]], rules: Pack, seconds: float | None = None
    ) -> tuple[T, bool]:
        """What `work` makes of the span's facts; and whether they tell all that has happened (`catch_up`)."""
        whole = await self.catch_up(seconds)
        found = await self._read_all(span, kinds, rules)
        return await asyncio.to_thread(work, found, Reading(rules, self._clock())), whole

    async def facts(self, span: Span, kinds: Iterable[type[Any]], rules: Pack) -> Facts:
        await self.catch_up()
        return await self._read_all(span, kinds, rules)

    async def _read_all(self, span: Span, kinds: Iterable[type[Any]], rules: Pack) -> Facts:
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


def _spread(told: Tallies) -> tuple[Step, ...]:
    row = told.get(ALL, {})
    one = row.get((Session, judging.first_response))
    return spread(one.values if one is not None else ())
