"""What led to a person, and what that person should know at a glance, out of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import bindparam, select

from desk.clock import from_ms
from desk.message import Author
from desk.record import record
from desk.store import queue_time
from desk.store.book import Book
from desk.store.tables import agent, handoff, message, offer, photo

PHOTOS = 6

_giver = select(agent.c.display_name).where(agent.c.id == handoff.c.given_by).scalar_subquery()
_offered = (
    select(offer.c.agent_id)
    .where(offer.c.conversation_id == handoff.c.conversation_id, offer.c.state == "offered")
    .scalar_subquery()
)
OF = (
    select(
        handoff.c.reason, handoff.c.topic, handoff.c.detail, handoff.c.asked_at, handoff.c.note, _giver,
        handoff.c.meant_for, _offered, handoff.c.ended_at,
    )
    .where(handoff.c.conversation_id == bindparam("conversation"))
    .order_by(handoff.c.id.desc())
    .limit(10)
)  # fmt: skip
LINES = (
    select(message.c.author, message.c.text)
    .where(message.c.conversation_id == bindparam("conversation"), message.c.author != "note")
    .order_by(message.c.seq.desc())
    .limit(bindparam("count"))
)
SHOWN = (
    select(photo.c.key)
    .where(photo.c.conversation_id == bindparam("conversation"), photo.c.view_state == "ok")
    .order_by(photo.c.id.desc())
    .limit(PHOTOS)
)


@record(frozen=True, slots=True)
class Known:
    """The newest handoff, with what earlier ones of the same matter said of it."""

    reason: str
    topic: str
    detail: str
    asked_at: datetime
    note: str
    given_by: str
    meant_for: int | None
    offered_to: int | None
    lines: Sequence[tuple[Author, str]] = field(default_factory=tuple)
    photos: Sequence[str] = field(default_factory=tuple)
    contacts: Sequence[str] = field(default_factory=tuple)


def newest(book: Book, conversation_id: int) -> Known | None:
    rows = book.rows(OF, {"conversation": conversation_id})
    if not rows:
        return None
    first = rows[0]
    topic = next((row[1] for row in rows if row[1]), "")
    return Known(
        first[0], topic, first[2], from_ms(first[3]), first[4], first[5] or "", first[6], first[7]
    )  # fmt: skip


def known(book: Book, conversation_id: int, lines: int) -> Known | None:
    """With the last things that buyer and shop said to each other, and the photos."""
    found = newest(book, conversation_id)
    if found is None:
        return None
    said = book.rows(LINES, {"conversation": conversation_id, "count": lines})
    shown = book.rows(SHOWN, {"conversation": conversation_id})
    return Known(
        found.reason, found.topic, found.detail, found.asked_at, found.note, found.given_by, found.meant_for,
        found.offered_to, tuple((Author(row[0]), row[1]) for row in reversed(said)), tuple(row[0] for row in shown),
        queue_time.contacts(book, conversation_id),
    )  # fmt: skip
