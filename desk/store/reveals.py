"""How often somebody looked at personal data lately."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select, text

from desk.clock import to_ms
from desk.store.book import Book
from desk.store.tables import event

LATELY = select(func.count()).where(
    text("kind = 'revealed'"), event.c.agent_id == bindparam("agent"), event.c.at > bindparam("since")
)


def since(book: Book, agent_id: int, at: datetime) -> int:
    return int(book.value(LATELY, {"agent": agent_id, "since": to_ms(at)}))
