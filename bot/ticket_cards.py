"""The card of a case 售后进度: one message that says how it stands, changed in its place where the channel can. An edit
makes no sound: what the buyer must do or know at once is told besides, once, in the shop's words."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

import structlog

from bot.cases import case_of
from bot.dialogue.case_card import card, is_news, standing
from bot.dialogue.case_facts import Case
from bot.looking import keep_looking
from bot.notices import Notices
from bot.perform import Performing
from desk.clock import Clock
from desk.conversation import Mode
from desk.errors import StoreBusy
from desk.house_rules import HouseRules
from desk.outgoing import Outgoing, OutState
from desk.store import Book, Store, conversations, letters, tickets
from desk.ticket.moves import TicketState
from desk.ticket.ticket import Ticket

LOOK_SECONDS = 60.0
"""Quiet hours end, and an edit lands or fails, without a ring of the bell."""
ON_ITS_WAY = frozenset({OutState.QUEUED, OutState.SENDING})
CHANGEABLE = ON_ITS_WAY | {OutState.SENT}

log = structlog.get_logger()


class Card(Enum):
    THERE = auto()  # it says how the case stands, or will when the edit lands
    NONE = auto()  # there is none, or none that can be changed
    LOST = auto()  # an edit of it failed


class TicketCards:
    def __init__(self, store: Store, performing: Performing, rules: HouseRules, clock: Clock) -> None:
        self._store, self._performing, self._notices = store, performing, Notices(performing)
        self._rules, self._clock = rules, clock

    async def run(self) -> None:
        await keep_looking(
            self._store, "ticket", self._look, "ticket_cards_wait", again=LOOK_SECONDS, seldom=LOOK_SECONDS
        )

    async def _look(self) -> bool:
        await self._tell_all()
        return False

    async def _tell_all(self) -> None:
        at, after = self._clock(), 0
        # In quiet hours nothing is written, ring after ring, for those who cannot be told before they end.
        owed = tickets.untold_and_awaited if self._rules.hours.is_quiet(at) else tickets.untold
        while numbers := await self._store.read(lambda book, after=after: owed(book, after)):  # type: ignore[misc]
            for number in numbers:
                try:
                    await self._store.write(lambda book, number=number: self._tell(book, number, at))  # type: ignore[misc]
                except StoreBusy:
                    raise
                except Exception:  # one that cannot be told keeps no other from being told
                    log.exception("ticket_card_failed", ticket=number)
            after = numbers[-1]

    def _tell(self, book: Book, number: int, at: datetime) -> None:
        """In quiet hours nothing starts from our side (D7); who waits for an answer gets one."""
        began = conversations.by_id(book, tickets.conversation_of(book, number))
        # Both conversations are locked before the ticket: who writes in the later one may be about to move it.
        latest = conversations.latest_of_chat(book, began.channel, began.account, began.chat) or began
        ticket = tickets.by_id(book, number)
        if not (ticket.untold or ticket.undrawn):
            return
        if self._rules.hours.is_quiet(at) and latest.waiting_since is None:
            return
        if latest.gone or _never_sent_in(ticket):
            ticket.untold = ticket.undrawn = False
            return
        case, with_a_person = case_of(book, ticket), latest.mode == Mode.HUMAN
        # Who has the buyer hears of each step by a note; the card waits until they are done.
        drawn = Card.THERE if with_a_person else self._draw(book, ticket, case, at)
        news = is_news(case)
        tells = ticket.untold and (news or with_a_person or drawn is not Card.THERE)
        if drawn is Card.LOST and not news:  # news were a message of their own
            tells = True
        if drawn is not Card.THERE:
            ticket.card_in, ticket.card_seq, ticket.undrawn = None, None, False
        ticket.untold = False
        if tells:
            self._say(book, ticket, case, began.id, at, becomes_card=drawn is not Card.THERE)

    def _say(
        self, book: Book, ticket: Ticket, case: Case, began: int, at: datetime, *, becomes_card: bool
    ) -> None:
        becomes_card = becomes_card and not case.reminded
        conversation = self._notices.open_chat(book, began, at)
        words = standing if becomes_card else card
        say = words(case, at, self._rules.zone, self._notices.language(conversation))
        # Each step of its history is told once, whoever looks.
        key = f"ticket:{ticket.id}:{len(tickets.steps(book, ticket.id))}"
        if self._notices.tell(conversation, say, at, key) == "told" and becomes_card:
            ticket.card_in, ticket.card_seq = conversation.id, conversation.last_seq

    def _draw(self, book: Book, ticket: Ticket, case: Case, at: datetime) -> Card:
        """Compared with what stands there, so an edit that was called off is simply made again."""
        if ticket.card_in is None or ticket.card_seq is None:
            return Card.NONE
        conversation = conversations.by_id(book, ticket.card_in)
        if not self._performing.edits(conversation):
            return Card.NONE
        sent = letters.of_message(book, conversation.id, ticket.card_seq)
        edits = [one for one in sent if one.edits is not None]
        if edits and edits[-1].state == OutState.FAILED:
            return Card.LOST
        letter = _changeable(sent)
        if letter is None:
            return Card.NONE
        say = standing(case, at, self._rules.zone, self._notices.language(conversation))
        wanted = self._performing.card_words(conversation, say)
        if edits and edits[-1].state in ON_ITS_WAY:
            if edits[-1].state == OutState.SENDING or (edits[-1].text, edits[-1].buttons) == wanted:
                return Card.THERE
            edits[-1].move("cancel")
        message = conversations.message_at(book, conversation.id, ticket.card_seq)
        if (message.text, message.buttons) == wanted:
            ticket.undrawn = False
            return Card.THERE
        key = f"card:{letter.id}:{len(edits) + 1}"
        return (
            Card.THERE
            if self._performing.reword(conversation, letter, *wanted, at, key, (case.address,))
            else Card.NONE
        )


def _changeable(sent: list[Outgoing]) -> Outgoing | None:
    """The letter by which the channel knows the message."""
    one_piece = (one for one in reversed(sent) if one.edits is None and one.parts == 1 and one.photo is None)
    return next((one for one in one_piece if one.state in CHANGEABLE), None)


def _never_sent_in(ticket: Ticket) -> bool:
    """What was begun and forgotten is put away in silence."""
    return ticket.state is TicketState.WITHDRAWN and ticket.submitted_at is None
