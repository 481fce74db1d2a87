"""The log of events, read in an order that never changes behind a reader.

On PostgreSQL transactions commit in another order than their events are numbered. A place in the log is
therefore the pair of transaction and event, and nothing is read that an older, still open transaction could
yet come before. SQLite has one writer: there the transaction is always 0 and the number alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from sqlalchemy import BigInteger, bindparam, func, select, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression

from desk.line import Line
from desk.record import record
from desk.store.book import Book
from desk.store.tables import conversation, event

END = 2**63 - 1


class Place(NamedTuple):
    """A place in the log. Outside the store it is only kept, compared and handed back."""

    transaction: int
    number: int

    def token(self) -> str:
        return f"{self.transaction}.{self.number}"


BEGINNING = Place(0, 0)


def place(token: str) -> Place:
    """The reverse of `token`. Raises ValueError."""
    transaction, _, number = token.partition(".")
    if not (token.isascii() and transaction.isdigit() and number.isdigit()):
        raise ValueError("not a place in the log")
    return Place(min(int(transaction), END), min(int(number), END))


@record(frozen=True, slots=True)
class Happened:
    place: Place
    at_ms: int
    kind: str
    conversation_id: int | None
    agent_id: int | None
    data: Mapping[str, Any]


class Horizon(expression.FunctionElement[int]):
    """The oldest transaction that is still open: everything before it is settled for good."""

    type = BigInteger()
    inherit_cache = True


@compiles(Horizon, "postgresql")
def _on_postgresql(element: Horizon, compiler: Any, **kw: Any) -> str:
    return "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"


@compiles(Horizon)
def _elsewhere(element: Horizon, compiler: Any, **kw: Any) -> str:
    return str(END)


# `floor` is for SQLite, which then looks at the new rows only; with PostgreSQL's numbers it must be 0.
LATER = (
    event.c.number > bindparam("floor"),
    tuple_(event.c.xid, event.c.number)
    > tuple_(bindparam("xid", type_=BigInteger), bindparam("number", type_=BigInteger)),
)
_EVENT = select(
    event.c.xid, event.c.number, event.c.at, event.c.kind, event.c.conversation_id, event.c.agent_id, event.c.data,
    (event.c.xid < Horizon()).label("settled"),
)  # fmt: skip
AFTER = _EVENT.where(*LATER).order_by(event.c.xid, event.c.number).limit(bindparam("count"))
# Neither sorted nor cut: a planner that is asked for both may walk the whole log instead of one chat.
OF_LINE = (
    _EVENT.join(conversation, conversation.c.id == event.c.conversation_id)
    .where(conversation.c.channel == bindparam("channel"), conversation.c.account == bindparam("account"))
    .where(conversation.c.chat == bindparam("chat"), *LATER)
)
NOW = select(Horizon(), func.coalesce(select(func.max(event.c.number)).scalar_subquery(), 0))


def now(book: Book) -> Place:
    """The place up to which everything is settled."""
    row = book.row(NOW)
    assert row is not None
    return Place(0, row[1]) if row[0] == END else Place(row[0] - 1, END)


def after(book: Book, since: Place, count: int) -> tuple[list[Happened], bool]:
    """What happened after that place, in order; and whether something more is written but not settled yet."""
    rows = book.rows(AFTER, {**values_of(since), "count": count})
    settled = [_happened(row) for row in rows if row[-1]]
    return settled, len(settled) < len(rows)


def of_line(book: Book, line: Line, since: Place) -> list[Happened]:
    """What happened in one buyer's chat after that place, in order."""
    rows = book.rows(OF_LINE, {**values_of(since), **line._asdict()})
    return sorted((_happened(row) for row in rows if row[-1]), key=lambda happened: happened.place)


def values_of(since: Place) -> dict[str, int]:
    floor = since.number if since.transaction == 0 else 0
    return {"floor": floor, "xid": since.transaction, "number": since.number}


def _happened(row: tuple[Any, ...]) -> Happened:
    xid, number, at, kind, conversation_id, agent_id, data, _ = row
    return Happened(Place(xid, number), at, kind, conversation_id, agent_id, orjson.loads(data))
