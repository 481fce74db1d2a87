"""What is open at this moment, and open for too long: all of it, for there is little of it, and by indexes that hold only that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
)

from desk.audit import A_MINUTE, A_MOMENT, DESK, ROWS, TO_FETCH, Account, Check, Line, Row
from desk.clock import from_ms, to_ms
from desk.store.audit_ledger import apart, row_of
from desk.store.book import Book
from desk.store.tables import conversation, deadline, inbox, message, outbox, photo, ticket_photo

_BEFORE: ColumnElement[int] = bindparam("before", type_=BigInteger)
_CASE = (
    select(func.min(ticket_photo.c.ticket_id))
    .where(ticket_photo.c.photo_id == photo.c.id)
    .correlate(photo)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Open:
    """Rows that are open now; `wrong` are those that have been so for longer than `patience`."""

    table: Table
    open: Any
    """In the very words of the index that holds them."""
    since: ColumnElement[int]
    patience: timedelta
    note: ColumnElement[Any]
    held: Any = True
    """Whether it is one of ours to look at; of what may leave only later, whether it may by now."""

    @property
    def whose(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        if "channel" in self.table.c:
            return apart(self.table.c.channel), apart(self.table.c.account)
        return literal_column("''"), literal_column("''")

    @property
    def wrong(self) -> ColumnElement[bool]:
        late: ColumnElement[bool] = self.since <= _BEFORE
        return late if self.held is True else late & self.held

    def counts(self) -> Select[Any]:
        late = case((self.wrong, 1), else_=0)
        oldest = func.min(case((self.wrong, self.since)))
        columns = func.count(), func.coalesce(func.sum(late), 0), oldest
        if "channel" not in self.table.c:
            return select(*columns).where(self.open)
        return select(*columns, *self.whose).where(self.open).group_by(*self.whose)

    def rows(self) -> Select[Any]:
        t = self.table.c
        seq = t.seq if "seq" in t else literal_column("null")
        found = (
            select(t.id, self.since, t.conversation_id, seq, self.note, conversation.c.buyer_name, message.c.id)
            .select_from(
                self.table.outerjoin(conversation, conversation.c.id == t.conversation_id).outerjoin(
                    message, (message.c.conversation_id == t.conversation_id) & (message.c.seq == seq)
                )
            )
            .where(self.open, self.wrong)
            .order_by(t.id)
            .limit(ROWS)
        )  # fmt: skip
        if "channel" not in t:
            return found
        channel, account = self.whose
        return found.where(channel == bindparam("channel"), account == bindparam("account"))


o = outbox.c
OPEN: Mapping[Check, Open] = {
    Check.THOUGHTS: Open(inbox, text("inbox.state = 'new'"), inbox.c.received_at, A_MINUTE, inbox.c.kind),
    Check.LEAVING: Open(
        outbox, text("outbox.state in ('queued', 'sending')"), o.queued_at, A_MINUTE, o.error,
        # What is held back to be called back may wait; what the channel has put off has been tried.
        or_(o.not_before.is_(None), o.attempts > literal_column("0"), o.not_before <= _BEFORE),
    ),
    Check.PICTURES: Open(
        photo, text("(photo.state = 'pending' or photo.view_state = 'pending')"), photo.c.created_at, TO_FETCH, _CASE
    ),
    Check.TIMERS: Open(deadline, text("deadline.state = 'armed'"), deadline.c.due_at, A_MOMENT, deadline.c.kind),
}  # fmt: skip
COUNTS = {check: one.counts() for check, one in OPEN.items()}
ROWS_OF = {check: one.rows() for check, one in OPEN.items()}


def lines(book: Book, at: datetime) -> list[Line]:
    found = []
    for check, one in OPEN.items():
        for looked, late, oldest, *whose in book.rows(COUNTS[check], _values(one, at)):
            of = (whose[0], whose[1]) if whose else DESK
            since = None if oldest is None else from_ms(oldest)
            found.append(Line(check, of, int(looked), int(late), since))
    return found


def rows(book: Book, at: datetime, check: Check, of: Account) -> list[Row]:
    """Of a photo the note is the number of its case."""
    values = {**_values(OPEN[check], at), "channel": of[0], "account": of[1]}
    return [row_of(row) for row in book.rows(ROWS_OF[check], values)]


def _values(one: Open, at: datetime) -> dict[str, int]:
    return {"before": to_ms(at - one.patience)}
