"""How often somebody looked at personal data lately."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, literal_column, select, text

from desk.clock import to_ms
from desk.store.book import Book
from desk.store.tables import event

PEOPLE = 0x7E59
"""Names our advisory locks on PostgreSQL."""
ONE_AT_A_TIME = select(func.pg_advisory_xact_lock(literal_column(str(PEOPLE)), func.int4(bindparam("agent"))))
LATELY = select(func.count()).where(
    text("kind = 'revealed'"), event.c.agent_id == bindparam("agent"), event.c.at > bindparam("since")
)


def since(book: Book, agent_id: int, at: datetime) -> int:
    """Who writes and asks waits until the same person's other browser is through, where there can be two at once."""
    if book.locks:
        book.value(ONE_AT_A_TIME, {"agent": agent_id})
    return int(book.value(LATELY, {"agent": agent_id, "since": to_ms(at)}))
