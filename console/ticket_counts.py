"""How many tickets wait, and for whom."""

from __future__ import annotations

from collections.abc import Mapping

from desk.agent import Agent
from desk.store import Book, ticket_list
from desk.store.ticket_list import AWAITED, Show
from desk.ticket.facts import Mover
from desk.ticket.moves import Actor


def counts(book: Book) -> Mapping[Show, int]:
    by_state = ticket_list.counts(book)
    return {
        **{state: by_state[state] for state in by_state},
        **{side: ticket_list.awaiting(by_state, {side}) for side in AWAITED},
        "running": sum(by_state.values()),
        "raised": ticket_list.raised(book),
    }


def owed_by(book: Book, agent: Agent) -> int:
    """What awaits this very person's side; a supervisor, also what was raised."""
    sides = Mover.of(agent).by
    count = ticket_list.awaiting(ticket_list.counts(book), sides)
    return count + (ticket_list.raised(book) if Actor.SUPERVISOR in sides else 0)
