"""While Mina's rug is exchanged the order does not complete by itself (B4, C7): once, by the shop, and on the case's card."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.clock import to_ms
from desk.order import Status
from desk.order_change import Verb
from desk.store import Store, order_wishes
from desk.store.tables import order_wish
from desk.ticket.kinds import TicketKind
from desk.ticket.policy import USUALLY
from desk.ticket.receipt import exchange_is_over
from tests.bot.cases_room import GOODS, RUG, WHITE, CasesRoom
from tests.conftest import Watch


@pytest.fixture
async def room(store: Store, watch: Watch) -> CasesRoom:
    room = CasesRoom(store, watch)
    await room.opens()
    return room


async def sent_in(room: CasesRoom, words: str = "I want to exchange the rug") -> None:
    await room.says(words)
    await room.presses("Size or colour does not suit")
    if "lamp" in words:
        await room.says("the black one")
    await room.says("yes")


async def test_it_is_held_and_the_card_says_so_and_nothing_else_is_said(
    room: CasesRoom, watch: Watch
) -> None:
    await room.bought("A-1002", RUG)
    await sent_in(room)
    approved = watch()
    await room.does(room.otto, "approve", GOODS)
    before = await room.told()
    await room.wishes._carry_out_all()
    await room.wishes._tell_all()
    assert await room.told() == before
    until = exchange_is_over(approved, USUALLY)
    assert until == approved + timedelta(days=19)
    order = await room.order("A-1002")
    assert order.extended_until is not None and to_ms(order.extended_until) == to_ms(until)
    said = await room.says("how is my exchange?")
    assert "stays open for the exchange until 12 December" in said, said
    assert (await room.verbs())[-1] == "extend"


async def test_once_whatever_is_approved_or_wished_besides(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, WHITE)
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    await room.wishes._carry_out_all()
    await sent_in(room, "I want to exchange the white lamp")
    assert [one.kind for one in await room.tickets()] == [TicketKind.EXCHANGE] * 2
    await room.does(room.otto, "approve", GOODS)
    await room.wishes._carry_out_all()
    rows = await room.store.read(lambda book: book.rows(select(order_wish.c.verb, order_wish.c.state)))
    assert rows == [("extend_receipt", "done")]


async def test_what_she_wished_for_herself_is_enough(room: CasesRoom, watch: Watch) -> None:
    await room.bought("A-1002", RUG)
    value = str(to_ms(watch() + timedelta(days=9)))
    await room.store.write(
        lambda book: order_wishes.wish(book, Verb.EXTEND_RECEIPT, "A-1002", watch(), value=value)
    )
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    assert len(await room.store.read(order_wishes.wanted)) == 1


@pytest.mark.parametrize("words", ["I want to return the rug", "please repair the rug"])
async def test_only_for_an_exchange(room: CasesRoom, words: str) -> None:
    await room.bought("A-1002", RUG)
    await room.says(words)
    await room.presses("Ordered by mistake" if "return" in words else "Another reason")
    await room.says("yes")
    await room.does(room.otto, "approve", GOODS)
    assert await room.store.read(order_wishes.wanted) == []


async def test_of_a_completed_order_nothing_is_held_and_nobody_is_troubled(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, status=Status.COMPLETED)
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    before = await room.told()
    await room.wishes._carry_out_all()
    assert await room.told() == before and (await room.verbs())[-1] == "approve"
    assert (await room.order("A-1002")).extended_until is None
