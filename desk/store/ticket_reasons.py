"""The shop's list of reasons (C9), in its order."""

from __future__ import annotations

from sqlalchemy import exists, select

from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import ticket, ticket_reason
from desk.ticket.kinds import TicketKind
from desk.ticket.reason import TicketReason, shipped

_REASON = select(*MAPPED[TicketReason].columns)
ALL = _REASON.where(ticket_reason.c.deleted == 0).order_by(ticket_reason.c.position, ticket_reason.c.id)
EVER = _REASON.order_by(ticket_reason.c.position, ticket_reason.c.id)
IN_USE = select(ticket_reason.c.id).where(
    exists(select(ticket.c.id).where(ticket.c.reason_id == ticket_reason.c.id))
)


def begin(book: Book) -> None:
    """For kinds that never had any a shop begins with what is shipped. What it deleted stays deleted."""
    ever = book.many(TicketReason, EVER)
    had = {kind for one in ever for kind in one.kinds}
    last = max((one.position for one in ever), default=0)
    for reason in shipped():
        if had.isdisjoint(reason.kinds):
            reason.position += last
            book.add(reason)


def every(book: Book) -> list[TicketReason]:
    """All that are not deleted."""
    return book.many(TicketReason, ALL)


def ever(book: Book) -> list[TicketReason]:
    """Those that are deleted as well: cases of before name them."""
    return book.many(TicketReason, EVER)


def offered(book: Book, kind: TicketKind) -> list[TicketReason]:
    return [reason for reason in every(book) if reason.offered_for(kind)]


def by_id(book: Book, id: int) -> TicketReason:
    """Also a deleted one: it is kept where it is used. Raises NotFound."""
    return by_number.seen(book, TicketReason, id)


def in_use(book: Book) -> frozenset[int]:
    """Those that some ticket has."""
    return frozenset(id for (id,) in book.rows(IN_USE))
