"""What a thought ended in for an after-sales case, written into the book. The rules of the desk are asked once more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.dialogue.case_facts import filled
from bot.dialogue.steps import (
    AddWords,
    CallOtherwise,
    HangPhotos,
    MoveCase,
    SubmitCase,
    TellCase,
    TellGrievance,
)
from bot.grievance_steps import add_words, grievance_told
from bot.moved_on import MovedOn
from desk.conversation import Conversation
from desk.order import Order
from desk.store import Book, got_back, tickets
from desk.ticket.eligibility import Why, eligible, line_of
from desk.ticket.facts import BUYER, Facts
from desk.ticket.kinds import CLAIMS
from desk.ticket.moves import TicketState
from desk.ticket.opening import Shut, claim, look_again, submit, told_anew
from desk.ticket.policy import Policy
from desk.ticket.ticket import Ticket

CaseStep = TellCase | HangPhotos | SubmitCase | MoveCase | CallOtherwise | TellGrievance | AddWords
PLATFORM = "platform"


class CaseSteps:
    """Of one thought: what it opened, its further steps speak of."""

    def __init__(self, book: Book, conversation: Conversation, at: datetime, policy: Policy) -> None:
        self._book, self._conversation, self._at, self._policy = book, conversation, at, policy
        self._by_rule = 0
        """Minor units that this very thought lets out; they are not in the book yet."""

    def perform(self, step: CaseStep) -> None:
        match step:
            case TellCase():
                self._tell(step)
            case HangPhotos(number, order, sku):
                if ticket := self._meant(number, order, sku):
                    hang(self._book, ticket, self._conversation.id, self._at)
            case SubmitCase(number, order, sku):
                ticket = self._meant(number, order, sku)
                if ticket is None or ticket.state is not TicketState.TELLING:
                    raise MovedOn
                if step.now is not None:
                    self._as_it_is_now(ticket, step.now)
                hang(self._book, ticket, self._conversation.id, self._at)
                self._submit(ticket)
            case MoveCase():
                self._move(step)
            case CallOtherwise(number, reason):
                self._mine(number).change(BUYER, self._at, reason_id=reason)
            case TellGrievance():
                held = self._mine(step.ticket) if step.ticket else None
                ticket = grievance_told(self._book, self._conversation, step, held, self._at, self._policy)
                if step.photos:
                    hang(self._book, ticket, self._conversation.id, self._at)
            case AddWords(number, words):
                add_words(self._mine(number), words, self._at)

    def _tell(self, step: TellCase) -> None:
        line = line_of(step.order, step.sku)
        ticket = self._meant(step.ticket, step.order.number, step.sku)
        if line is None or (ticket is not None and ticket.state is not TicketState.TELLING):
            raise MovedOn
        others = tickets.of_order(self._book, step.order.number)
        number = ticket.id if ticket else 0
        earlier = tickets.earlier(self._book, step.order.number, step.sku, but=number)
        # What the shop says was weighed when it was thought about; here, what the book says by now.
        if eligible(step.order, line, earlier, self._at, self._policy)[step.kind] is Why.ANOTHER_CASE:
            raise MovedOn
        fresh = claim(
            step.order, line, step.kind, step.quantity, item=step.item, buyer_id=self._conversation.buyer_id,
            conversation_id=self._conversation.id, opened_by=None, at=self._at,
            others=[one for one in others if one.id != number],
        )  # fmt: skip
        told: dict[str, Any] = {
            "reason_id": step.reason or None,
            "wanted_sku": step.wanted,
            "words": step.words,
        }
        if ticket is None:
            for name, value in told.items():
                setattr(fresh, name, value)
            tickets.open_ticket(self._book, fresh, BUYER, self._policy)
        else:
            told_anew(ticket, fresh, BUYER, self._at)
            ticket.change(BUYER, self._at, **told)

    def _submit(self, ticket: Ticket) -> None:
        before = got_back.by_rule(self._book, ticket, self._at, self._policy) + self._by_rule
        submit(ticket, BUYER, self._at, self._policy, before)
        if ticket.state is TicketState.AWAITING_REFUND:
            self._by_rule += ticket.amounts.total

    def _as_it_is_now(self, ticket: Ticket, order: Order) -> None:
        earlier = tickets.earlier(self._book, order.number, ticket.sku, but=ticket.id)
        others = [one for one in tickets.of_order(self._book, order.number) if one.id != ticket.id]
        try:
            look_again(ticket, order, BUYER, self._at, self._policy, earlier=earlier, others=others)
        except Shut:
            raise MovedOn from None

    def _move(self, step: MoveCase) -> None:
        ticket = self._meant(step.ticket, step.order, step.sku)
        if ticket is None:
            return  # it was called off in the very breath in which it was begun
        if step.version >= 0 and ticket.version != step.version:
            raise MovedOn
        if step.verb == PLATFORM:
            ticket.raise_(self._at, BUYER, PLATFORM)
        else:
            facts = Facts(carrier=step.carrier, tracking=step.tracking)
            ticket.do(step.verb, BUYER, self._at, self._policy, facts)

    def _mine(self, number: int) -> Ticket:
        """A number comes from a button or the memory: nobody moves the case of somebody else."""
        ticket = tickets.by_id(self._book, number)
        if ticket.buyer_id != self._conversation.buyer_id:
            raise MovedOn
        return ticket

    def _meant(self, number: int, order: str, sku: str) -> Ticket | None:
        if number:
            return self._mine(number)
        for ticket in reversed(tickets.of_order(self._book, order)):
            mine = ticket.buyer_id == self._conversation.buyer_id and ticket.sku == sku
            if mine and ticket.state is TicketState.TELLING and ticket.kind in CLAIMS:
                return ticket
        return None


def hang(book: Book, ticket: Ticket, conversation_id: int, at: datetime) -> None:
    """Whatever the buyer sent here and hangs nowhere yet, each for the first thing that is missing."""
    loose = tickets.loose_photos(book, conversation_id)
    there = tuple(s for s, photo in tickets.photos(book, ticket.id) if not photo.shows_nothing)
    for photo, shows in zip(loose, filled(ticket.kind, there, len(loose))[len(there) :], strict=True):
        tickets.add_photo(book, ticket.id, photo.id, shows, at)
