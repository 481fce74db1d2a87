"""What one page of a conversation is made of: messages up to a place, and all that hangs on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, case, func, select

from desk.clock import from_ms, to_ms
from desk.message import Message, Revision
from desk.outgoing import Outgoing
from desk.photo import Photo
from desk.record import record
from desk.store.book import MAPPED, Book
from desk.store.tables import conversation, event, message, outbox, photo, revision, waiting

EVENTS_READ = 300

_MESSAGE = select(*MAPPED[Message].columns).where(message.c.conversation_id == bindparam("conversation"))
BEFORE = (
    _MESSAGE.where(message.c.seq < bindparam("before"))
    .order_by(message.c.seq.desc())
    .limit(bindparam("count"))
)
BY_ID = _MESSAGE.where(message.c.id == bindparam("id"))


def _hanging(kind: type[Any], table: Any, *order: Any) -> Any:
    return (
        select(*MAPPED[kind].columns)
        .where(table.c.conversation_id == bindparam("conversation"))
        .where(table.c.seq >= bindparam("first"), table.c.seq <= bindparam("last"))
        .order_by(*order)
    )


REVISIONS = _hanging(Revision, revision, revision.c.seq, revision.c.n)
LETTERS = _hanging(Outgoing, outbox, outbox.c.id)
PHOTOS = _hanging(Photo, photo, photo.c.id)
EVENTS = (
    select(event.c.number, event.c.at, event.c.kind, event.c.agent_id, event.c.data)
    .where(event.c.conversation_id == bindparam("conversation"), event.c.at <= bindparam("until"))
    .order_by(event.c.number.desc())
    .limit(EVENTS_READ)
)
_buyers_then = (message.c.at == bindparam("at")) & (message.c.author == "buyer")
PLACE = (
    select(message.c.seq)
    .where(message.c.conversation_id == bindparam("conversation"), message.c.at <= bindparam("at"))
    # The bot may answer in the same instant: a wait began with what the buyer said.
    .order_by(case((_buyers_then, 0), else_=1), message.c.seq.desc())
    .limit(1)
)
PAST = (
    select(conversation.c.id, conversation.c.opened_at, conversation.c.last_line)
    .where(conversation.c.buyer_id == bindparam("buyer"), conversation.c.id != bindparam("but"))
    .order_by(conversation.c.id.desc())
    .limit(6)
)
WAITING = select(waiting.c.sku, func.count()).where(waiting.c.state == "waiting").group_by(waiting.c.sku)


@record(frozen=True, slots=True)
class Happened:
    """An event of the conversation that a person wants to read."""

    number: int
    at: datetime
    kind: str
    agent_id: int | None
    data: dict[str, Any]


@record(frozen=True, slots=True)
class Piece:
    """Messages in their order with what belongs to them."""

    messages: list[Message]
    revisions: list[Revision]
    letters: list[Outgoing]
    photos: list[Photo]
    happened: list[Happened]
    previous_at: datetime | None
    """When the message before the first of these was said; None = there are no older ones."""


def before(book: Book, conversation_id: int, seq: int, count: int, until: datetime) -> Piece:
    """The last `count` messages before `seq`; events up to `until`."""
    found = book.many(Message, BEFORE, {"conversation": conversation_id, "before": seq, "count": count + 1})
    messages = found[:count][::-1]
    previous_at = found[count].at if len(found) > count else None
    since = messages[0].at if previous_at is not None else None
    happened = [one for one in events(book, conversation_id, until) if since is None or one.at >= since]
    return _piece(book, conversation_id, messages, happened, previous_at)


def single(book: Book, conversation_id: int, seq: int) -> Piece:
    """One message."""
    found = book.many(Message, BEFORE, {"conversation": conversation_id, "before": seq + 1, "count": 2})
    previous_at = found[1].at if len(found) > 1 else None
    return _piece(book, conversation_id, [one for one in found if one.seq == seq], [], previous_at)


def by_id(book: Book, conversation_id: int, id: int) -> Message | None:
    return book.one(Message, BY_ID, {"conversation": conversation_id, "id": id})


def _piece(
    book: Book,
    conversation_id: int,
    messages: list[Message],
    happened: list[Happened],
    previous_at: datetime | None,
) -> Piece:
    if not messages:
        return Piece([], [], [], [], happened, previous_at)
    values = {"conversation": conversation_id, "first": messages[0].seq, "last": messages[-1].seq}
    return Piece(
        messages,
        book.many(Revision, REVISIONS, values),
        book.many(Outgoing, LETTERS, values),
        book.many(Photo, PHOTOS, values),
        happened,
        previous_at,
    )


def events(book: Book, conversation_id: int, until: datetime) -> list[Happened]:
    """Changes of hands up to then, of the latest events, oldest first."""
    rows = book.rows(EVENTS, {"conversation": conversation_id, "until": to_ms(until)})
    return [
        Happened(number, from_ms(at), kind, agent, orjson.loads(data))
        for number, at, kind, agent, data in reversed(rows)
        if kind in ("mode", "gone")
    ]


def place_of(book: Book, conversation_id: int, at: datetime) -> int:
    """The buyer's message of that very instant, otherwise the last one before it; 0 before all."""
    return book.value(PLACE, {"conversation": conversation_id, "at": to_ms(at)}) or 0


def past(book: Book, buyer_id: int, but: int) -> list[tuple[int, datetime, str]]:
    """The buyer's other conversations, newest first: number, beginning, last line."""
    return [(row[0], from_ms(row[1]), row[2]) for row in book.rows(PAST, {"buyer": buyer_id, "but": but})]


def waiting_for(book: Book) -> dict[str, int]:
    """How many buyers wait for each SKU."""
    return {row[0]: row[1] for row in book.rows(WAITING)}
