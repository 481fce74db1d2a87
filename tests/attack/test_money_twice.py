"""Somebody who wants more back than they paid: by waiting, by two cases of one line, by withdrawing and beginning anew."""

from __future__ import annotations

import asyncio
import time
from functools import partial

import pytest

from bot.case_steps import CaseSteps, MovedOn
from bot.dialogue.steps import SubmitCase
from console.ticket_opening import Wish, wanted
from desk.money import Money
from desk.order import Status
from desk.shops.embedded import EmbeddedShop
from desk.shops.files import Import
from desk.shops.importing import apply_import
from desk.stock import Listing, Product, Variant
from desk.store import Book, Store, conversations, tickets
from desk.targets import Standing, Targets
from desk.ticket.eligibility import FREE
from desk.ticket.facts import BUYER, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.opening import submit
from desk.ticket.policy import USUALLY, Policy
from desk.ticket.ticket import Ticket
from tests.bot.cases_room import BLACK, RUG, WHITE, CasesRoom
from tests.cast import Loopback, Writer
from tests.conftest import Watch

S = TicketState


@pytest.fixture
async def room(store: Store, watch: Watch) -> CasesRoom:
    room = CasesRoom(store, watch)
    await room.opens()
    return room


async def test_what_is_confirmed_after_the_parcel_left_is_looked_at_by_the_service(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, status=Status.PAID)
    await room.says("I want a refund for the rug of A-1002")
    await room.presses("No longer wanted")
    assert (await room.ticket()).unshipped
    await room.bought("A-1002", RUG, status=Status.SHIPPED)
    await room.says("yes")
    ticket = await room.ticket()
    assert (ticket.state, ticket.unshipped) == (S.SUBMITTED, False)


async def test_a_line_that_got_another_case_meanwhile_is_not_sent_in_twice(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug of A-1002")
    await room.presses("No longer wanted")
    first = await room.ticket()

    def otto_opens(book: Book) -> None:
        values = {name: getattr(first, name) for name in ("order_number", "sku", "item", "paid", "goods")}
        at, talk = room.watch(), first.conversation_id
        made = Ticket(
            0, TicketKind.RETURN, S.TELLING, first.buyer_id, talk, room.otto.id, at, at, "CNY", **values
        )
        submit(
            tickets.open_ticket(book, made, Mover.of(room.otto), USUALLY), Mover.of(room.otto), at, USUALLY, 0
        )

    await room.store.write(otto_opens)
    now = (await EmbeddedShop(room.store, room.watch).order("A-1002")) or pytest.fail("no order")
    late = SubmitCase(first.id, "A-1002", RUG, now)

    def unit(book: Book) -> None:
        talk = conversations.by_id(book, first.conversation_id)
        CaseSteps(book, talk, room.watch(), USUALLY).perform(late)

    with pytest.raises(MovedOn):
        await room.store.write(unit)
    assert "already" in await room.says("yes"), "thought about once more it is answered"
    assert [one.state for one in await room.tickets()] == [S.TELLING, S.SUBMITTED]


async def test_what_one_unit_gave_back_before_shipment_the_others_do_not_give_again(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, status=Status.PAID, each=3)
    await room.says("I want a refund for the rug of A-1002")
    await room.says("one of them")
    await room.presses("No longer wanted")
    await room.says("yes")
    assert "already" in await room.says("I want a refund for another rug of A-1002"), "once before shipment"
    await room.bought("A-1002", RUG, each=3)
    await room.says("I want to return the rugs of A-1002")
    await room.says("all 3 of them")
    assert len(await room.tickets()) == 1, "only two of them came"
    await room.says("two of them")
    await room.presses("No longer wanted")
    await room.says("yes")
    first, second = await room.tickets()
    assert (first.quantity, second.quantity, second.state) == (1, 2, S.SUBMITTED)
    assert first.goods + second.goods == 3 * 12_900
    assert "already" in await room.says("I want to return a rug of A-1002")


async def test_small_sums_that_are_paid_without_finance_do_not_add_up_to_a_large_one(room: CasesRoom) -> None:
    room.performing.targets = Targets(Standing(after_sales=Policy(automatic=12_900)))
    await room.bought("A-1002", RUG, WHITE, status=Status.PAID)
    for article in ("rug", "white lamp"):
        await room.says(f"I want a refund for the {article} of A-1002")
        await room.presses("No longer wanted")
        await room.says("yes")
    assert [one.state for one in await room.tickets()] == [S.AWAITING_REFUND, S.FINANCE_REVIEW]


async def test_nothing_dearer_comes_instead(room: CasesRoom) -> None:
    black = Variant(BLACK, {"colour": "black"}, Money(49_900, "CNY"), 3, None, "")
    await apply_import(
        room.store, Import((Listing("亚麻台灯", "Linen lamp", (), black),), (), ()), room.watch()
    )
    await room.bought("A-1002", WHITE)
    await room.says("I want to exchange the white lamp of A-1002")
    await room.presses("Size or colour does not suit")
    assert (await room.ticket()).wanted_sku == ""
    assert not any("black" in label for label in await room.buttons())
    await room.says("the black one please")
    assert (await room.ticket()).wanted_sku != BLACK


def test_nor_by_the_desk() -> None:
    def one(sku: str, price: int) -> Variant:
        return Variant(sku, {}, Money(price, "CNY"), 3, None, "")

    lamps = Product("L", "灯", "Lamp", (), (one("S", 100), one("M", 100), one("XL", 101), one("XS", 99)))
    sold = {each.sku: (lamps, each) for each in lamps.variants}
    offered = wanted(Wish("A-1", "S", TicketKind.EXCHANGE), sold)
    assert [sku for sku, _ in offered] == ["S", "M", "XS"]


async def test_a_line_that_is_free_for_two_at_once_gets_one_case(store: Store, watch: Watch) -> None:
    """By the chat and by a console, each in a conversation of its own."""
    talks = []
    for chat in ("7", "8"):
        writer = Writer(store, watch, Loopback(), chat=chat)
        talks.append((await writer.writes("I want my money back")).conversation_id)

    def unit(talk: int, book: Book) -> None:
        if any(one.state not in FREE for one in tickets.earlier(book, "A-1", "LAMP")):
            return
        time.sleep(0.2)
        at, values = watch(), {"order_number": "A-1", "sku": "LAMP", "paid": 100, "goods": 100}
        made = Ticket(0, TicketKind.RETURN, S.TELLING, 1, talk, None, at, at, "CNY", **values)
        submit(tickets.open_ticket(book, made, BUYER, USUALLY), BUYER, at, USUALLY, by_rule=0)

    await asyncio.gather(*(store.write(partial(unit, talk)) for talk in talks if talk))
    assert len(await store.read(lambda book: tickets.of_order(book, "A-1"))) == 1
