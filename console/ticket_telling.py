"""What somebody of the shop tells for a buyer, made into a ticket."""

from __future__ import annotations

from datetime import datetime

from console import beside
from console.door import Door
from console.form import Form
from console.ticket_opening import Known, Unfit, Wish, most, title, wanted, why_not
from desk.agent import Agent
from desk.order import Order, OrderLine
from desk.record import record
from desk.store import Book, ticket_reasons, tickets
from desk.ticket.eligibility import line_of
from desk.ticket.kinds import CLAIMS, TicketKind
from desk.ticket.opening import case, claim
from desk.ticket.ticket import Ticket

LONGEST_WORDS = 2_000


@record(frozen=True, slots=True)
class Told:
    kind: TicketKind
    wish: Wish
    sent: Form
    agent: Agent
    at: datetime
    language: str
    order: Order | None = None
    sold: beside.Sold | None = None


def ticket(book: Book, here: Door, known: Known, told: Told) -> Ticket:
    """Not written down yet. Raises Unfit with what is wrong, or why the article is not open to this."""
    line = line_of(told.order, told.wish.sku) if told.order else None
    if told.order is None or line is None:
        made = _case(known, told)
    else:
        why = why_not(told.order, line, known.earlier, here, told.at).get(told.kind)
        if why is not None:
            raise Unfit(why)
        made = _of_line(book, known, told, told.order, line)
    made.words = _words(told)
    if told.kind not in CLAIMS:
        if not made.words:
            raise Unfit("words")
        made.reason_id = _reason(book, told) if told.sent.text("reason") else None
    return made


def pressed_before(book: Book, conversation_id: int, told: Told) -> int | None:
    """The ticket that this very form opened already, by a press just before."""
    mark = told.sent.text("mark")
    if not (mark.isascii() and mark.isdigit() and len(mark) < 19):
        return None
    order = told.order.number if told.order else ""
    same = (told.kind, told.agent.id, order, told.wish.sku if order else "", _words(told))
    for one in reversed(tickets.of_conversation(book, conversation_id)):
        if one.id > int(mark) and same == (one.kind, one.opened_by, one.order_number, one.sku, one.words):
            return one.id
    return None


def _words(told: Told) -> str:
    return told.sent.text("words").strip()[:LONGEST_WORDS]


def _case(known: Known, told: Told, about: Ticket | None = None) -> Ticket:
    talk, currency = known.talk, about.currency if about else ""
    return case(
        told.kind, currency, buyer_id=talk.buyer_id, conversation_id=talk.id, opened_by=told.agent.id, at=told.at, about=about
    )  # fmt: skip


def _of_line(book: Book, known: Known, told: Told, order: Order, line: OrderLine) -> Ticket:
    talk, sold = known.talk, told.sold or {}
    made = claim(
        order, line, told.kind, _quantity(told.sent.text("quantity"), most(line, told.kind, known.earlier)),
        item=title(line.sku, sold, told.language), buyer_id=talk.buyer_id, conversation_id=talk.id,
        opened_by=told.agent.id, at=told.at, others=tickets.of_order(book, order.number),
    )  # fmt: skip
    if told.kind not in CLAIMS:
        return _case(known, told, made)
    made.reason_id = _reason(book, told)
    if choices := wanted(told.wish, sold):
        made.wanted_sku = told.sent.text("wanted") or line.sku
        if made.wanted_sku not in {sku for sku, _ in choices}:
            raise Unfit("wanted")
    return made


def _quantity(written: str, most: int) -> int:
    plain = written.strip() or "1"
    if not (plain.isascii() and plain.isdigit() and len(plain) < 8 and 1 <= int(plain) <= most):
        raise Unfit("quantity")
    return int(plain)


def _reason(book: Book, told: Told) -> int:
    offered = {str(one.id): one.id for one in ticket_reasons.offered(book, told.kind)}
    if told.sent.text("reason") not in offered:
        raise Unfit("reason")
    return offered[told.sent.text("reason")]
