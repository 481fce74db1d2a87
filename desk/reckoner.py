"""Who reckons figures: brings the facts up to date, reads those of a span, and lets a pack judge them.

Nothing is decided by what is kept: facts are told from the log, figures are computed when somebody looks. Judging is work
for the processor, so it is done beside the loop that serves everybody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar

import structlog

from desk.clock import Clock, ticks
from desk.errors import StoreBusy
from desk.figures import judging, pack
from desk.figures.days import BY_TIME, LIKE, Kept, called, judged
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
    totalled,
)
from desk.figures.span import DAY, Span
from desk.figures.spread import Step, spread
from desk.response_time import Promptness
from desk.store import Store, facts, figures

A_READ = timedelta(days=7)
"""Of so many days facts are read at once: a read lasts two seconds at most, and must not hold the log of writes."""
LONG_OVER = timedelta(days=2)
"""After a day: until then whoever the bot had alone may come back, and a late letter may arrive."""
KEEPS_UP_SECONDS = 3.0

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
        self._kept = Kept()

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
        others = await self._read_all(
            span, {kind_of(one, by) for by, some in rest.items() for one in some}, rules
        )
        days = await self._days(span, [by for by, some in talk.items() if some], rules, at)

        def work() -> Overview:
            told = {by: added(every) for by, every in days.items()}
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

    async def _days(
        self, span: Span, bys: Sequence[str], rules: Pack, at: datetime
    ) -> Mapping[str, Sequence[Tallies]]:
        """The tallies of each day, taken apart in each of these ways. Of a day on which everything is over they stay the
        same, and are kept."""
        wanted = {by: LIKE.get(by, by) for by in bys}
        judged_so = BY_TIME | set(wanted.values()) if BY_TIME & set(wanted.values()) else set(wanted.values())
        days, mark = {day: (day.since(rules.zone), day.until(rules.zone)) for day in span.each()}, rules.mark
        told = {(day, by): self._kept.get((day, by, mark)) for day in days for by in judged_so}
        missing = [day for day in days if any(told[day, by] is None for by in wanted.values())]
        kinds = {kind_of(metric, by) for by in judged_so for metric in _of_talk(by)}
        for some in _in_a_row(missing):
            found = await self._read(kinds, days[some[0]][0], days[some[-1]][1])
            metrics = {by: _of_talk(by) for by in judged_so}
            work = partial(judged, found, {day: days[day] for day in some}, metrics)
            new, over = await asyncio.to_thread(work, Reading(rules, at))
            told.update(new)
            for day, by in new:
                if at - days[day][1] > LONG_OVER and day in over:
                    self._kept.keep((day, by, mark), new[day, by])
        return {
            by: [called(by, day, one) for day in days if (one := told[day, like]) is not None]
            for by, like in wanted.items()
        }

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


def _of_talk(by: str) -> list[Metric]:
    """All that are of conversations, whichever of them is wanted: a day is judged once for every page."""
    return [one for one in METRICS if kind_of(one, by) in facts.TABLES and (not by or can(one, by))]


def _spread(told: Tallies) -> tuple[Step, ...]:
    row = told.get(ALL, {})
    one = row.get((Session, judging.first_response))
    return spread(one.values if one is not None else ())


def _in_a_row(days: Sequence[Span]) -> Iterator[list[Span]]:
    """Neighbours together, a read's worth at most."""
    some: list[Span] = []
    for day in days:
        if some and (day.first - some[-1].last != DAY or len(some) * DAY >= A_READ):
            yield some
            some = []
        some.append(day)
    if some:
        yield some
