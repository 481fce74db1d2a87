"""One line of a ticket's history: who did what, when, from what to what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desk.ticket.moves import Actor


@dataclass(slots=True)
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
