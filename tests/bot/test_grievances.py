"""Mina's parcel is lost, or she complains: it becomes one ticket of its kind, with what it needs, however often she says it."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.dialogue.steps import TellGrievance
from bot.perform import Superseded
from desk.conversation import Mode
from desk.order import Status
from desk.store import Book, Store, conversations, ticket_reasons, tickets
from desk.store.tables import ticket_reason
from desk.ticket.amounts import Amounts
from desk.ticket.facts import BUYER, Facts
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.policy import USUALLY
from tests.bot.cases_room import RUG, WHITE, CasesRoom
from tests.conftest import Watch

COMPLAINT = "I want to complain about your service, nobody has answered my mails since Monday"


@pytest.fixture
async def room(store: Store, watch: Watch) -> CasesRoom:
    room = CasesRoom(store, watch)
    await room.opens()
    return room


async def test_a_lost_parcel_is_a_case_and_a_person_sees_to_it(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, status=Status.SHIPPED)
    said = await room.says("my parcel A-1002 is lost")
    assert "A-1002" in said and "Parcel lost" in said
    ticket = await room.ticket()
    assert (ticket.kind, ticket.state, ticket.sku) == (TicketKind.DELIVERY, TicketState.TELLING, RUG)
    assert (ticket.paid, ticket.goods, ticket.opened_by) == (12_900, 0, None)
    assert "with my colleagues" in await room.says("yes") or "with my colleagues" in await room.said_last()
    assert (await room.ticket()).state is TicketState.SUBMITTED
    assert await room.verbs() == ["open", "submit"] and await room.reason() == "Parcel lost"
    assert (await room.mina.conversation()).mode == Mode.WAITING
    assert "grievance" not in (await room.mina.conversation()).dialogue


async def test_its_card_follows_and_what_was_decided_is_told(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, status=Status.SHIPPED)
    await room.says("my parcel A-1002 is lost")
    await room.presses("Yes, submit it")
    assert "looking into it" in await room.does(room.otto, "take_up", Facts(responsible="carrier"))
    paid = Facts(amounts=Amounts(12_900), note="The carrier lost it.")
    assert "129.00" in await room.does(room.ruth, "compensate", paid)


async def test_said_twice_and_pressed_twice_it_is_one_complaint(room: CasesRoom) -> None:
    await room.says(COMPLAINT)
    await room.says(COMPLAINT)
    await room.presses("Yes, submit it")
    button = (await room.buttons())["Yes, submit it"]
    await room.says("Yes, submit it", kind="press", button=button)
    ticket = await room.ticket()
    assert (ticket.kind, ticket.state, ticket.order_number) == (
        TicketKind.COMPLAINT,
        TicketState.SUBMITTED,
        "",
    )
    assert COMPLAINT in ticket.words and await room.reason() == "Service"


async def back_with_the_bot(room: CasesRoom) -> None:
    number = (await room.mina.conversation()).id

    def unit(book: Book) -> None:
        conversations.by_id(book, number).mode = Mode.BOT

    await room.store.write(unit)


async def test_days_later_it_is_gone_on_with_and_what_she_adds_is_kept(room: CasesRoom) -> None:
    await room.says(COMPLAINT)
    await room.says("yes")
    await back_with_the_bot(room)
    said = await room.says("I want to complain about your service, still no answer and no call from anybody")
    assert "already" in said or "We have this" in said
    assert "reviewing" in said
    ticket = await room.ticket()
    assert "since Monday" in ticket.words and "no call from anybody" in ticket.words
    await room.presses("It is about something else")
    await room.presses("Price")
    await room.says("you charged me twice for the very same lamp")
    await room.says("yes")
    one, other = await room.tickets()
    assert (one.state, other.state) == (TicketState.SUBMITTED, TicketState.SUBMITTED)
    assert "twice" in other.words and "twice" not in one.words


async def test_how_far_it_is(room: CasesRoom) -> None:
    await room.says(COMPLAINT)
    assert (
        "not submitted yet" in await room.says("how far is my complaint?")
        or "just this" in await room.said_last()
    )
    await room.says("yes")
    await back_with_the_bot(room)
    said = await room.says("how far is my complaint?")
    assert "reviewing" in said and "by 26 November" in said
    assert "审核" in await room.says("我的投诉处理得怎么样了")


async def test_silence_and_days_keep_what_was_begun(room: CasesRoom, watch: Watch) -> None:
    await room.says("I want to complain")
    await room.presses("Service")
    number = (await room.mina.conversation()).id
    watch.move(days=2)
    await room.fire()
    watch.move(hours=1)
    said = await room.says("I want to make a complaint about your service")
    assert (await room.mina.conversation()).id != number
    assert "own words" in said or "What happened" in said
    assert len(await room.tickets()) == 1


async def test_never_mind_withdraws_it(room: CasesRoom) -> None:
    await room.says(COMPLAINT)
    await room.says("cancel my complaint please")
    assert (await room.ticket()).state is TicketState.WITHDRAWN
    assert await room.card() == "", "she knows it"


async def test_who_is_cross_is_asked_nothing_and_what_was_said_stands_there(room: CasesRoom) -> None:
    said = await room.says("this is ridiculous, I want to complain about your rude driver")
    assert "own words" not in said and "about?" not in said
    assert (await room.mina.conversation()).mode == Mode.WAITING
    ticket = await room.ticket()
    assert ticket.state is TicketState.TELLING and "ridiculous" in ticket.words


async def test_a_story_may_be_cross_where_it_was_asked_for(room: CasesRoom) -> None:
    await room.says("I want to complain")
    await room.presses("Delivery")
    await room.says("the box lay over the fence for two weeks, this is ridiculous")
    assert (await room.mina.conversation()).mode == Mode.BOT
    assert "fence" in (await room.ticket()).words


async def test_photos_of_a_crushed_box_hang_on_it(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, WHITE)
    await room.says("the box of A-1002 was crushed on the way")
    said = await room.sends("dent")
    assert "✓ what is wrong\n□ the parcel's label" in said
    assert "Parcel damaged on the way" in await room.sends("label")
    assert await room.shows() == ["fault: dent", "label: label"]
    ticket = await room.ticket()
    assert (ticket.sku, ticket.item, ticket.paid) == ("", "A-1002", 0), "of the whole parcel"


async def test_a_late_parcel_uses_no_article_up(room: CasesRoom) -> None:
    """What was late may be broken as well: only a case by which money goes back is the line's one case."""
    await room.bought("A-1002", RUG)
    await room.says("my parcel A-1002 is lost")
    await room.says("yes")
    await back_with_the_bot(room)
    await room.says("it came after all, but I want to return the rug of A-1002")
    assert [one.kind for one in await room.tickets()] == [TicketKind.DELIVERY, TicketKind.RETURN]


