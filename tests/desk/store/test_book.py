"""The book keeps what a unit changed, all of it or nothing."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3 as plain
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desk.clock import to_ms
from desk.conversation import Mode, Reach
from desk.errors import NotYourTurn, StoreFull
from desk.health import Health
from desk.message import Author
from desk.outgoing import OutState
from desk.store import Book, Store, conversations, letters, sqlite, writer
from desk.store.sqlite import SqliteStore, fault_of
from desk.store.tables import event, inbox, message, once, outbox
from tests.cast import FREE, Loopback, Writer
from tests.conftest import Watch
from tests.thrift import AS_SHOPS_HAVE_IT


async def test_a_conversation_is_read_as_it_was_written(store: Store, watch: Watch) -> None:
    mina = Writer(store, watch, Loopback())
    await mina.writes("is the linen lamp in stock?")
    conversation = await mina.conversation()
    assert (conversation.buyer_name, conversation.mode, conversation.last_seq) == ("Mina", Mode.BOT, 1)
    assert conversation.waiting_since == watch()
    assert conversation.dialogue == {}


def test_in_a_shop_what_is_committed_is_on_the_disk(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PRAGMAS", AS_SHOPS_HAVE_IT)  # our other tests wait for no disk
    path = tmp_path / "shopdesk.db"
    shutil.copy(sqlite_template, path)
    store = SqliteStore(path)
    try:
        for connection in store._connections:
            assert connection.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    finally:
        store.close()


async def test_a_next_that_finds_nothing_hangs_nobody(store: Store) -> None:
    def stops(book: Book) -> int:
        return next(iter([]))

    async with asyncio.timeout(30):
        results = await asyncio.gather(
            store.write(stops),
            store.write(lambda book: 1),
            store.read(lambda book: 2),
            return_exceptions=True,
        )
    assert isinstance(results[0], RuntimeError) and results[1:] == [1, 2]


async def test_a_unit_that_fails_leaves_nothing_behind(store: Store, watch: Watch) -> None:
    mina = Writer(store, watch, Loopback())
    await mina.writes("hello")

    def unit(book: Book) -> None:
        conversation = conversations.latest_of_chat(book, "loopback", "main", "7")
        assert conversation is not None
        _say(conversation, "half an answer", watch)
        raise RuntimeError("the lamp went out")

    with pytest.raises(RuntimeError, match="lamp"):
        await store.write(unit)
    assert (await mina.conversation()).last_seq == 1
    assert await store.read(lambda book: book.rows(select(outbox.c.id))) == []


async def test_what_was_said_becomes_a_message_a_letter_and_an_event(store: Store, watch: Watch) -> None:
    mina = Writer(store, watch, Loopback())
    heard = await mina.writes("hello")
    assert heard.conversation_id is not None
    await store.write(
        lambda book: _say(conversations.by_id(book, heard.conversation_id or 0), "Good morning.", watch)
    )

    def unit(book: Book) -> tuple[list[Any], list[Any], list[Any]]:
        said = book.rows(select(message.c.seq, message.c.author, message.c.text).order_by(message.c.seq))
        owed = book.rows(select(outbox.c.seq, outbox.c.state, outbox.c.text))
        return said, owed, [row[0] for row in book.rows(select(event.c.kind).order_by(event.c.number))]

    said, owed, kinds = await store.read(unit)
    assert [tuple(row) for row in said] == [(1, "buyer", "hello"), (2, "bot", "Good morning.")]
    assert [tuple(row) for row in owed] == [(2, OutState.QUEUED, "Good morning.")]
    assert kinds == ["heard", "said"]


async def test_two_units_on_one_conversation_both_count(store: Store, watch: Watch) -> None:
    """The second sees what the first wrote, or runs again until it does."""
    mina = Writer(store, watch, Loopback())
    heard = await mina.writes("hello")

    def unit(book: Book) -> None:
        conversations.by_id(book, heard.conversation_id or 0).undelivered += 1

    await asyncio.gather(*(store.write(unit) for _ in range(40)))
    assert (await mina.conversation()).undelivered == 40


async def test_one_chat_has_one_open_conversation_however_fast_its_letters_come(
    store: Store, watch: Watch
) -> None:
    mina = Writer(store, watch, Loopback())
    await asyncio.gather(*(mina.writes(f"hello {n}") for n in range(12)))

    def unit(book: Book) -> tuple[int, list[int]]:
        rows = book.rows(select(message.c.conversation_id, message.c.seq).order_by(message.c.seq))
        return len({row[0] for row in rows}), [row[1] for row in rows]

    conversations_open, numbers = await store.read(unit)
    assert conversations_open == 1
    assert numbers == list(range(1, 13))


async def test_the_same_letter_is_kept_once(store: Store, watch: Watch) -> None:
    mina = Writer(store, watch, Loopback())
    letter = mina.letter("where is my order 1007?")
    heard = await asyncio.gather(*(mina.hearing.hear(mina.channel, letter) for _ in range(10)))
    assert sum(h.first_time for h in heard) == 1
    assert len(await store.read(lambda book: book.rows(select(inbox.c.id)))) == 1


async def test_a_reader_sees_one_moment(sqlite_store: SqliteStore, watch: Watch) -> None:
    mina = Writer(sqlite_store, watch, Loopback())
    await mina.writes("one")
    started, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def unit(book: Book) -> tuple[int, int]:
        before = len(book.rows(select(message.c.id)))
        loop.call_soon_threadsafe(started.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(5)
        return before, len(book.rows(select(message.c.id)))

    reading = asyncio.create_task(sqlite_store.read(unit))
    await started.wait()
    await mina.writes("two")
    go_on.set()
    assert await reading == (1, 1)


async def test_a_glance_at_one_of_many_rows_holds_no_snapshot(
    sqlite_store: SqliteStore, watch: Watch
) -> None:
    """A row that is never asked for would otherwise keep the log from being carried over, and grow it."""
    mina = Writer(sqlite_store, watch, Loopback())
    for text in ("one", "two", "three"):
        await mina.writes(text)
    assert (
        await sqlite_store.glance(lambda book: book.value(select(message.c.text).order_by(message.c.id)))
        == "one"
    )
    await mina.writes("four")
    blocked, *_ = sqlite_store._connections[0].execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not blocked


async def test_a_slow_disk_is_waited_for_in_a_thread_and_looks_go_elsewhere_meanwhile(
    sqlite_store: SqliteStore, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    mina = Writer(sqlite_store, watch, Loopback())
    await mina.writes("one")
    monkeypatch.setattr(writer, "QUICK_SECONDS", 0.0)
    await mina.writes("two")
    writing = asyncio.create_task(mina.writes("three"))
    while not sqlite_store._writer.away:
        await asyncio.sleep(0)
    seen = await sqlite_store.glance(lambda book: len(book.rows(select(message.c.id))))
    await writing
    assert seen in (2, 3)
    assert await sqlite_store.glance(lambda book: len(book.rows(select(message.c.id)))) == 3


async def test_the_log_is_carried_over_before_it_grows_long(
    sqlite_store: SqliteStore, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was carried over is overwritten: the log stays about as long as it was, however much is written."""
    monkeypatch.setattr(writer, "CARRIED_OVER_AFTER", 20)
    mina = Writer(sqlite_store, watch, Loopback())
    log, lengths = sqlite_store.path.with_name("shopdesk.db-wal"), []
    for number in range(300):
        await mina.writes(str(number))
        lengths.append(log.stat().st_size)
    never_carried_over = lengths[2] - lengths[0]
    assert lengths[-1] - lengths[0] < never_carried_over * 150 / 3


