"""What was told of a delivery exception or a complaint, written into the book: one ticket of one matter, however often it is told."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.grievance import one_matter
from bot.dialogue.steps import TellGrievance
from bot.moved_on import MovedOn
from desk.conversation import Conversation
from desk.order import Order
from desk.store import Book, tickets
from desk.ticket.eligibility import line_of
from desk.ticket.facts import BUYER
from desk.ticket.moves import TicketState
from desk.ticket.opening import case, claim, told_anew
from desk.ticket.policy import Policy
from desk.ticket.ticket import Ticket

LONGEST_WORDS = 2_000


def grievance_told(
    book: Book,
    conversation: Conversation,
    step: TellGrievance,
    held: Ticket | None,
    at: datetime,
    policy: Policy,
) -> Ticket:
    """`held`: theirs, where its number was known. Raises MovedOn when the same matter is in the shop's hands by now."""
    ticket = held or _same(book, conversation, step)
    if ticket is not None and ticket.state is not TicketState.TELLING:
        raise MovedOn
    fresh = _fresh(book, conversation, step, at)
    if ticket is None:
        fresh.reason_id, fresh.words = step.reason or None, step.words[:LONGEST_WORDS]
        return tickets.open_ticket(book, fresh, BUYER, policy)
    if fresh.order_number or not ticket.order_number:  # what the shop named stays
        told_anew(ticket, fresh, BUYER, at)
    words = step.words[:LONGEST_WORDS] or ticket.words
    ticket.change(BUYER, at, reason_id=step.reason or ticket.reason_id, words=words)
    return ticket


def _same(book: Book, conversation: Conversation, step: TellGrievance) -> Ticket | None:
    order = step.order.number if step.order else ""
    for one in tickets.running_of_kind(book, conversation.buyer_id, step.kind):
        same = one_matter(step.kind, order, step.reason, one.order_number, one.reason_id)
        if same and (one.state is TicketState.TELLING or not step.another):
            return one
    return None


def _fresh(book: Book, conversation: Conversation, step: TellGrievance, at: datetime) -> Ticket:
    order, line = step.order, line_of(step.order, step.sku) if step.order and step.sku else None
    about = None
    if order is not None and line is not None:
        about = claim(
            order, line, step.kind, line.quantity, item=step.item, buyer_id=conversation.buyer_id,
            conversation_id=conversation.id, opened_by=None, at=at,
            others=tickets.of_order(book, order.number),
        )  # fmt: skip
    made = case(
        step.kind, order.total.currency if order else "", buyer_id=conversation.buyer_id,
        conversation_id=conversation.id, opened_by=None, at=at, about=about,
    )  # fmt: skip
    if about is None:
        made.order_number, made.item = _number(order), step.item
    return made


def _number(order: Order | None) -> str:
    return order.number if order else ""


def add_words(ticket: Ticket, words: str, at: datetime) -> None:
    """The buyer tells more of it; what they said before stays, and nothing is written twice."""
    if ticket.over or words in ticket.words:
        return
    ticket.change(BUYER, at, words=f"{ticket.words}\n{words}".strip()[:LONGEST_WORDS])
