"""What went wrong and waits for a person: letters that could not be read, and letters that may not have arrived."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, literal_column, select, text

from desk.clock import from_ms
from desk.outgoing import Outgoing
from desk.record import record
from desk.store.book import MAPPED, Book
from desk.store.tables import conversation, inbox, message, outbox, restock_request

PAGE = 50
# Written out, so that the planners see the small indexes that were made for them.
DEAD = text("inbox.state = 'dead'")
UNDELIVERED = text("outbox.state in ('failed', 'unknown') and outbox.settled_at is null")

DEAD_LETTERS = (
    select(
        inbox.c.id,
        inbox.c.channel,
        inbox.c.account,
        inbox.c.received_at,
        inbox.c.reason,
        func.length(inbox.c.raw),
    )
    .where(DEAD, inbox.c.id < bindparam("before"))
    .order_by(inbox.c.id.desc())
    .limit(PAGE + 1)
)
RAW = select(inbox.c.channel, inbox.c.raw).where(inbox.c.id == bindparam("id"), DEAD)
DEAD_COUNT = select(func.count()).select_from(inbox).where(DEAD)
LETTERS = (
    select(
        *MAPPED[Outgoing].columns,
        conversation.c.buyer_name,
        conversation.c.agent_id,
        conversation.c.mode,
        message.c.id,
    )
    .join(conversation, conversation.c.id == outbox.c.conversation_id)
    .join(message, (message.c.conversation_id == outbox.c.conversation_id) & (message.c.seq == outbox.c.seq))
    .where(UNDELIVERED, outbox.c.id < bindparam("before"))
    .order_by(outbox.c.id.desc())
    .limit(PAGE + 1)
)
LETTERS_COUNT = select(func.count()).select_from(outbox).where(UNDELIVERED)
REQUESTS = (
    select(restock_request.c.id, restock_request.c.sku, restock_request.c.asked_at)
    .where(text("restock_request.closed_at is null"), restock_request.c.id > bindparam("after"))
    .order_by(restock_request.c.id)
    .limit(PAGE + 1)
)
REQUESTS_COUNT = (
    select(func.count(literal_column("1"))).select_from(restock_request).where(text("closed_at is null"))
)


@record(frozen=True, slots=True)
class Dead:
    id: int
    channel: str
    account: str
    at: datetime
    reason: str
    size_bytes: int


@record(frozen=True, slots=True)
class Lost:
    """A letter that failed or is unsure, and whose conversation it is."""

    letter: Outgoing
    buyer_name: str
    agent_id: int | None
    mode: str
    message_id: int


def dead(book: Book, before: int) -> list[Dead]:
    """Newest first, up to PAGE + 1."""
    rows = book.rows(DEAD_LETTERS, {"before": before})
    return [Dead(row[0], row[1], row[2], from_ms(row[3]), row[4], row[5]) for row in rows]


def raw(book: Book, id: int) -> tuple[str, bytes] | None:
    """Channel and bytes of a dead letter."""
    row = book.row(RAW, {"id": id})
    return None if row is None else (row[0], bytes(row[1]))


def lost(book: Book, before: int) -> list[Lost]:
    """Newest first, up to PAGE + 1."""
    mapped = MAPPED[Outgoing]
    width = len(mapped.names)
    rows = book.rows(LETTERS, {"before": before})
    return [Lost(mapped.noun(row[:width]), *row[width:]) for row in rows]


def requests(book: Book, after: int) -> list[tuple[int, str, datetime]]:
    """What the supplier was asked and has not brought: number, SKU, since when. The oldest first."""
    return [(row[0], row[1], from_ms(row[2])) for row in book.rows(REQUESTS, {"after": after})]


def counts(book: Book) -> tuple[int, int]:
    """Undelivered letters, and dead ones."""
    return int(book.value(LETTERS_COUNT)), int(book.value(DEAD_COUNT))


def requests_count(book: Book) -> int:
    return int(book.value(REQUESTS_COUNT))