async def test_the_same_parcel_told_in_another_chat_meanwhile_is_thought_about_again(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, status=Status.SHIPPED)
    await room.says("my parcel A-1002 is lost")
    ticket, order = await room.ticket(), await room.shop.order("A-1002")
    conversation = await room.mina.conversation()

    def again(book: Book) -> None:
        held = conversations.by_id(book, conversation.id)
        step = TellGrievance(0, TicketKind.DELIVERY, order, RUG, "Wool rug")
        room.performing.answer(book, held, 1, [step], room.watch())

    await room.store.write(again)
    assert (await room.ticket()).id == ticket.id
    await room.store.write(
        lambda book: tickets.by_id(book, ticket.id).do("submit", BUYER, room.watch(), USUALLY)
    )
    with pytest.raises(Superseded):
        await room.store.write(again)


async def test_a_person_on_request_has_it_all(room: CasesRoom) -> None:
    await room.says(COMPLAINT)
    await room.says("let me talk to a person please")
    assert (await room.mina.conversation()).mode == Mode.WAITING
    assert (await room.ticket()).state is TicketState.TELLING


async def test_a_shop_that_had_reasons_before_gets_those_of_new_kinds(room: CasesRoom) -> None:
    def without(book: Book) -> None:
        for one in ticket_reasons.every(book):
            if one.kinds == ["complaint"]:
                book.run(
                    update(ticket_reason).where(ticket_reason.c.id == one.id).values(kinds='["refund"]'), {}
                )

    await room.store.write(without)
    before = len(await room.store.read(ticket_reasons.every))
    await room.store.write(ticket_reasons.begin)
    await room.store.write(ticket_reasons.begin)
    offered = await room.store.read(lambda book: ticket_reasons.offered(book, TicketKind.COMPLAINT))
    assert len(offered) == 6 and len(await room.store.read(ticket_reasons.every)) == before + 6
