"""The card of Mina's case: one message, changed in its place where the channel can; nothing is lost where it cannot."""

from __future__ import annotations

import itertools
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels import Letter, NotSent, Outcome, Refused, Unsure
from bot.dialogue.case_card import standing
from bot.dialogue.case_facts import Case
from bot.dialogue.spoken import spoken
from bot.outbox import EDIT_TRIES, Sender
from desk.banned.guard import Guard, Rule
from desk.conversation import STOPS, Mode, Reach
from desk.files import Files
from desk.line import Line
from desk.money import Money
from desk.outgoing import OutState
from desk.shelf import Shelf
from desk.store import Book, Store, chats, conversations
from desk.store.chats import Shown
from desk.store.tables import outbox
from desk.ticket.facts import Facts
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from tests import shipped
from tests.bot.cases_room import GOODS, RUG, CasesRoom
from tests.bot.orders_room import PACKS
from tests.cast import TARGETS
from tests.conftest import Watch

SENT = Facts(carrier="SF", tracking="SF1234567890123")
LOST = Refused("Bad Request: message to edit not found")


class CardRoom(CasesRoom):
    """A channel that can change what was said, and the road out to it. Each thing is sent before the next happens."""

    def __init__(self, store: Store, watch: Watch, folder: Path) -> None:
        super().__init__(store, watch)
        self.performing._reaches = {"loopback": Reach(edits=True)}
        self.sender = Sender(store, self.channel, Files(folder), watch, TARGETS, lambda _: None)

    async def approved(self, words: str = "I want to return the rug") -> None:
        await self.bought("A-1002", RUG)
        await self.says(words)
        reason = "Ordered by mistake" if "return" in words else "Size or colour does not suit"
        await self.presses(reason)
        await self.says("yes")
        await self.sends_all()
        await self.goes(self.otto, "approve", GOODS)

    async def goes(self, *move: object) -> list[Letter]:
        """What leaves of it, a new message or an edit."""
        before = len(self.channel.said)
        await self.does(*move)  # type: ignore[arg-type]
        await self.sends_all()
        return self.channel.said[before:]

    async def looks(self) -> list[Letter]:
        before = len(self.channel.said)
        await self.cards._tell_all()
        await self.sends_all()
        return self.channel.said[before:]

    async def sends_all(self) -> None:
        idle = 0
        while idle < 2:
            await self.sender._send_what_may_go()
            idle = 0 if self.sender._on_the_way else idle + 1
            await self.sender._land()

    async def is_shown(self) -> Shown:
        """The card as the buyer of a web chat sees it."""
        ticket = await self.ticket()

        def unit(book: Book) -> Shown:
            assert ticket.card_in is not None and ticket.card_seq is not None
            card = conversations.message_at(book, ticket.card_in, ticket.card_seq)
            [found] = [one for one in chats.history(book, LINE, 0, 99) if one.n == card.id]
            return found

        return await self.store.read(unit)

    async def former(self) -> list[str]:
        ticket = await self.ticket()
        seq, conversation = ticket.card_seq or 0, ticket.card_in or 0
        found = await self.store.read(lambda book: conversations.revisions(book, conversation, seq))
        return [one.text for one in found]

    async def states(self) -> list[str]:
        """Of the edits."""
        rows = select(outbox.c.state).where(outbox.c.edits.is_not(None)).order_by(outbox.c.id)
        return await self._texts(rows)

    async def nobody_was_called(self) -> bool:
        conversation = await self.mina.conversation()
        return conversation.mode == Mode.BOT and conversation.undelivered == 0


LINE = Line("loopback", "main", "7")


@pytest.fixture
async def room(store: Store, watch: Watch, tmp_path: Path) -> CardRoom:
    room = CardRoom(store, watch, tmp_path)
    await room.opens()
    return room


