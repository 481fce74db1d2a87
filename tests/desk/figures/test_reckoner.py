"""The reckoner keeps the facts caught up by itself, and what a page draws at once is what single sheets say."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

import pytest

from desk import reckoner as reckoners
from desk.figures.metrics import METRICS
from desk.figures.overview import WHOLE
from desk.figures.pack import OWN
from desk.figures.parts import BY_NAME, PARTS
from desk.figures.span import Span
from desk.handover import Reason
from desk.reckoner import Reckoner
from desk.response_time import Promptness
from desk.shop import Hours
from desk.store import Book, Store, conversations, facts
from tests.cast import TARGETS, Loopback, Writer
from tests.conftest import Watch
from tests.console.room import ZONE


@dataclass
class Rules:
    promptness: Promptness


def reckoner(store: Store, watch: Watch) -> Reckoner:
    return Reckoner(store, Rules(Promptness(Hours(ZONE))), watch)


async def mina_waits(store: Store, watch: Watch, chat: str = "7") -> None:
    heard = await Writer(store, watch, Loopback(), chat=chat).writes("A person, please")

    def unit(book: Book) -> None:
        assert heard.conversation_id is not None
        conversations.by_id(book, heard.conversation_id).hand_off(Reason.ASKED, watch(), TARGETS)

    await store.write(unit)


async def test_facts_are_kept_up_by_themselves_and_nothing_is_written_while_nothing_happens(
    store: Store, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoners, "KEEPS_UP_SECONDS", 0.01)
    keeping = asyncio.create_task(reckoner(store, watch).run())
    told, catch_up = 0, facts.catch_up

    def counted(book: Book) -> bool:
        nonlocal told
        told += 1
        return catch_up(book)

    try:
        await mina_waits(store, watch)
        await _caught_up(store)
        monkeypatch.setattr(reckoners.facts, "catch_up", counted)
        await mina_waits(store, watch, "8")
        await _caught_up(store)
        before = told
        for _ in range(5):
            await store.read(facts.behind)
        assert before == told
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


async def _caught_up(store: Store) -> None:
    async with asyncio.timeout(30):
        while await store.read(facts.behind):
            await asyncio.sleep(0.01)


async def test_whoever_cannot_wait_is_told_that_more_has_happened(
    store: Store, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = reckoner(store, watch)
    await mina_waits(store, watch)
    monkeypatch.setattr(reckoners.facts, "catch_up", lambda book: True)
    day = Span(found.today(), found.today())
    _, whole = await found.overview(day, found.packs[OWN], WHOLE, 0.0)
    assert not whole
    monkeypatch.undo()
    _, whole = await found.overview(day, found.packs[OWN], WHOLE, 0.0)
    assert whole


async def test_what_is_drawn_at_once_is_what_each_sheet_says(store: Store, watch: Watch) -> None:
    for chat in ("7", "8", "9"):
        await mina_waits(store, watch, chat)
        watch.move(minutes=40)
    found = reckoner(store, watch)
    day, own = Span(found.today(), found.today()), found.packs[OWN]
    wanted = (*WHOLE, *((by, METRICS) for by in dict.fromkeys(part.by for part in PARTS)))
    overview, _ = await found.overview(day, own, wanted)
    for by, metrics in wanted:
        assert overview.sheets[by] == await found.sheet(day, by, own, metrics), by
    assert sum(step.count for step in overview.spread) == 0  # nobody was answered
    part = BY_NAME["hour"]
    assert set(overview.sheets[part.by]) == {9, 10}
