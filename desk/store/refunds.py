"""Refunds out of the book: what the worker shall ask of the shop, and what became of it."""

from __future__ import annotations

from sqlalchemy import bindparam, select, text

from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import UNSETTLED, refund
from desk.ticket.refund import Refund

AT_ONCE = 50
_REFUND = select(*MAPPED[Refund].columns)
OPEN = _REFUND.where(text(f"({UNSETTLED})")).order_by(refund.c.id)
OF_TICKET = _REFUND.where(refund.c.ticket_id == bindparam("of_ticket")).order_by(refund.c.id)
LAST_OF = _REFUND.where(refund.c.ticket_id == bindparam("of_ticket")).order_by(refund.c.id.desc()).limit(1)


def unsettled(book: Book) -> list[Refund]:
    """Everything of which the end is not known, the oldest first."""
    return book.many(Refund, OPEN)


def by_id(book: Book, id: int) -> Refund:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return by_number.held(book, Refund, id)


def of_ticket(book: Book, ticket_id: int) -> list[Refund]:
    """Every order to pay that it had, the oldest first."""
    return book.many(Refund, OF_TICKET, {"of_ticket": ticket_id})


def last_of(book: Book, ticket_id: int) -> Refund | None:
    return book.one(Refund, LAST_OF, {"of_ticket": ticket_id})