async def test_her_card_says_kind_article_state_turn_and_day_and_goes_on_in_its_place(room: CardRoom) -> None:
    await room.approved()
    card = room.channel.said[-1]
    assert card.edits is None and card.text.startswith("Return and refund\n")
    assert "Wool rug" in card.text and "1 Loom Lane, Leeds" in card.text
    assert "Please send it by 30 November" in card.text
    number, shown = f"m{len(room.channel.said)}", await room.is_shown()
    [edit] = await room.goes(room.walt, "receive")
    assert edit.edits == number and "it has arrived" in edit.text and "You will hear from us by" in edit.text
    [again] = await room.goes(room.walt, "pass_inspection")
    assert again.edits == number and "refund of ¥129.00 is being checked" in again.text
    assert await room.former() == [card.text, edit.text]
    now = await room.is_shown()
    assert (now.n, now.rev, now.text) == (shown.n, shown.rev + 2, again.text)
    assert await room.looks() == [] and not (await room.ticket()).undrawn


async def test_what_she_does_herself_shows_on_the_card_too(room: CardRoom) -> None:
    await room.approved()
    assert "SF1234567890123" in await room.says("SF1234567890123")
    await room.sends_all()
    [edit] = await room.looks()
    assert edit.edits is not None and "SF1234567890123 is on its way to us" in edit.text


async def test_what_she_must_know_at_once_is_a_message_besides(room: CardRoom) -> None:
    await room.approved("I want to exchange the rug")
    await room.goes(room.walt, "receive")
    await room.goes(room.walt, "pass_inspection")
    edit, message = await room.goes(room.walt, "reship", SENT)
    assert edit.edits is not None and message.edits is None
    assert "SF SF1234567890123" in edit.text and "SF SF1234567890123" in message.text
    assert "next step is yours, by" in edit.text
    assert [button.text for button in edit.buttons] == [button.text for button in message.buttons] != []


async def test_a_reminder_is_a_message_and_the_card_stays_as_it_is(room: CardRoom, watch: Watch) -> None:
    await room.approved()
    watch.move(days=5)
    await room.fire()
    said = await room.looks()
    assert [one.edits is None for one in said if "reminder" in one.text] == [True]
    assert "reminder" not in (await room.is_shown()).text


async def test_a_card_that_cannot_be_changed_any_more_is_said_anew_and_nobody_is_called(
    room: CardRoom,
) -> None:
    await room.approved()
    room.channel.answers = [LOST]
    assert await room.goes(room.walt, "receive") == []
    [anew] = await room.looks()
    assert anew.edits is None and "it has arrived" in anew.text and await room.nobody_was_called()
    number = f"m{len(room.channel.said)}"
    [edit] = await room.goes(room.walt, "pass_inspection")
    assert edit.edits == number, "the new message is the card from now on"
    assert await room.states() == [OutState.FAILED, OutState.SENT]


async def test_news_that_were_told_besides_are_not_told_again_when_the_card_is_lost(room: CardRoom) -> None:
    await room.approved()
    await room.says("please cancel my return")
    await room.sends_all()
    room.channel.answers = [LOST]
    assert await room.looks() == [] and await room.looks() == []
    assert (await room.ticket()).state is TicketState.WITHDRAWN and await room.states() == [OutState.FAILED]


@pytest.mark.parametrize("outcome", [Unsure("no answer"), NotSent("no route")])
async def test_an_edit_of_which_nobody_knows_is_repeated(
    room: CardRoom, watch: Watch, outcome: Outcome
) -> None:
    await room.approved()
    room.channel.answers = [outcome]
    assert await room.goes(room.walt, "receive") == []
    watch.move(seconds=90)
    [edit] = await room.looks()
    assert edit.edits is not None and "it has arrived" in edit.text and await room.nobody_was_called()
    assert await room.states() == [OutState.SENT]


async def test_an_edit_that_stays_unsure_does_not_hold_up_the_chat_for_ever(
    room: CardRoom, watch: Watch
) -> None:
    await room.approved()
    room.channel.answers = [Unsure("no answer")] * EDIT_TRIES
    await room.goes(room.walt, "receive")
    for _ in range(EDIT_TRIES):
        watch.move(seconds=90)
        await room.sends_all()
    [anew] = await room.looks()
    assert anew.edits is None and "it has arrived" in anew.text and await room.nobody_was_called()


async def test_an_edit_on_its_way_when_we_died_is_sent_again(room: CardRoom, watch: Watch) -> None:
    await room.approved()
    await room.does(room.walt, "receive")
    claimed, _ = await room.sender._claim(watch(), 5)
    assert len(claimed) == 1
    await room.sender._take_up()
    await room.sends_all()
    assert "it has arrived" in room.channel.said[-1].text and await room.nobody_was_called()


