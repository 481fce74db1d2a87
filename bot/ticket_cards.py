"""The card of a case 售后进度: whatever the shop's side did with it, the buyer hears, once, in the shop's words."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.cases import case_of
from bot.dialogue.case_card import card
from bot.notices import Notices
from bot.perform import Performing
from desk.clock import Clock
from desk.conversation import Conversation
from desk.errors import StoreBusy
from desk.house_rules import HouseRules
from desk.store import Book, Store, conversations, tickets
from desk.ticket.moves import TicketState
from desk.ticket.ticket import Ticket

LOOK_SECONDS = 60.0
"""Quiet hours end without a ring of the bell."""

log = structlog.get_logger()


class TicketCards:
    def __init__(self, store: Store, performing: Performing, rules: HouseRules, clock: Clock) -> None:
        self._store, self._notices = store, Notices(performing)
        self._rules, self._clock = rules, clock

    async def run(self) -> None:
        listener = self._store.bell.listen("ticket")
        try:
            while True:
                try:
                    await self._tell_all()
                except StoreBusy as error:
                    log.warning("ticket_cards_wait", reason=str(error))
                await listener.wait(LOOK_SECONDS)
        finally:
            listener.close()

    async def _tell_all(self) -> None:
        at, after = self._clock(), 0
        while numbers := await self._store.read(lambda book, after=after: tickets.untold(book, after)):  # type: ignore[misc]
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
        waits = _waits(book, began)
        ticket = tickets.by_id(book, number)
        if not ticket.untold:
            return
        if self._rules.hours.is_quiet(at) and not waits:
            return
        ticket.untold = False
        if _never_sent_in(ticket):
            return
        conversation = self._notices.open_chat(book, began.id, at)
        case = case_of(book, ticket)
        say = card(case, at, self._rules.zone, self._notices.language(conversation))
        # Each step of its history is told once, whoever looks.
        self._notices.tell(conversation, say, at, f"ticket:{ticket.id}:{len(tickets.steps(book, ticket.id))}")


def _waits(book: Book, began: Conversation) -> bool:
    latest = conversations.latest_of_chat(book, began.channel, began.account, began.chat)
    return latest is not None and latest.waiting_since is not None


def _never_sent_in(ticket: Ticket) -> bool:
    """What was begun and forgotten is put away in silence."""
    return ticket.state is TicketState.WITHDRAWN and ticket.submitted_at is None
