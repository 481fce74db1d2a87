"""The days of a span, judged and kept in the store: a month is judged once, and not at each look.

Judging is work for the processor, so it is done beside the loop that serves everybody else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, partial

from desk.figures.days import LIKE, called, judged, mark
from desk.figures.metric import Metric
from desk.figures.metrics import METRICS
from desk.figures.pack import Pack
from desk.figures.packed import packed, unpacked
from desk.figures.parts import PARTS
from desk.figures.reading import Reading
from desk.figures.sheet import Slot, Tallies, can, kind_of, slots
from desk.figures.span import DAY, Span
from desk.store import Book, Store, day_tallies, facts, figures

A_READ = timedelta(days=7)
"""Of so many days facts are read at once: a read lasts two seconds at most, and must not hold the log of writes."""
AHEAD = timedelta(days=62)
"""A month and the one before it, with which it is compared."""

Told = dict[tuple[Span, str], Tallies]
"""Of a day, taken apart in a way."""


class JudgedDays:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(
        self, span: Span, bys: Iterable[str], rules: Pack, at: datetime
    ) -> Mapping[str, Sequence[Tallies]]:
        """The tallies of each day, taken apart in each of these ways. Of a day on which everything is over they stay the
        same, and are kept."""
        wanted = {by: LIKE.get(by, by) for by in bys}
        metrics = {way: of_talk(way) for way in set(wanted.values())}
        told = await self._kept(span, metrics, mark(rules))
        missing = [day for day in span.each() if any((day, way) not in told for way in metrics)]
        for some in _in_a_row(missing):
            told.update(await self._judge(some, metrics, rules, at))
        return {by: [called(by, day, told[day, way]) for day in span.each()] for by, way in wanted.items()}

    async def _kept(self, span: Span, ways: Iterable[str], mark: str) -> Told:
        def read(book: Book) -> dict[str, dict[str, bytes]]:
            return {way: day_tallies.kept(book, mark, way, span.first, span.last) for way in ways}

        def work(found: Mapping[str, Mapping[str, bytes]]) -> Told:
            return {
                (Span(day := date.fromisoformat(text), day), way): unpacked(data, _slots(way))
                for way, some in found.items()
                for text, data in some.items()
            }

        return await asyncio.to_thread(work, await self._store.read(read))

    async def _judge(
        self, some: Sequence[Span], metrics: Mapping[str, Sequence[Metric]], rules: Pack, at: datetime
    ) -> Told:
        """Judged from their facts, and kept where they are over."""
        instants = {day: (day.since(rules.zone), day.until(rules.zone)) for day in some}
        gone_by = {day.first: both for day, both in instants.items() if both[1] <= at}
        of = mark(rules)

        def claim(book: Book) -> dict[tuple[date, str], int]:
            facts.hold_still(book)
            return {
                (day, way): place
                for way in metrics
                for day, place in day_tallies.claim(book, of, way, gone_by).items()
            }

        places = await self._store.write(claim) if gone_by else {}
        kinds = {kind_of(one, way) for way, ones in metrics.items() for one in ones}
        since, until = instants[some[0]][0], instants[some[-1]][1]
        found = await self._store.read(partial(figures.of_span, kinds=tuple(kinds), since=since, until=until))
        told, over = await asyncio.to_thread(judged, found, instants, metrics, Reading(rules, at))
        if over:
            filled = {
                places[day.first, way]: packed(told[day, way], _slots(way)) for day in over for way in metrics
            }
            await self._store.write(partial(day_tallies.fill, told=filled))
        return told

    async def ahead(self, today: date, rules: Pack, at: datetime) -> None:
        """The last two months, the newest day first, a day at a time; what is kept is left as it is."""
        days, of = Span(today - AHEAD, today - DAY), mark(rules)
        ways = sorted({LIKE.get(part.by, part.by) for part in PARTS})
        metrics = {way: some for way in ways if (some := of_talk(way))}

        def there(book: Book) -> list[set[str]]:
            return [day_tallies.days_kept(book, of, way, days.first, days.last) for way in metrics]

        kept = await self._store.read(there)
        for day in reversed(days.each()):
            if not all(day.first.isoformat() in some for some in kept):
                await self._judge([day], metrics, rules, at)

    async def forget_but(self, packs: Iterable[Pack]) -> None:
        """What was judged by the rules of none of them, as of a trial."""
        await self._store.write(partial(day_tallies.forget, marks=[mark(one) for one in packs]))


def of_talk(by: str) -> list[Metric]:
    """All that are of conversations, whichever of them is wanted: a day is judged once for every page."""
    return [one for one in METRICS if kind_of(one, by) in facts.TABLES and (not by or can(one, by))]


@cache
def _slots(way: str) -> tuple[Slot, ...]:
    return tuple(slots(of_talk(way), way))


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