async def test_of_two_changes_before_the_first_has_left_only_the_last_leaves(room: CardRoom) -> None:
    await room.approved()
    await room.does(room.walt, "receive")
    [edit] = await room.goes(room.walt, "pass_inspection")
    assert "is being checked" in edit.text
    assert await room.states() == [OutState.CANCELLED, OutState.SENT]


async def test_while_otto_has_her_the_card_waits_also_when_it_was_on_its_way(
    room: CardRoom, watch: Watch
) -> None:
    await room.approved()
    await room.does(room.walt, "receive")
    number = (await room.mina.conversation()).id
    await room.store.write(lambda book: conversations.by_id(book, number).take(room.otto.id, watch()))
    await room.sends_all()
    assert await room.goes(room.walt, "pass_inspection") == [], "he is told by a note"
    assert any("is being checked" in note for note in await room.noted())
    await room.store.write(lambda book: conversations.by_id(book, number).close(watch()))
    [edit] = await room.looks()
    assert edit.edits is not None and "is being checked" in edit.text


async def test_days_later_the_card_of_a_closed_conversation_is_changed_and_none_is_opened(
    room: CardRoom, watch: Watch
) -> None:
    await room.approved()
    before = await room.mina.conversation()
    watch.move(hours=3)
    await room.store.write(lambda book: conversations.by_id(book, before.id).close(watch()))
    watch.at += timedelta(hours=22)
    [edit] = await room.goes(room.walt, "receive")
    now = await room.mina.conversation()
    assert edit.edits is not None and (now.id, now.mode) == (before.id, Mode.CLOSED)


async def test_a_card_stands_in_an_old_conversation_and_a_person_in_the_new_one_is_not_talked_over(
    room: CardRoom, watch: Watch
) -> None:
    await room.approved()
    old = await room.mina.conversation()
    await room.store.write(lambda book: conversations.by_id(book, old.id).close(watch()))
    watch.at += timedelta(hours=24)
    await room.does(room.walt, "receive")
    await room.says("hello there")
    new = await room.mina.conversation()
    assert new.id != old.id
    await room.store.write(lambda book: conversations.by_id(book, new.id).take(room.otto.id, watch()))
    await room.sends_all()
    assert await room.states() == [OutState.CANCELLED]


async def test_where_nothing_can_be_changed_each_step_is_a_message(room: CardRoom) -> None:
    room.performing._reaches = {"loopback": Reach()}
    await room.approved()
    [message] = await room.goes(room.walt, "receive")
    assert message.edits is None and "it has arrived" in message.text and await room.states() == []


async def test_what_the_guard_stops_does_not_get_onto_the_card(room: CardRoom) -> None:
    await room.approved()
    before = (await room.is_shown()).text
    room.performing._shelf = Shelf(PACKS, Guard([Rule("arrived", "test", "block", ("it has arrived",))]))
    card = await room.ticket()
    [message] = await room.goes(room.walt, "receive")
    assert message.edits is None and "arrived" not in message.text and await room.states() == []
    conversation, seq = card.card_in or 0, card.card_seq or 0
    stands = await room.store.read(lambda book: conversations.message_at(book, conversation, seq))
    assert stands.text == before and (await room.mina.conversation()).mode == Mode.WAITING


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_the_shop_s_own_guard_lets_the_card_of_each_kind_and_state_pass(language: str, watch: Watch) -> None:
    guard, now = shipped.guard(), watch()
    for kind, state in itertools.product(TicketKind, set(TicketState) - {TicketState.TELLING}):
        case = Case(
            7, kind, state, "1002", "LAMP-W", "Linen lamp", 1, Money(12_900, "CNY"), now,
            due_at=now + timedelta(days=3), address="Hall 3, Loom Lane, Leeds", note="The switch is missing",
            carrier_out="SF", tracking_out="SF1234567890123", tracking_back="SF1234567890123",
        )  # fmt: skip
        say = standing(case, now, UTC, language)
        text, _ = spoken(say, PACKS, language, 0)
        assert guard.check(text, "bot", channel="telegram").decision not in STOPS, text
