"""The feed: everybody hears everything once, in order, however late they come and whoever commits first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest
from sqlalchemy import select

from desk.store import Book, Store, log
from desk.store.feed import Feed
from desk.store.log import BEGINNING, END, Place, place
from desk.store.postgres import PostgresStore
from desk.store.sqlite import SqliteStore
from desk.store.tables import event
from tests.cast import Loopback, Writer
from tests.conftest import Watch

Seen = list[tuple[str, int | None]]


async def take(batches: AsyncIterator[list[log.Happened]], count: int) -> list[log.Happened]:
    found: list[log.Happened] = []
    async with asyncio.timeout(30):
        while len(found) < count:
            found += await anext(batches)
    return found


@pytest.fixture
async def feed(store: Store) -> AsyncIterator[Feed]:
    feed = Feed(store, kept=4)
    task = asyncio.create_task(feed.run())
    yield feed
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_follower_hears_what_happens_from_now_on(feed: Feed, store: Store, watch: Watch) -> None:
    mina = Writer(store, watch, Loopback())
    await mina.writes("before anybody listened")
    batches = feed.follow(await store.read(log.now))
    await mina.writes("one")
    await mina.writes("two")
    heard = await take(batches, 2)
    assert [(one.kind, one.data) for one in heard] == [("heard", {"seq": 2}), ("heard", {"seq": 3})]
    assert heard[0].place < heard[1].place


async def test_who_comes_late_reads_on_where_they_stopped(feed: Feed, store: Store, watch: Watch) -> None:
    """Further back than the feed remembers, too."""
    mina = Writer(store, watch, Loopback())
    for n in range(20):
        await mina.writes(str(n))
    everything = await take(feed.follow(BEGINNING), 20)
    assert [one.data["seq"] for one in everything] == list(range(1, 21))
    middle = place(everything[9].place.token())
    assert [one.data["seq"] for one in await take(feed.follow(middle), 10)] == list(range(11, 21))


async def test_fast_and_slow_followers_hear_the_same(feed: Feed, store: Store, watch: Watch) -> None:
    mina, slow = Writer(store, watch, Loopback()), feed.follow(BEGINNING)
    fast = asyncio.create_task(take(feed.follow(BEGINNING), 30))
    await mina.writes("first")
    heard = await take(slow, 1)
    for n in range(29):
        await mina.writes(str(n))
    assert heard + await take(slow, 29) == await fast


async def test_events_are_not_overtaken_by_later_numbers_that_commit_first(postgres_url: str) -> None:
    """On PostgreSQL an older transaction may still be open when a younger one is already done."""
    insert = "INSERT INTO event (at, kind, data) VALUES (0, %s, '{}')"
    store = PostgresStore(postgres_url, threads=2)
    feed = Feed(store)
    task = asyncio.create_task(feed.run())
    older = await psycopg.AsyncConnection.connect(postgres_url)
    younger = await psycopg.AsyncConnection.connect(postgres_url)
    try:
        batches = feed.follow(BEGINNING)
        waiting = asyncio.create_task(take(batches, 3))
        await older.execute(insert, ("older, first",))
        await younger.execute(insert, ("younger",))
        await younger.commit()
        events, unsettled = await store.read(lambda book: log.after(book, BEGINNING, 10))
        assert events == [] and unsettled
        now = await store.read(log.now)
        await older.execute(insert, ("older, last",))
        await older.commit()
        heard = await waiting
        assert [one.kind for one in heard] == ["older, first", "older, last", "younger"]
        # A reader whose place is from before the older one was done has it all still before them.
        assert [one.kind for one in (await store.read(lambda book: log.after(book, now, 10)))[0]] == [
            one.kind for one in heard
        ]
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await older.close()
        await younger.close()
        store.close()


async def test_a_store_in_trouble_delays_the_feed_and_loses_nothing(
    sqlite_store: SqliteStore, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed, mina, healthy, failed = (
        Feed(sqlite_store),
        Writer(sqlite_store, watch, Loopback()),
        sqlite_store.read,
        asyncio.Event(),
    )
    task = asyncio.create_task(feed.run())
    batches = feed.follow(await sqlite_store.read(log.now))

    async def broken(unit: object) -> object:
        failed.set()
        raise OSError("the disk is away")

    monkeypatch.setattr(sqlite_store, "read", broken)
    await mina.writes("hello")
    await failed.wait()
    monkeypatch.setattr(sqlite_store, "read", healthy)
    assert [one.kind for one in await take(batches, 1)] == ["heard"]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_now_is_after_all_that_happened(store: Store, watch: Watch) -> None:
    mina = Writer(store, watch, Loopback())
    await mina.writes("hello")

    def unit(book: Book) -> tuple[Place, int, list[log.Happened]]:
        now = log.now(book)
        return now, len(book.rows(select(event.c.number))), log.after(book, now, 10)[0]

    now, events, later = await store.read(unit)
    assert events == 1 and later == [] and now > BEGINNING


@pytest.mark.parametrize("token", ["", ".", "1", "1.", "-1.2", "1.2.3", "a.b", "１.2", "1.2 "])
def test_what_is_no_place_is_refused(token: str) -> None:
    with pytest.raises(ValueError):
        place(token)


def test_a_place_survives_being_handed_out() -> None:
    assert place(Place(12, 34).token()) == Place(12, 34)
    assert place(f"1.{10**30}") == Place(1, END)
