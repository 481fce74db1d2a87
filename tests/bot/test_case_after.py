"""What Mina hears of her case once it is sent in, and what she can still say to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import ticket_cards
from bot.dialogue.case_facts import Case
from desk.store import Book, Store, alerts, conversations, tickets
from desk.ticket.amounts import Amounts
from desk.ticket.facts import BUYER, Facts, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.policy import USUALLY
from desk.ticket.ticket import Ticket
from tests.bot.cases_room import GOODS, RUG, CasesRoom
from tests.conftest import Watch

SENT = Facts(carrier="SF", tracking="SF1234567890123")


@pytest.fixture
async def room(store: Store, watch: Watch) -> CasesRoom:
    room = CasesRoom(store, watch)
    await room.opens()
    return room


async def sent_in(room: CasesRoom, words: str = "I want to return the rug") -> None:
    await room.bought("A-1002", RUG)
    await room.says(words)
    if "exchange" not in words:
        await room.presses("Ordered by mistake")
    else:
        await room.presses("Size or colour does not suit")
    await room.says("yes")
    assert (await room.ticket()).state is TicketState.SUBMITTED


async def test_the_card_tells_of_the_approval_once_with_address_and_day(room: CasesRoom) -> None:
    await sent_in(room)
    said = await room.does(room.otto, "approve", GOODS)
    assert "1 Loom Lane, Leeds" in said and "by 30 November" in said and "Wool rug" in said
    assert await room.card() == "" and not (await room.ticket()).untold


async def test_a_refusal_tells_its_reason_and_no_note_of_the_shop_s_own(room: CasesRoom) -> None:
    await sent_in(room)
    assert "The tag is missing" in await room.does(room.otto, "refuse", Facts(note="The tag is missing."))
    assert "The tag is missing" in await room.says("where is my return?")


async def test_what_finance_writes_to_the_service_is_not_for_mina(room: CasesRoom) -> None:
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    await room.does(room.walt, "receive")
    await room.does(room.walt, "pass_inspection")
    said = await room.does(room.faye, "send_back", Facts(note="Otto never checks these"))
    assert "is being checked" in said and "Otto" not in said


@pytest.mark.parametrize(
    "words",
    [
        "SF1234567890123",
        "I posted it with SF, SF 1234567890123",
        "tracking: SF1234567890123",
        "顺丰SF1234567890123",
    ],
)
async def test_the_parcel_s_number_in_any_wording(room: CasesRoom, words: str) -> None:
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    assert "SF1234567890123" in await room.says(words)
    ticket = await room.ticket()
    assert (ticket.state, ticket.carrier_back, ticket.tracking_back) == (
        TicketState.RETURNING,
        "SF",
        "SF1234567890123",
    )


async def test_sent_without_a_number_she_is_asked_for_it(room: CasesRoom) -> None:
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    assert "tracking number" in await room.says("I posted it this morning")
    assert "4312345678901" in await room.says("4312345678901")
    assert (await room.ticket()).state is TicketState.RETURNING


async def test_how_it_stands_whose_turn_and_by_when(room: CasesRoom) -> None:
    await sent_in(room)
    said = await room.says("where is my refund?")
    assert "reviewing" in said and "by 26 November" in said
    assert "是" not in said
    assert "售后" in await room.says("我的退款到哪了")


async def test_she_withdraws_it_and_may_begin_again(room: CasesRoom) -> None:
    await sent_in(room)
    assert "withdrawn" in await room.says("please cancel my return")
    assert (await room.ticket()).state is TicketState.WITHDRAWN
    await room.says("I want to return the rug")
    assert len(await room.tickets()) == 2


async def test_once_money_moves_nothing_is_withdrawn(room: CasesRoom) -> None:
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    await room.does(room.walt, "receive")
    await room.says("please cancel my return")
    assert (await room.ticket()).state is TicketState.RECEIVED


async def test_another_reason(room: CasesRoom) -> None:
    await sent_in(room)
    said = await room.says("please change the reason, it is faulty")
    assert "Faulty or poor quality" in said and await room.reason() == "Faulty or poor quality"


async def test_late_photos_hang_on_the_case(room: CasesRoom) -> None:
    await sent_in(room)
    assert "case" in await room.sends("late")
    assert await room.shows() == ["fault: late"]


async def test_a_late_album_that_comes_piece_by_piece_hangs_on_the_case_whole(room: CasesRoom) -> None:
    await sent_in(room)
    said = [await room.says(kind="photo", photos=[{"ref": name}], group_id="late") for name in "123"]
    assert "case" in said[0] and said[1:] == ["", ""]
    assert await room.shows() == ["fault: 1", "whole: 2", "label: 3"]


async def test_the_platform_shall_step_in(room: CasesRoom) -> None:
    await sent_in(room)
    await room.says("我要申请平台介入")
    ticket = await room.ticket()
    assert ticket.platform_at is not None and ticket.raised_at is not None
    await room.says("平台介入！")
    assert (await room.verbs()).count("platform") == 1


async def test_still_wrong_after_an_exchange_it_is_a_return(room: CasesRoom) -> None:
    await sent_in(room, "I want to exchange the rug")
    await room.does(room.otto, "approve", GOODS)
    await room.does(room.walt, "receive")
    await room.does(room.walt, "pass_inspection")
    said = await room.does(room.walt, "reship", SENT)
    assert "SF SF1234567890123" in said
    await room.presses("Still not right")
    ticket = await room.ticket()
    assert (ticket.kind, ticket.state) == (TicketKind.RETURN, TicketState.SUBMITTED)


async def test_all_is_well_after_an_exchange(room: CasesRoom) -> None:
    await sent_in(room, "I want to exchange the rug")
    await room.does(room.otto, "approve", GOODS)
    for who, verb, facts in (
        (room.walt, "receive", Facts()),
        (room.walt, "pass_inspection", Facts()),
        (room.walt, "reship", SENT),
    ):
        await room.does(who, verb, facts)
    old = (await room.buttons())["Still not right"]
    await room.says("everything works fine, it's perfect now")
    assert (await room.ticket()).state is TicketState.DONE
    await room.says("Still not right", kind="press", button=old)
    assert (await room.ticket()).state is TicketState.DONE, "an old button moves nothing"


async def test_nobody_moves_the_case_of_somebody_else(room: CasesRoom) -> None:
    await sent_in(room)
    number = (await room.ticket()).id
    lena = room.buyer("8", "Lena")
    await room.says("hello there, how are you", who=lena)
    await room.says("x", who=lena, kind="press", button=f"t:withdraw:{number}")
    assert (await room.ticket()).state is TicketState.SUBMITTED


# --- by the clock


async def test_she_is_reminded_to_send_it_and_then_it_lapses_and_opens_again(
    room: CasesRoom, watch: Watch
) -> None:
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    watch.move(days=5)
    await room.fire()
    said = await room.card()
    assert "reminder" in said and "1 Loom Lane, Leeds" in said and await room.card() == ""
    watch.move(days=2)
    await room.fire()
    assert "not sent in time" in await room.card()
    assert (await room.ticket()).state is TicketState.RETURN_OVERDUE
    await room.says("sorry I was ill, I posted it today: SF1234567890123")
    assert (await room.ticket()).state is TicketState.RETURNING


async def test_who_sent_it_is_not_reminded(room: CasesRoom, watch: Watch) -> None:
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    await room.says("SF1234567890123")
    watch.move(days=6)
    await room.fire()
    assert await room.card() == "" and (await room.ticket()).state is TicketState.RETURNING


async def test_what_the_shop_owes_is_raised_with_an_alert_once(room: CasesRoom, watch: Watch) -> None:
    await sent_in(room)
    watch.move(days=3)
    await room.fire()
    await room.fire()
    ticket = await room.ticket()
    assert ticket.raised_at == watch() and (await room.verbs())[-1] == "raise"
    told = [one for one in await room.store.read(alerts.unheard) if one.cause == "ticket"]
    assert [(one.who, one.why) for one in told] == [(str(ticket.id), "submitted")]


async def test_what_was_begun_and_forgotten_is_put_away_in_silence(room: CasesRoom, watch: Watch) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    watch.move(days=30)
    await room.fire()
    assert (await room.ticket()).state is TicketState.WITHDRAWN
    assert await room.card() == "" and not (await room.ticket()).untold


async def test_in_quiet_hours_nothing_starts_unless_she_waits(room: CasesRoom, watch: Watch) -> None:
    await sent_in(room)
    watch.move(hours=14)
    assert room.rules.hours.is_quiet(watch())
    await room.is_answered()
    assert await room.does(room.otto, "approve", GOODS) == ""
    assert (await room.ticket()).untold
    watch.move(hours=12)
    assert "approved" in await room.card()


class ReadsOnly:
    """A store that counts what would be written."""

    def __init__(self, store: Store) -> None:
        self.read, self.written = store.read, 0

    async def write(self, unit: object) -> None:
        self.written += 1


async def test_in_quiet_hours_the_worker_writes_nothing_ring_after_ring(
    room: CasesRoom, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sent_in(room)
    watch.move(hours=14)
    await room.is_answered()
    await room.does(room.otto, "approve", GOODS)
    store = ReadsOnly(room.store)
    with monkeypatch.context() as quiet:
        quiet.setattr(room.cards, "_store", store)
        await room.cards._tell_all()
    assert store.written == 0 and (await room.ticket()).untold
    watch.move(hours=12)
    assert "approved" in await room.card()


async def test_who_waits_in_quiet_hours_is_told(room: CasesRoom, watch: Watch) -> None:
    await sent_in(room)
    watch.move(hours=14)
    assert "approved" in await room.does(room.otto, "approve", GOODS)


async def test_with_a_person_the_card_is_a_note(room: CasesRoom, watch: Watch) -> None:
    await sent_in(room)
    await room.says("I want to talk to a person")
    number = (await room.mina.conversation()).id
    await room.store.write(lambda book: conversations.by_id(book, number).take(room.otto.id, watch()))
    assert await room.does(room.otto, "approve", GOODS) == ""
    assert any("approved" in note for note in await room.noted())


async def test_a_second_card_worker_says_nothing_twice(room: CasesRoom) -> None:
    await sent_in(room)
    id = (await room.ticket()).id
    await room.does(room.otto, "approve", GOODS)
    await room.store.write(lambda book: room.cards._tell(book, id, room.watch()))
    assert sum("Loom Lane" in one for one in await room.told()) == 1


async def test_a_lowered_amount_is_told_when_it_is_paid_back(room: CasesRoom) -> None:
    await sent_in(room)
    await room.does(room.otto, "approve", Facts(amounts=Amounts(10_000, 0, 500), address="1 Loom Lane"))
    await room.does(room.walt, "receive")
    await room.does(room.walt, "pass_inspection")
    assert "95.00" in await room.does(room.faye, "pay")


async def test_a_parcel_s_number_before_the_approval_is_answered_by_how_it_stands(room: CasesRoom) -> None:
    await sent_in(room)
    assert "reviewing" in await room.says("SF1234567890123")
    assert (await room.ticket()).state is TicketState.SUBMITTED


async def test_a_case_that_cannot_be_told_keeps_no_other_from_being_told(
    room: CasesRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sent_in(room)
    [first] = await room.tickets()
    second = replace(first, id=0, version=0, sku="OTHER", born=[], events=[])

    def unit(book: Book) -> None:
        made = tickets.open_ticket(book, second, BUYER, USUALLY)
        for id in (first.id, made.id):
            tickets.by_id(book, id).do(
                "refuse", Mover.of(room.ruth), room.watch(), USUALLY, Facts(note=f"No {id}")
            )

    await room.store.write(unit)
    case_of = ticket_cards.case_of

    def broken(book: Book, ticket: Ticket) -> Case:
        if ticket.id == first.id:
            raise ValueError("nobody can read it")
        return case_of(book, ticket)

    monkeypatch.setattr(ticket_cards, "case_of", broken)
    assert "No 2" in await room.card()
    assert [one.untold for one in await room.tickets()] == [True, False]


async def test_a_group_does_not_hear_what_is_one_buyer_s(room: CasesRoom) -> None:
    await sent_in(room)
    talk = (await room.mina.conversation()).id

    def in_a_group(book: Book) -> None:
        conversations.by_id(book, talk).in_group = True

    await room.store.write(in_a_group)
    await room.does(room.otto, "approve", GOODS)
    noted = await room.store.read(lambda book: conversations.latest(book, talk, 1))
    assert [one.author for one in noted] == ["note"] and "1 Loom Lane" in noted[0].text
    assert not (await room.ticket()).untold


async def test_of_more_cases_than_are_read_the_one_she_names_is_found(room: CasesRoom) -> None:
    await sent_in(room)
    await room.does(room.otto, "approve", GOODS)
    await room.says("SF1234567890123")
    oldest = await room.ticket()

    def many(book: Book) -> None:
        for _ in range(tickets.AT_ONCE + 2):
            fresh = replace(tickets.by_id(book, oldest.id), id=0, order_number="B-7", item="Brass lamp")
            fresh.state, fresh.closed_at, fresh.tracking_back = TicketState.WITHDRAWN, room.watch(), ""
            fresh.born, fresh.events, fresh.untold, fresh.undrawn, fresh.version = [], [], False, False, 0
            book.add(fresh)

    await room.store.write(many)
    for words in ("where is my return?", f"how is case #{oldest.id}?", "where is my refund for A-1002?"):
        assert f"Case {oldest.id}, Wool rug" in await room.says(words), "it still runs"
    await room.does_to(oldest.id, room.walt, "receive")
    await room.does_to(oldest.id, room.walt, "refuse_inspection", Facts(note="Worn", photos=1))
    await room.does_to(oldest.id, room.walt, "return_goods", Facts(tracking="SF999", carrier="SF"))
    assert "Brass lamp" in await room.says("where is my return?")
    for words in (
        f"how is case #{oldest.id}?",
        "where is my refund for A-1002?",
        "where is my return SF1234567890123?",
    ):
        assert f"Case {oldest.id}, Wool rug" in await room.says(words), words
    assert str(oldest.id) not in await room.says("how is case #999?")
