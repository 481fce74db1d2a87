"""What is held out no longer when somebody comes, goes, or nobody is owed any more: each offer ends with its event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from desk.deadlines import Paid
from desk.handover import Came, Over
from desk.offer import Offer
from desk.presence import NotAvailable
from desk.store.tables import offer

if TYPE_CHECKING:
    from desk.store.book import Book

ENDS = frozenset({Came, Over, Paid, NotAvailable})
_STANDING = select(*offer.c).where(offer.c.state == "offered").order_by(offer.c.id)
OF_CONVERSATION = _STANDING.where(offer.c.conversation_id == bindparam("conversation"))
OF_CONVERSATION_LOCKED = OF_CONVERSATION.with_for_update()
OF_AGENT = _STANDING.where(offer.c.agent_id == bindparam("agent"))
OF_AGENT_LOCKED = OF_AGENT.with_for_update()


def end(book: Book, because: Any) -> None:
    """Locked first, where the store locks rows: of two who end the same offer one finds it standing."""
    for one in _standing(book, because):
        if type(because) is Came and because.agent_id == one.agent_id:
            # Whoever takes what was offered to them has accepted it, by whichever button.
            one.accept(because.at)
        else:
            one.withdraw(because.at)
        book.keep(one)
        for event in one.events:
            book.happened(event)
        one.events.clear()


def _standing(book: Book, because: Any) -> list[Offer]:
    if type(because) is NotAvailable:
        statement = OF_AGENT_LOCKED if book.locks else OF_AGENT
        return book.many(Offer, statement, {"agent": because.agent_id})
    statement = OF_CONVERSATION_LOCKED if book.locks else OF_CONVERSATION
    return book.many(Offer, statement, {"conversation": because.conversation_id})
