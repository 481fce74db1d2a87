"""Alerts that nobody outside has heard yet. Who has heard of one takes its row away: what happened is in the log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from desk.alert import Alert, Cause
from desk.clock import from_ms, to_ms
from desk.store.book import Book
from desk.store.tables import alert

AT_ONCE = 200

UNHEARD = select(*alert.c).order_by(alert.c.id).limit(AT_ONCE)
DROP = delete(alert).where(alert.c.id == bindparam("its_id"))


def raise_alert(
    book: Book,
    cause: Cause,
    who: str,
    why: str = "",
    *,
    at: datetime,
    since: datetime | None = None,
    conversation_id: int | None = None,
) -> None:
    """In the unit in which it comes about: it is told though the desk is killed right after."""
    values = {
        "cause": cause, "who": who, "why": why, "conversation_id": conversation_id,
        "since": to_ms(since or at), "at": to_ms(at),
    }  # fmt: skip
    book.insert(alert, values)


def unheard(book: Book) -> list[Alert]:
    """The oldest first, so many at most."""
    return [
        Alert(id, Cause(cause), who, why, conversation_id, from_ms(since), from_ms(at))
        for id, cause, who, why, conversation_id, since, at in book.rows(UNHEARD)
    ]


def drop(book: Book, ids: Collection[int]) -> None:
    for id in ids:
        book.run(DROP, {"its_id": id})
