"""Whether every letter that the channel accepted was noted as delivered: letters of a piece beside the log of that time.

The log has no index by message, and to look through a conversation's events for each of its letters would cost its square.
So the letters are read beside the notes of the same stretch of time, and only a letter that left long after it was written
is looked up by itself."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, literal_column, select

from desk.audit import Account, Row
from desk.clock import from_ms
from desk.store.ascending import MARGIN
from desk.store.audit_ledger import row_of
from desk.store.book import Book
from desk.store.day_log import LOG, SeqOf
from desk.store.tables import conversation, event, message, outbox

PROMPT = timedelta(hours=1)
_PROMPT_MS = PROMPT // timedelta(milliseconds=1)
A_TICK = timedelta(milliseconds=1)

o, e = outbox.c, event.c
_IN_PIECE = (
    o.id >= bindparam("first"), o.id < bindparam("end"),
    o.queued_at >= bindparam("since"), o.queued_at < bindparam("until"),
    o.state == literal_column("'sent'"), o.edits.is_(None), o.sent_at.is_not(None),
)  # fmt: skip
# An edit is noted as one; its message was delivered before.
SENT = (
    select(
        o.id, o.sent_at, o.conversation_id, o.seq, o.error, conversation.c.buyer_name, message.c.id, o.channel, o.account,
    )
    .join(conversation, conversation.c.id == o.conversation_id)
    .outerjoin(message, (message.c.conversation_id == o.conversation_id) & (message.c.seq == o.seq))
    .where(*_IN_PIECE)
    .order_by(o.id)
)  # fmt: skip
_DELIVERED = e.kind == literal_column("'delivered'")
NOTED = select(e.conversation_id, SeqOf(e.data), e.at).where(
    e.number >= bindparam("first"), e.number < bindparam("end"), _DELIVERED
)
LATE = o.sent_at - o.queued_at > literal_column(str(_PROMPT_MS))
_NOTE = (
    exists()
    .where(e.conversation_id == o.conversation_id, _DELIVERED)
    .where(SeqOf(e.data) == o.seq, e.at == o.sent_at)
    .correlate(outbox)
)
UNTOLD_LATE = select(o.id).where(*_IN_PIECE, LATE, ~_NOTE)
PROMPT_TIMES = select(func.min(o.sent_at), func.max(o.sent_at)).where(*_IN_PIECE, ~LATE)
LATE_ONES = select(o.id).where(*_IN_PIECE, LATE)


def compared(book: Book, values: dict[str, Any]) -> list[tuple[Account, int, list[Row]]]:
    """Of each account: how many letters of the piece were sent, and which of them nobody noted."""
    noted = _noted(book, values)
    late = {row[0] for row in book.rows(LATE_ONES, values)}
    untold = {row[0] for row in book.rows(UNTOLD_LATE, values)} if late else set()
    found: dict[Account, tuple[int, list[Row]]] = {}
    for *row, channel, account in book.rows(SENT, values):
        id, at, conversation_id, seq = row[:4]
        looked, wrong = found.setdefault((channel, account), (0, []))
        found[channel, account] = (looked + 1, wrong)
        key = conversation_id, seq, at
        if id in untold or (id not in late and not noted[key]):
            wrong.append(row_of(tuple(row)))
        noted[key] -= id not in late
    return [(of, looked, wrong) for of, (looked, wrong) in found.items()]


def _noted(book: Book, values: dict[str, Any]) -> Counter[tuple[int, int, int]]:
    """Conversation, message and time of each note while the piece's prompt letters were sent."""
    row = book.row(PROMPT_TIMES, values)
    if row is None or row[0] is None:
        return Counter()
    first = LOG.first(book, from_ms(row[0])) - MARGIN
    end = LOG.first(book, from_ms(row[1]) + A_TICK) + MARGIN
    return Counter((one[0], one[1], one[2]) for one in book.rows(NOTED, {"first": first, "end": end}))
