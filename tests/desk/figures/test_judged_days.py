"""Days are judged once and kept, and never tell anything else than their facts do: whatever happens to them later."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select

from desk import judged_days
from desk.figures.days import mark
from desk.figures.pack import OWN, what_if
from desk.figures.reading import Reading
from desk.figures.sheet import Sheet, kind_of, sheet
from desk.figures.span import DAY, Span
from desk.judged_days import JudgedDays, of_talk
from desk.reckoner import Reckoner
from desk.store import Book, Store, conversations, day_tallies, figures
from desk.store.postgres import PostgresStore
from desk.store.tables import day_tally
from tests.cast import TARGETS, Loopback, Writer, hire
from tests.conftest import Watch
from tests.console.room import ZONE
from tests.desk.figures.test_reckoner import reckoner
from tests.desk.store.test_day_log import MOVES, Shop

WAYS = ("", "hour", "day", "weekday_hour", "agent", "queue", "channel", "topic", "language")
FILLED = select(func.count()).where(day_tally.c.tallies.is_not(None))


async def without(reckoner: Reckoner, store: Store, watch: Watch, span: Span, by: str) -> Sheet:
    """As the facts alone tell it."""
    metrics, own = of_talk(by), reckoner.packs[OWN]
    kinds = tuple({kind_of(metric, by) for metric in metrics})
    since, until = span.since(ZONE), span.until(ZONE)
    found = await store.read(partial(figures.of_span, kinds=kinds, since=since, until=until))
    return sheet(found, Reading(own, watch()), by, metrics)


async def kept(store: Store) -> int:
    return await store.read(lambda book: int(book.value(FILLED)))


@pytest.mark.parametrize("seed", [2, 4])
async def test_what_is_kept_tells_what_the_facts_tell(store: Store, watch: Watch, seed: int) -> None:
    """Two weeks in which Mina's conversations are opened, closed, passed on and answered late, looked at again and again
    by a desk that was started anew."""
    chance = random.Random(seed)
    shop = Shop(store, watch, (await hire(store, watch, "Otto")).id)
    span = Span(reckoner(store, watch).today(), reckoner(store, watch).today() + 14 * DAY)
    for mina in shop.minas:
        await shop.does("writes", mina)
    most = spoiled = 0
    for _ in range(14):
        for _ in range(chance.choice((0, 3, 9))):
            await shop.does(chance.choice(("writes", *MOVES)), chance.choice(shop.minas))
            watch.move(minutes=chance.choice((0.1, 1, 40)))
        looks = reckoner(store, watch)
        before = await kept(store)
        await looks.catch_up()
        spoiled += before - await kept(store)
        until_now = Span(span.first, looks.today())
        for by in chance.sample(WAYS, 4):
            told = await looks.sheet(until_now, by, metrics=of_talk(by))
            assert told == await without(looks, store, watch, until_now, by), by
        most = max(most, await kept(store))
        watch.move(hours=chance.choice((5, 20, 30)))
    assert most > 4
    assert spoiled > 0, "a letter that left late has changed a day that was over"


async def test_a_kept_day_is_not_read_again(
    store: Store, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_round(await opened(store, watch), "closes")
    day = Span(reckoner(store, watch).today(), reckoner(store, watch).today())
    watch.move(days=3)
    before = await reckoner(store, watch).sheet(day, metrics=of_talk(""))
    monkeypatch.setattr(judged_days.figures, "of_span", _fails)
    looks = reckoner(store, watch)
    assert await looks.sheet(day, metrics=of_talk("")) == before
    with pytest.raises(AssertionError):
        await looks.sheet(day, "agent", metrics=of_talk("agent"))


async def test_other_rules_and_other_judges_judge_anew(
    store: Store, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_round(await opened(store, watch), "closes")
    looks = reckoner(store, watch)
    day = Span(looks.today(), looks.today())
    watch.move(days=3)
    own = looks.packs[OWN]
    strict = what_if(own, target=timedelta(seconds=5))
    assert (await looks.sheet(day, rules=own))[""]["response_in_target"].value == 10_000
    assert (await looks.sheet(day, rules=strict))[""]["response_in_target"].value == 0
    marks = {mark(own), mark(strict)}
    monkeypatch.setattr("desk.figures.days._judges", lambda: "mended")
    assert len({*marks, mark(own), mark(strict)}) == 4


async def test_a_fact_that_changes_while_a_day_is_judged_is_not_overlooked(
    store: Store, watch: Watch
) -> None:
    """It was read before the change; so it finds no place to be kept in."""
    shop = await opened(store, watch)
    await a_round(shop, "answers", "closes")
    await reckoner(store, watch).catch_up()
    day = reckoner(store, watch).today()
    span = Span(day, day)

    def claim(book: Book) -> int:
        return day_tallies.claim(book, "mark", "hour", {day: (span.since(ZONE), span.until(ZONE))})[day]

    place = await store.write(claim)
    await shop.does("sends", shop.minas[0])
    await reckoner(store, watch).catch_up()
    await store.write(lambda book: day_tallies.fill(book, {place: b"[]\n"}))
    assert await kept(store) == 0
    place = await store.write(claim)
    await store.write(lambda book: day_tallies.fill(book, {place: b"[]\n"}))
    assert await kept(store) == 1


async def test_a_day_is_not_judged_while_another_process_is_telling_its_facts(
    postgres_url: str, watch: Watch
) -> None:
    """What that one is about to write would be overlooked, and it does not see the place that it should take away."""
    store = PostgresStore(postgres_url, threads=2)
    await a_round(await opened(store, watch), "closes")
    looks = reckoner(store, watch)
    await looks.catch_up()
    day = Span(looks.today(), looks.today())
    watch.move(days=3)
    with psycopg.connect(postgres_url) as other:
        other.execute("SELECT * FROM bookmark FOR UPDATE")
        looking = asyncio.create_task(JudgedDays(store).of(day, [""], looks.packs[OWN], watch()))
        while not looking.done() and not await asyncio.to_thread(_somebody_waits, postgres_url):
            pass
        assert await kept(store) == 0 and not looking.done()
    await looking
    assert await kept(store) == 1
    store.close()


def _somebody_waits(url: str) -> bool:
    with psycopg.connect(url) as looks:
        return looks.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone() is not None


async def test_an_open_conversation_that_goes_on_leaves_the_days_before_it_alone(
    store: Store, watch: Watch
) -> None:
    """Its old facts are told anew with it, and are the same."""
    shop = await opened(store, watch)
    await a_round(shop)
    first = reckoner(store, watch).today()
    watch.move(days=1)
    await a_round(shop)
    watch.move(days=2)
    await reckoner(store, watch).sheet(Span(first, first + DAY), metrics=of_talk(""))
    assert await kept(store) == 1, "of the first day the session is not over"
    await a_round(shop)
    await reckoner(store, watch).catch_up()
    assert await kept(store) == 1


async def test_whoever_was_served_by_the_bot_alone_may_come_back_before_the_day_is_kept(
    store: Store, watch: Watch
) -> None:
    mina = Writer(store, watch, Loopback())
    await mina.writes("hello")
    id = (await mina.conversation()).id
    await store.write(lambda book: conversations.by_id(book, id).close(watch(), targets=TARGETS))
    first = reckoner(store, watch).today()
    watch.at = Span(first, first).until(ZONE)
    looks = reckoner(store, watch)
    await looks.sheet(Span(first, first), metrics=of_talk(""))
    assert await kept(store) == 0
    watch.move(days=1)
    await looks.sheet(Span(first, first), metrics=of_talk(""))
    assert await kept(store) == 1


async def test_two_months_are_judged_before_anybody_looks_and_trials_are_forgotten(
    store: Store, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_round(await opened(store, watch), "closes")
    looks = reckoner(store, watch)
    day = looks.today()
    watch.move(days=3)
    trial = what_if(looks.packs[OWN], target=timedelta(seconds=5))
    await looks.sheet(Span(day, day), rules=trial)
    assert await looks.judge_ahead() is None
    marks = await store.read(lambda book: book.rows(day_tallies.MARKS))
    assert marks == [(mark(looks.packs[OWN]),)]
    monkeypatch.setattr(judged_days.figures, "of_span", _fails)
    fresh = reckoner(store, watch)
    month = Span(day - 58 * DAY, day + 2 * DAY)
    for by in WAYS:
        told = await fresh.sheet(month, by, metrics=of_talk(by))
        assert told[next(iter(told))], by
    await JudgedDays(store).ahead(fresh.today(), fresh.packs[OWN], watch())


def _fails(*_: Any, **__: Any) -> None:
    raise AssertionError("read again")


async def opened(store: Store, watch: Watch) -> Shop:
    return Shop(store, watch, (await hire(store, watch, "Otto")).id)


async def a_round(shop: Shop, *then: str) -> None:
    """Mina is answered by Otto after twenty seconds."""
    for move in ("writes", "hands off", "takes"):
        await shop.does(move, shop.minas[0])
    shop.watch.move(seconds=20)
    for move in ("answers", "sends", *then):
        await shop.does(move, shop.minas[0])
