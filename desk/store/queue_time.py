"""The queue as it is now, out of the book; and how to reach those who do not wait for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, literal_column, select, text

from desk.clock import from_ms, to_ms
from desk.queue_time import TAKES_KEPT, Standing, apart
from desk.store import offers
from desk.store.book import Book
from desk.store.tables import contact, conversation, handoff

AT_MOST = 500

WAITING = (
    select(conversation.c.owed_since)
    .where(text("mode <> 'closed'"), conversation.c.mode == literal_column("'waiting'"))
    .order_by(conversation.c.owed_since)
    .limit(AT_MOST)
)
TAKES = (
    select(handoff.c.taken_at)
    .where(handoff.c.taken_at.is_not(None))
    .order_by(handoff.c.id.desc())
    .limit(TAKES_KEPT)
)
CONTACTS = (
    select(contact.c.value)
    .where(contact.c.conversation_id == bindparam("conversation"))
    .order_by(contact.c.id.desc())
    .limit(3)
)


def standing(book: Book, now: datetime) -> Standing:
    waiting = tuple(from_ms(row[0]) for row in book.rows(WAITING) if row[0] is not None)
    takes = sorted((from_ms(row[0]) for row in book.rows(TAKES)), reverse=True)
    room = sum(max(0, one.room) for one in offers.available(book))
    return Standing(waiting, room, apart(takes, now))


def leave_contact(book: Book, conversation_id: int, value: str, at: datetime) -> None:
    book.insert(contact, {"conversation_id": conversation_id, "value": value, "at": to_ms(at)})


def contacts(book: Book, conversation_id: int) -> list[str]:
    """What the buyer left, the newest first."""
    return [row[0] for row in book.rows(CONTACTS, {"conversation": conversation_id})]
