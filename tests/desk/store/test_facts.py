"""The facts follow the log, however they follow it: all at once, by pieces, twice, killed, on both stores."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, select

from desk.conversation import Conversation
from desk.figures.facts import Ended
from desk.handover import Reason
from desk.store import Book, Store, conversations, facts
from desk.store.postgres import PostgresStore
from desk.store.tables import bookmark
from tests.cast import TARGETS, Loopback, Writer, hire
from tests.conftest import Watch
from tests.desk.store.test_day_log import MOVES, Shop

ROWS = [select(*table.c).order_by(*table.primary_key) for table in facts.TABLES.values()]
EMPTY = [delete(table) for table in (*facts.TABLES.values(), bookmark)]


class Killed(Exception): ...


async def a_day(store: Store, watch: Watch, seed: int = 1, moves: int = 80) -> Shop:
    """Mina's two conversations, and whatever Otto may do with them."""
    chance = random.Random(seed)
    shop = Shop(store, watch, (await hire(store, watch, "Otto")).id)
    for mina in shop.minas:
        await shop.does("writes", mina)
    for _ in range(moves):
        await shop.does(chance.choice(MOVES), chance.choice(shop.minas))
        watch.move(seconds=chance.choice([0.001, 1, 3, 20]))
    return shop


async def catches_up(store: Store, count: int = facts.AT_ONCE) -> int:
    units = 1
    while await store.write(lambda book: facts.catch_up(book, count)):
        units += 1
    return units


async def kept(store: Store) -> list[list[tuple[Any, ...]]]:
    return await store.read(lambda book: [book.rows(statement) for statement in ROWS])


async def forgets(store: Store) -> None:
    def unit(book: Book) -> None:
        for statement in EMPTY:
            book.run(statement)

    await store.write(unit)


async def test_pieces_of_any_size_tell_the_same(store: Store, watch: Watch) -> None:
    await a_day(store, watch)
    await catches_up(store)
    whole = await kept(store)
    assert all(whole), "the day gave facts of every kind"
    for count in (1, 7):
        await forgets(store)
        assert await catches_up(store, count) > 3
        assert await kept(store) == whole, count


async def test_to_follow_again_changes_nothing(store: Store, watch: Watch) -> None:
    await a_day(store, watch, moves=30)
    await catches_up(store)
    whole = await kept(store)
    assert await store.write(facts.catch_up) is False
    assert await catches_up(store, 1) == 1 and await kept(store) == whole


@pytest.mark.parametrize("after", [3, 9, 14])
async def test_killed_in_the_middle_of_a_unit_it_goes_on_as_if_nothing_had_been(
    store: Store, watch: Watch, after: int
) -> None:
    """Within a unit, after so many rows; and between units, where another process goes on."""
    await a_day(store, watch, moves=40)
    await catches_up(store)
    whole = await kept(store)
    await forgets(store)
    await store.write(lambda book: facts.catch_up(book, 9))
    before = await kept(store), await store.read(lambda book: book.row(facts.READ, {"who": facts.WHO}))

    def killed(book: Book) -> None:
        insert, written = book.insert, iter(range(after))

        def fails_late(*values: Any) -> None:
            insert(*values)
            if next(written, None) is None:
                raise Killed

        book.insert = fails_late  # type: ignore[method-assign]
        facts.catch_up(book, 40)
        raise Killed

    with pytest.raises(Killed):
        await store.write(killed)
    assert before == (await kept(store), await store.read(lambda b: b.row(facts.READ, {"who": facts.WHO})))
    await catches_up(store, 5)
    assert await kept(store) == whole


async def test_a_conversation_that_is_touched_later_is_told_anew(store: Store, watch: Watch) -> None:
    mina, noor = (Writer(store, watch, Loopback(), chat=chat) for chat in ("7", "8"))
    otto = (await hire(store, watch, "Otto")).id
    for writer in (mina, noor):
        await writer.writes("hello")
    await _moves(store, mina, lambda held: held.hand_off(Reason.ASKED, watch(), TARGETS))
    await catches_up(store)
    before = await kept(store)
    watch.move(seconds=20)
    await _moves(store, mina, lambda held: held.take(otto, watch(), targets=TARGETS))
    await _moves(store, mina, lambda held: held.close(watch(), by=otto))
    await catches_up(store)
    (sessions, rounds, *_), (was, waits, *_) = await kept(store), before
    assert sessions[1] == was[1], "Noor's is as it was"
    assert waits[0][-4:-2] != rounds[0][-4:-2] and str(Ended.CLOSED) in rounds[0]
    assert len(rounds) == len(waits) == 1


async def _moves(store: Store, writer: Writer, verb: Callable[[Conversation], None]) -> None:
    id = (await writer.conversation()).id
    await store.write(lambda book: verb(conversations.by_id(book, id)))


async def test_another_way_of_telling_tells_all_again(
    store: Store, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_day(store, watch, moves=30)
    await catches_up(store)
    whole = await kept(store)

    def damages(book: Book) -> None:
        for statement in EMPTY[:-1]:
            book.run(statement)

    await store.write(damages)
    await catches_up(store)
    assert not any(await kept(store)), "the bookmark stands at the end"
    monkeypatch.setattr(facts, "WHO", "figures 0")
    await catches_up(store)
    assert await kept(store) == whole


HEARD = (
    "INSERT INTO event (at, kind, conversation_id, data) SELECT at, kind, conversation_id, data FROM event"
    " WHERE conversation_id = %s AND kind = 'heard' ORDER BY number LIMIT 1"
)


async def test_nothing_is_skipped_that_an_older_transaction_says_later(
    postgres_url: str, watch: Watch
) -> None:
    """Its events have lower numbers than those that are done already: all wait for it."""
    store = PostgresStore(postgres_url, threads=2)
    mina, noor = (Writer(store, watch, Loopback(), chat=chat) for chat in ("7", "8"))
    try:
        await mina.writes("hello")
        await catches_up(store)
        with psycopg.connect(postgres_url) as older:
            older.execute(HEARD, (1,))
            await noor.writes("hello")
            assert await store.write(facts.catch_up) is False
            assert [row[-3] for row in (await kept(store))[0]] == [1], "Noor waits for what is older"
            older.commit()
        await catches_up(store)
        assert [row[-3] for row in (await kept(store))[0]] == [2, 1]
    finally:
        store.close()


@pytest.mark.parametrize("place", [1, 2])
async def test_what_is_settled_between_two_looks_harms_nothing(
    postgres_url: str, watch: Watch, place: int
) -> None:
    """Each statement sees what is settled by its own time: a conversation more than the one before saw."""
    store = PostgresStore(postgres_url, threads=2)
    mina, noor = (Writer(store, watch, Loopback(), chat=chat) for chat in ("7", "8"))
    try:
        await mina.writes("hello")
        await noor.writes("hello")
        await catches_up(store)
        await mina.writes("again")
        with psycopg.connect(postgres_url) as older:
            older.execute(HEARD, (2,))

            def unit(book: Book) -> bool:
                looks, rows = iter(range(1, 9)), book.rows

                def then_it_commits(*values: Any) -> list[tuple[Any, ...]]:
                    found = rows(*values)
                    if next(looks) == place:
                        older.commit()
                    return found

                book.rows = then_it_commits  # type: ignore[method-assign]
                return facts.catch_up(book)

            await store.write(unit)
        await catches_up(store)
        assert [row[-3] for row in (await kept(store))[0]] == [2, 2]
    finally:
        store.close()
