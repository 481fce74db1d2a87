"""One line of a ticket's history: who did what, when, from what to what."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from desk.record import noun
from desk.ticket.moves import Actor


@noun(slots=True)
class TicketStep:
    id: int
    ticket_id: int
    at: datetime
    verb: str
    """A move of the table, or `change`, `photo`, `assign`, `raise`, `platform`, `remind`."""
    before: str
    after: str
    actor: Actor
    agent_id: int | None
    note: str
    changes: list[list[str]] = field(default_factory=list)
    """`[field, from, to]` of everything else that changed."""
