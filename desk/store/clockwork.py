"""Deadlines and leases out of the book."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from desk.clock import from_ms, to_ms
from desk.deadlines import Deadline
from desk.store.book import MAPPED, Book
from desk.store.tables import deadline, lease

_ARMED = select(*MAPPED[Deadline].columns).where(deadline.c.state == "armed")
DUE = (
    _ARMED.where(deadline.c.due_at <= bindparam("now")).order_by(deadline.c.due_at).limit(bindparam("count"))
)
NEXT = select(deadline.c.due_at).where(deadline.c.state == "armed").order_by(deadline.c.due_at).limit(1)
FIRE = (
    update(deadline)
    .where(deadline.c.id == bindparam("deadline"), deadline.c.state == "armed")
    .values(state="fired", fired_at=bindparam("now"))
)
_NEW_LEASE = insert_or_not(lease).values(
    name=bindparam("name"), holder=bindparam("holder"), until=bindparam("until")
)
LEASE = _NEW_LEASE.on_conflict_do_update(
    index_elements=["name"],
    set_={"holder": _NEW_LEASE.excluded.holder, "until": _NEW_LEASE.excluded.until},
    where=(lease.c.holder == _NEW_LEASE.excluded.holder) | (lease.c.until < bindparam("now")),
)
NOBODY = update(lease).values(until=0)
LET_GO = (
    update(lease).where(lease.c.name == bindparam("of"), lease.c.holder == bindparam("by")).values(until=0)
)


def due(book: Book, at: datetime, count: int) -> list[Deadline]:
    """Armed deadlines whose time has come, the longest due first."""
    return book.many(Deadline, DUE, {"now": to_ms(at), "count": count})


def next_due(book: Book) -> datetime | None:
    ms = book.value(NEXT)
    return None if ms is None else from_ms(ms)


def fire(book: Book, id: int, at: datetime) -> bool:
    """Claims it: True for one caller only, ever."""
    return book.run(FIRE, {"deadline": id, "now": to_ms(at)}) == 1


def hold(book: Book, name: str, holder: str, at: datetime, span: timedelta) -> bool:
    """Takes or renews a lease; False while somebody else holds it."""
    values = {"name": name, "holder": holder, "until": to_ms(at + span), "now": to_ms(at)}
    return book.run(LEASE, values) == 1


def forget_leases(book: Book) -> None:
    """At the start of the only server of a SQLite file: whoever held them is dead."""
    book.run(NOBODY)


def let_go(book: Book, name: str, holder: str) -> None:
    book.run(LET_GO, {"of": name, "by": holder})
