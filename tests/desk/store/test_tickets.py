"""Tickets in the book, on both stores: what is written, what stands beside them, and who may not write twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from desk.errors import NotFound, NotNow
from desk.photo import Photo, PhotoState
from desk.store import Book, Store, clockwork, got_back, photos, refunds, ticket_reasons, tickets
from desk.ticket.evidence import Shows
from desk.ticket.facts import Facts, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.policy import USUALLY
from desk.ticket.reason import shipped
from desk.ticket.ticket import Ticket
from tests.cast import Loopback, Writer, hire
from tests.conftest import Watch

MINA = Mover(frozenset({Actor.BUYER}))


class Counter:
    """Where cases are opened."""

    def __init__(self, store: Store, watch: Watch) -> None:
        self.store, self.watch = store, watch
        self.mina = Writer(store, watch, Loopback())

    async def opens(self, kind: TicketKind = TicketKind.REFUND, **more: object) -> int:
        heard = await self.mina.writes("I want my money back")
        assert heard.conversation_id is not None
        talk = heard.conversation_id
        at = self.watch()

        def unit(book: Book) -> int:
            made = Ticket(0, kind, TicketState.TELLING, 1, talk, None, at, at, "CNY", **more)  # type: ignore[arg-type]
            return tickets.open_ticket(book, made, MINA, USUALLY).id

        return await self.store.write(unit)

    async def does(self, id: int, verb: str, mover: Mover = MINA, facts: Facts = Facts()) -> None:  # noqa: B008
        at = self.watch()
        await self.store.write(lambda book: tickets.by_id(book, id).do(verb, mover, at, USUALLY, facts))

    async def held(self, id: int) -> Ticket:
        return await self.store.read(lambda book: tickets.by_id(book, id))


@pytest.fixture
def counter(store: Store, watch: Watch) -> Counter:
    return Counter(store, watch)


async def test_a_ticket_has_a_number_a_history_and_its_time(counter: Counter, store: Store) -> None:
    id = await counter.opens(order_number="A-1", sku="LAMP", paid=1_000, goods=1_000)
    await counter.does(id, "submit_unshipped")
    ticket = await counter.held(id)
    assert (ticket.state, ticket.version) == (TicketState.FINANCE_REVIEW, 2)
    history = await store.read(lambda book: tickets.steps(book, id))
    assert [(step.verb, step.actor) for step in history] == [
        ("open", Actor.BUYER),
        ("submit_unshipped", Actor.BUYER),
    ]
    due = await store.read(lambda book: clockwork.due(book, counter.watch() + timedelta(days=99), 50))
    assert [one.kind for one in due if one.kind.startswith("ticket")] == ["ticket_due", "ticket_due"]


async def test_there_is_no_such_ticket(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.read(lambda book: tickets.by_id(book, 9))


async def test_the_cases_of_a_line_stand_by_the_line(counter: Counter, store: Store) -> None:
    first = await counter.opens(order_number="A-1", sku="LAMP")
    await counter.opens(order_number="A-1", sku="CUP")
    await counter.does(first, "withdraw")
    found = await store.read(lambda book: tickets.earlier(book, "A-1", "LAMP"))
    assert [(one.ticket, one.state) for one in found] == [(first, TicketState.WITHDRAWN)]
    assert await store.read(lambda book: tickets.earlier(book, "A-1", "LAMP", but=first)) == []
    assert len(await store.read(lambda book: tickets.of_order(book, "A-1"))) == 2


async def test_what_a_buyer_got_counts_what_may_have_gone_out(counter: Counter, store: Store) -> None:
    faye = await hire(store, counter.watch, "Faye")
    finance = Mover(frozenset({Actor.FINANCE}), faye.id)
    for sku in ("LAMP", "CUP"):
        id = await counter.opens(order_number="A-1", sku=sku, paid=700, goods=700)
        await counter.does(id, "submit_unshipped")
        await counter.does(id, "pay", finance)
    since = counter.watch() - timedelta(days=1)
    assert await store.read(lambda book: got_back.by_buyer(book, 1, "CNY", since)) == 1_400
    assert await store.read(lambda book: got_back.by_buyer(book, 1, "EUR", since)) == 0
    wanted = await store.read(refunds.unsettled)
    assert [one.minor for one in wanted] == [700, 700] and wanted[0].key != wanted[1].key


async def test_photos_hang_on_it_once_and_the_same_bytes_are_found_again(
    counter: Counter, store: Store
) -> None:
    first, second = await counter.opens(sku="LAMP"), await counter.opens(sku="CUP")
    at = counter.watch()

    def unit(book: Book) -> None:
        for number, id in enumerate((first, second)):
            made = Photo(
                0,
                f"key-{number}",
                None,
                None,
                None,
                "",
                "web",
                "",
                "",
                None,
                "",
                False,
                PhotoState.OK,
                at,
                sha256="ab",
            )
            photo = book.add(made)
            assert tickets.add_photo(book, id, photo.id, Shows.FAULT, at)
            assert not tickets.add_photo(book, id, photo.id, Shows.WHOLE, at)

    await store.write(unit)
    [(shows, photo)] = await store.read(lambda book: tickets.photos(book, first))
    assert (shows, photo.sha256) == (Shows.FAULT, "ab")
    assert await store.read(lambda book: tickets.same_pictures(book, first)) == [(second, "ab")]


async def test_pictures_that_look_alike_are_found_and_the_very_same_are_not_named_again(
    counter: Counter, store: Store
) -> None:
    looks = ("0f1e2d3c4b5a6978", "0f1e2d3c4b5a6979", "f0e1d2c3b4a59687", "0f1e2d3c4b5a6978")
    numbers = [await counter.opens(sku=f"S{n}") for n in range(len(looks))]
    at = counter.watch()

    def unit(book: Book) -> None:
        for number, (id, looked) in enumerate(zip(numbers, looks, strict=True)):
            sha256 = "same" if number in (0, 3) else f"other{number}"
            made = Photo(
                0,
                f"key-{number}",
                None,
                None,
                None,
                "",
                "web",
                "",
                "",
                None,
                "",
                False,
                PhotoState.OK,
                at,
                sha256,
            )
            photo = book.add(made)
            photo.likeness = looked
            photos.keep_likeness(book, photo.id, looked)
            tickets.add_photo(book, id, photo.id, Shows.FAULT, at)

    await store.write(unit)
    found = await store.read(lambda book: tickets.look_alike(book, numbers[0]))
    assert [other for _, other in found] == [numbers[1]]
    assert await store.read(lambda book: tickets.look_alike(book, numbers[2])) == []


async def test_a_shop_begins_with_reasons_in_both_languages(counter: Counter, store: Store) -> None:
    for _ in range(2):
        await store.write(ticket_reasons.begin)
    assert len(await store.read(ticket_reasons.every)) == len(shipped())
    offered = await store.read(lambda book: ticket_reasons.offered(book, TicketKind.REFUND))
    assert offered[0].in_words("zh-CN") == "质量问题" and offered[0].photos and offered[0].shop_pays
    assert offered[0].in_words("zh-TW") == "品質問題" and offered[0].in_words("fr") == "质量问题"
    assert "Size or colour does not suit" not in {reason.in_words("en") for reason in offered}
    await counter.opens(reason_id=offered[0].id)
    assert await store.read(ticket_reasons.in_use) == {offered[0].id}


async def test_two_at_once_and_one_is_told_that_it_is_done(counter: Counter, store: Store) -> None:
    id = await counter.opens(paid=700, goods=700)
    await counter.does(id, "submit_unshipped")
    faye = await hire(store, counter.watch, "Faye")
    finance = Mover(frozenset({Actor.FINANCE}), faye.id)
    results = await asyncio.gather(
        *(counter.does(id, "pay", finance) for _ in range(10)), return_exceptions=True
    )
    assert sum(result is None for result in results) == 1
    assert {type(result) for result in results if result is not None} == {NotNow}
    assert len(await store.read(refunds.unsettled)) == 1
