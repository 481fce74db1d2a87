"""What was walked, judged from outside: the histories beside the table of moves, the back end's own book beside the cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desk.ticket.kinds import TicketKind
from desk.ticket.moves import MOVES, Actor, TicketState
from tests.ways.beside import Step

K, S = TicketKind, TicketState
Place = tuple[TicketKind, TicketState, str]
TABLE: frozenset[Place] = frozenset(
    (kind, state, move.verb) for move in MOVES for kind in move.kinds for state in move.at
)
MADE_BY = frozenset((move.verb, actor) for move in MOVES for actor in move.by)
MOVING = frozenset(move.verb for move in MOVES)
"""Other lines of a history move nothing."""
NEVER_THERE = "an exchange is never in repair: the row is one for both that replace something"
EXCUSED: Mapping[Place, str] = {
    (K.EXCHANGE, S.IN_REPAIR, "refund_instead"): NEVER_THERE,
}
"""What is walked nowhere, and why not."""


def walked(steps: Iterable[Step]) -> frozenset[Place]:
    return frozenset((step.kind, TicketState(step.before), step.verb) for step in steps)


def made_by(steps: Iterable[Step]) -> frozenset[tuple[str, Actor]]:
    return frozenset((step.verb, Actor(step.actor)) for step in steps)
