"""By when what is due of whom in each state (C3–C8): one row each. What a state has no row for waits for nobody's time.

A due time is a deadline row; when it is over, the row's move is made by the desk, or the case is raised to a supervisor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from desk.record import record
from desk.ticket.moves import Actor, TicketState
from desk.ticket.policy import Policy

S = TicketState


@record(frozen=True, slots=True)
class Due:
    of: Actor
    """Whose turn it is."""
    within: Callable[[Policy], timedelta]
    then: str = ""
    """The move that the desk makes; empty: a supervisor is called (C8)."""
    reminds: bool = False
    """The buyer is reminded before."""
    runs_on_from: TicketState | None = None
    """Coming from there, the time that ran goes on: what replaces goods leaves within its time of their receipt."""


DUES: Mapping[TicketState, Due] = {
    S.TELLING: Due(Actor.BUYER, lambda policy: policy.telling_lasts, "withdraw"),
    S.SUBMITTED: Due(Actor.AGENT, lambda policy: policy.disputed_after),
    S.AWAITING_RETURN: Due(Actor.BUYER, lambda policy: policy.return_within, "let_lapse", reminds=True),
    S.RETURNING: Due(Actor.WAREHOUSE, lambda policy: policy.return_within),
    S.RECEIVED: Due(Actor.WAREHOUSE, lambda policy: policy.reship_within),
    S.INSPECTION_REFUSED: Due(Actor.WAREHOUSE, lambda policy: policy.reship_within),
    S.IN_REPAIR: Due(Actor.WAREHOUSE, lambda policy: policy.return_within),
    S.AWAITING_RESHIPMENT: Due(Actor.WAREHOUSE, lambda policy: policy.reship_within, runs_on_from=S.RECEIVED),
    S.RESHIPPED: Due(Actor.BUYER, lambda policy: policy.settled_after, "satisfied"),
    S.FINANCE_REVIEW: Due(Actor.FINANCE, lambda policy: policy.disputed_after),
    S.AMOUNT_REVIEW: Due(Actor.AGENT, lambda policy: policy.disputed_after),
    S.AWAITING_REFUND: Due(Actor.SHOP, lambda policy: timedelta(hours=1)),
    S.REFUND_FAILED: Due(Actor.FINANCE, lambda policy: timedelta(days=1)),
    S.REFUND_UNKNOWN: Due(Actor.FINANCE, lambda policy: timedelta(days=1)),
    S.INVESTIGATING: Due(Actor.AGENT, lambda policy: policy.disputed_after),
    S.OUTCOME_TOLD: Due(Actor.BUYER, lambda policy: policy.settled_after, "agree"),
    S.MEASURE: Due(Actor.SUPERVISOR, lambda policy: timedelta(days=30)),
}


def due_at(
    state: TicketState, since: datetime, policy: Policy, *, before: TicketState, was: datetime | None
) -> datetime | None:
    """Of a ticket that came to `state` at `since` from the state `before`, in which it was due at `was`."""
    due = DUES.get(state)
    if due is None:
        return None
    return was if due.runs_on_from == before and was is not None else since + due.within(policy)


def turn(state: TicketState) -> Actor | None:
    """Whose turn it is; None when it is over."""
    due = DUES.get(state)
    return None if due is None else due.of