async def test_a_constraint_broken_by_one_unit_is_no_other_units_trouble(
    sqlite_store: SqliteStore, watch: Watch
) -> None:
    """Units are committed together; what one of them had written before it failed is not."""
    mina = Writer(sqlite_store, watch, Loopback())

    def wrong(book: Book) -> None:
        book.insert(
            message,
            {
                "conversation_id": 999,
                "seq": 1,
                "author": "buyer",
                "kind": "text",
                "text": "",
                "at": 0,
                "buttons": "[]",
            },
        )

    def half_way(book: Book) -> None:
        book.insert(once, {"key": "half way", "at": 0})
        wrong(book)

    def refused(book: Book) -> None:
        raise NotYourTurn

    units = (wrong, half_way, refused)
    results = await asyncio.gather(
        *(mina.writes(f"hello {n}") if n % 2 else sqlite_store.write(units[n % 3]) for n in range(12)),
        return_exceptions=True,
    )
    assert [isinstance(r, Exception) for r in results] == [True, False] * 6
    assert [type(r).__name__ for r in results[::2]] == ["IntegrityError", "NotYourTurn", "IntegrityError"] * 2
    assert (await mina.conversation()).last_seq == 6
    assert await sqlite_store.read(lambda book: book.rows(select(once.c.key))) == []


async def test_a_full_disk_is_told_and_passes(sqlite_template: Path, tmp_path: Path, watch: Watch) -> None:
    """A page limit stands for the disk: SQLite answers both with the same error."""
    health = Health()
    shutil.copy(sqlite_template, tmp_path / "small.db")
    sqlite_store = SqliteStore(tmp_path / "small.db", health=health)
    mina = Writer(sqlite_store, watch, Loopback())
    await mina.writes("before")

    def limit(pages: int) -> Any:
        return lambda book: book._cursor.execute(f"PRAGMA max_page_count={pages}")

    await sqlite_store.write(limit(1))  # SQLite keeps the present size: nothing more fits
    with pytest.raises(StoreFull):
        for n in range(200):
            await mina.writes(f"{n} " + "x" * 3000)
    assert "full" in health.faults()["store"]
    await sqlite_store.write(limit(1_000_000))
    heard = await mina.writes("after")
    assert heard.first_time
    assert health.faults() == {}
    sqlite_store.close()


async def test_letters_left_alone_are_found(store: Store, watch: Watch) -> None:
    mina = Writer(store, watch, Loopback())
    heard = await mina.writes("hello?")
    watch.move(seconds=3)
    left = await store.read(lambda book: letters.left_since(book, watch()))
    assert left == [heard.conversation_id]
    assert await store.read(letters.oldest_new) == to_ms(watch()) - 3000


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 40, 1), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
        ((3, 44, 6), False),
        ((3, 50, 6), True),
    ],
)
def test_the_wal_reset_fault_is_known_by_version(version: tuple[int, ...], faulty: bool) -> None:
    assert (fault_of(version) is not None) == faulty


def test_our_sqlite_is_not_faulty(sqlite_store: SqliteStore) -> None:
    connection = sqlite_store.engine().raw_connection()
    version = connection.execute("SELECT sqlite_version()").fetchone()[0]
    connection.close()
    assert fault_of(tuple(map(int, version.split(".")))) is None or plain.sqlite_version == version


def _say(conversation: Any, text: str, watch: Watch) -> None:
    conversation.say(text, author=Author.BOT, at=watch(), guard=FREE, idem_key=f"auto:{text}", reach=Reach())
