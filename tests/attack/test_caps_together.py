"""Two who press at the very same moment, and one who cuts a large sum into small ones: caps count what goes out together."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import psycopg
import pytest

from bot.case_steps import CaseSteps
from bot.dialogue.steps import SubmitCase
from desk.errors import NotAllowed
from desk.store import Book, Store, conversations, got_back, tickets
from desk.store.postgres import PostgresStore
from desk.ticket.facts import BUYER, Facts, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.opening import submit
from desk.ticket.policy import Policy
from desk.ticket.ticket import Ticket
from tests.cast import Loopback, Writer, hire
from tests.conftest import Watch

S = TicketState
POLICY = Policy(buyer_cap=1_000, automatic=1_000)


class Counter:
    def __init__(self, store: Store, watch: Watch) -> None:
        self.store, self.watch, self.faye = store, watch, 0
        self.talks: list[int] = []

    async def opens(self) -> None:
        """Mina, by two conversations; and Faye."""
        for chat in ("7", "8"):
            heard = await Writer(self.store, self.watch, Loopback(), chat=chat).writes("my money back")
            assert heard.conversation_id is not None
            self.talks.append(heard.conversation_id)
        self.faye = (await hire(self.store, self.watch, "Faye")).id

    async def case(self, order: str, sku: str = "LAMP", *, minor: int = 700, buyer: int = 1) -> int:
        at = self.watch()

        def unit(book: Book) -> int:
            made = Ticket(
                0, TicketKind.REFUND, S.TELLING, buyer, self.talks[buyer - 1], None, at, at, "CNY",
                order_number=order, sku=sku, unshipped=True, paid=minor, goods=minor,
            )  # fmt: skip
            return tickets.open_ticket(book, made, BUYER, POLICY).id

        return await self.store.write(unit)

    def sends_in(self, id: int, book: Book, meanwhile: Callable[[], None] = lambda: None) -> None:
        held = tickets.by_id(book, id)
        before = got_back.by_rule(book, held, self.watch(), POLICY)
        meanwhile()
        submit(held, BUYER, self.watch(), POLICY, before)

    def pays(self, id: int, book: Book, meanwhile: Callable[[], None] = lambda: None) -> None:
        held, at = tickets.by_id(book, id), self.watch()
        before = got_back.by_buyer(book, held.buyer_id, "CNY", at - timedelta(days=90))
        meanwhile()
        mover = Mover(frozenset({Actor.FINANCE}), self.faye)
        held.do("pay", mover, at, POLICY, Facts(buyer_before=before))

    async def states(self, *ids: int) -> list[TicketState]:
        return await self.store.read(lambda book: [tickets.by_id(book, id).state for id in ids])


@pytest.fixture
async def counter(store: Store, watch: Watch) -> Counter:
    made = Counter(store, watch)
    await made.opens()
    return made


async def test_many_small_sums_are_a_large_one(counter: Counter) -> None:
    """Of one buyer, and of one order whoever asks; after the span it begins anew."""
    ids = []
    for order, sku, buyer in (("A-1", "LAMP", 1), ("A-1", "CUP", 1), ("A-2", "LAMP", 1), ("A-1", "RUG", 2)):
        ids.append(await counter.case(order, sku, buyer=buyer))
        await counter.store.write(lambda book: counter.sends_in(ids[-1], book))
    assert await counter.states(*ids) == [S.AWAITING_REFUND, *[S.FINANCE_REVIEW] * 3]
    other = await counter.case("A-3", buyer=2)
    await counter.store.write(lambda book: counter.sends_in(other, book))
    assert await counter.states(other) == [S.AWAITING_REFUND], "another buyer, another order"
    counter.watch.move(days=91)
    later = await counter.case("A-4")
    await counter.store.write(lambda book: counter.sends_in(later, book))
    assert await counter.states(later) == [S.AWAITING_REFUND]


async def test_nor_are_they_small_in_one_breath(counter: Counter) -> None:
    """Two that one thought sends in: of the first nothing stands in the book yet."""
    ids = [await counter.case("A-1"), await counter.case("A-2")]

    def unit(book: Book) -> None:
        thought = CaseSteps(book, conversations.by_id(book, counter.talks[0]), counter.watch(), POLICY)
        for id, order in zip(ids, ("A-1", "A-2"), strict=True):
            thought.perform(SubmitCase(id, order, "LAMP", None))

    await counter.store.write(unit)
    assert await counter.states(*ids) == [S.AWAITING_REFUND, S.FINANCE_REVIEW]


async def test_what_finance_paid_does_not_use_up_the_small_sums(counter: Counter) -> None:
    first, second = await counter.case("A-1", minor=1_001), await counter.case("A-2", minor=300)
    await counter.store.write(lambda book: counter.sends_in(first, book))
    await counter.store.write(
        lambda book: tickets.by_id(book, first).do(
            "pay", Mover(frozenset({Actor.SUPERVISOR}), counter.faye), counter.watch(), POLICY
        )
    )
    await counter.store.write(lambda book: counter.sends_in(second, book))
    assert await counter.states(first, second) == [S.AWAITING_REFUND] * 2


@pytest.fixture
async def at_once(postgres_url: str, watch: Watch) -> AsyncIterator[Counter]:
    """SQLite has one writer: there nobody is at once."""
    store = PostgresStore(postgres_url, threads=3)
    made = Counter(store, watch)
    await made.opens()
    yield made
    store.close()


@pytest.mark.parametrize("press", ["pays", "sends_in"])
async def test_two_at_the_very_same_moment_do_not_pass_it_together(at_once: Counter, press: str) -> None:
    """The first has looked, and goes on only when the second waits for it, or has gone past."""
    ids, do = [await at_once.case("A-1"), await at_once.case("A-2")], getattr(at_once, press)
    if press == "pays":
        for id in ids:
            await at_once.store.write(lambda book, id=id: tickets.by_id(book, id).do("submit_unshipped", BUYER, at_once.watch(), POLICY))  # type: ignore[misc] # fmt: skip
    looked, gone_past = threading.Event(), threading.Event()

    def first(book: Book) -> None:
        def until_the_other_is_there() -> None:
            looked.set()
            while not gone_past.wait(0.01) and not _somebody_waits(at_once.store):
                pass

        do(ids[0], book, until_the_other_is_there)

    def second(book: Book) -> None:
        looked.wait()
        try:
            do(ids[1], book, gone_past.set)
        finally:
            gone_past.set()

    ended = await asyncio.gather(
        at_once.store.write(first), at_once.store.write(second), return_exceptions=True
    )
    assert [type(one) for one in ended if one is not None and not isinstance(one, NotAllowed)] == []
    assert (await at_once.states(*ids)).count(S.AWAITING_REFUND) == 1


def _somebody_waits(store: Store) -> bool:
    assert isinstance(store, PostgresStore)
    with psycopg.connect(store.url) as looks:
        found = looks.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool((found.fetchone() or (0,))[0])
