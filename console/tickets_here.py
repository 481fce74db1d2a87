"""The tickets of a conversation, beside it."""

from __future__ import annotations

from datetime import datetime

from console import access
from console.door import Door
from console.ticket_opening_shapes import TicketHere, TicketsHere
from console.ticket_rows import late
from desk.agent import Agent, Right
from desk.store import Book, tickets


def tickets_here(
    book: Book, here: Door, agent: Agent, conversation_id: int, at: datetime
) -> TicketsHere | None:
    """None for who sees no tickets."""
    if not agent.may(Right.SEE_TICKETS):
        return None
    found = tickets.of_conversation(book, access.conversation(book, agent, conversation_id).id)
    return TicketsHere(
        conversation_id,
        tuple(
            TicketHere(one.id, one.kind, one.state, one.item, late(one.due_at, one.over, here, at))
            for one in found
        ),
        agent.may(Right.OPEN_TICKETS),
    )
