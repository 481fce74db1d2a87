"""The pages of the tickets, as far as somebody may open them."""

from __future__ import annotations

from console.ticket_shapes import Tab
from desk.agent import Agent, Right
from desk.ticket.facts import Mover
from desk.ticket.moves import Actor


def tabs(agent: Agent) -> tuple[Tab, ...]:
    """Only where there is a choice."""
    sides = Mover.of(agent).by
    found: list[Tab] = ["list"] if agent.may(Right.SEE_TICKETS) else []
    if sides & {Actor.WAREHOUSE, Actor.SUPERVISOR}:
        found.append("receive")
    if agent.may(Right.TICKET_REASONS):
        found.append("reasons")
    return tuple(found) if len(found) > 1 else ()
