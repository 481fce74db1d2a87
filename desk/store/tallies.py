"""How many letters there are in each state, counted from the rows."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select

from desk.record import record
from desk.store.book import Book
from desk.store.tables import conversation, inbox, outbox

PENDING = select(func.count(), func.min(inbox.c.id), func.min(inbox.c.received_at)).where(
    inbox.c.state == "new"
)
LAST = select(func.coalesce(func.max(inbox.c.id), 0))
SETTLED = (
    select(inbox.c.state, func.count())
    .where(inbox.c.id > bindparam("after"), inbox.c.id <= bindparam("upto"))
    .group_by(inbox.c.state)
)
OWED = (
    select(outbox.c.state, func.count())
    .where((outbox.c.state == "queued") | (outbox.c.state == "sending"))
    .group_by(outbox.c.state)
)
UNDELIVERED = (
    select(outbox.c.state, func.count())
    .where((outbox.c.state == "failed") | (outbox.c.state == "unknown"), outbox.c.settled_at.is_(None))
    .group_by(outbox.c.state)
)
OPEN = (
    select(conversation.c.mode, func.count())
    .where(conversation.c.mode != "closed")
    .group_by(conversation.c.mode)
)


@record(frozen=True, slots=True)
class Tally:
    """Of the inbox, up to and including a letter before which none waits any more."""

    upto: int = 0
    done: int = 0
    dead: int = 0


@record(frozen=True, slots=True)
class Counts:
    inbox: Mapping[str, int]
    """received = done + dead + pending, always."""
    outbox: Mapping[str, int]
    conversations: Mapping[str, int]
    oldest_new_ms: int | None
    settled: Tally


def count(book: Book, before: Tally) -> Counts:
    """Counts on from where `before` ended: the cost follows what is new, not the history."""
    row = book.row(PENDING)
    assert row is not None
    pending, first_new, oldest = row
    last = int(book.value(LAST))
    settled = _on(book, before, (first_new or last + 1) - 1)
    now = _on(book, settled, last)
    received = {
        "received": now.done + now.dead + pending,
        "done": now.done,
        "dead": now.dead,
        "pending": pending,
    }
    letters = {row[0]: row[1] for row in (*book.rows(OWED), *book.rows(UNDELIVERED))}
    return Counts(received, letters, {row[0]: row[1] for row in book.rows(OPEN)}, oldest, settled)


def _on(book: Book, tally: Tally, upto: int) -> Tally:
    if upto <= tally.upto:
        return tally
    found = {row[0]: row[1] for row in book.rows(SETTLED, {"after": tally.upto, "upto": upto})}
    return Tally(upto, tally.done + found.get("done", 0), tally.dead + found.get("dead", 0))
