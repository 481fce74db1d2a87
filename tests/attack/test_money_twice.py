"""Somebody who wants more back than they paid: by waiting, by two cases of one line, by withdrawing and beginning anew."""

from __future__ import annotations

import pytest

from bot.case_steps import CaseSteps, MovedOn
from bot.dialogue.steps import SubmitCase
from desk.order import Status
from desk.shops.embedded import EmbeddedShop
from desk.store import Book, Store, conversations, tickets
from desk.ticket.facts import Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.opening import submit
from desk.ticket.policy import USUALLY
from desk.ticket.ticket import Ticket
from tests.bot.cases_room import RUG, CasesRoom
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
            tickets.open_ticket(book, made, Mover.of(room.otto), USUALLY), Mover.of(room.otto), at, USUALLY
        )

    await room.store.write(otto_opens)
    now = (await EmbeddedShop(room.store, room.watch).order("A-1002")) or pytest.fail("no order")
    late = SubmitCase(first.id, "A-1002", RUG, now)

    def unit(book: Book) -> None:
        talk = conversations.by_id(book, first.conversation_id)
        CaseSteps(book, talk, room.watch(), USUALLY).perform(late)

    with pytest.raises(MovedOn):
        await room.store.write(unit)
    assert [one.state for one in await room.tickets()] == [S.TELLING, S.SUBMITTED]
