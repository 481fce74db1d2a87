"""Two approvals (C5): nobody approves a case that they handled, and large sums are a supervisor's. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from desk.record import record
from desk.ticket.moves import Actor, Approval, Move
from desk.ticket.policy import Policy


class Barred(StrEnum):
    """Why this person does not approve this case."""

    HANDLED = "handled"  # it is their own
    OVER_CAP = "over_cap"
    OVER_BUYER_CAP = "over_buyer_cap"


@record(frozen=True, slots=True)
class Sums:
    """In minor units."""

    amount: int
    """That would go out by this approval."""
    buyer_before: int = 0
    """What this buyer got back within the policy's span."""


@record(frozen=True, slots=True)
class Handled:
    """Who had a hand in the case."""

    opened_by: int | None
    approved_by: Collection[int]
    """For the service."""


def own(move: Move, person: int, handled: Handled) -> bool:
    """Whether by this move somebody would approve what they handled."""
    match move.approves:
        case None:
            return False
        case Approval.SERVICE:
            return person == handled.opened_by
        case Approval.FINANCE:
            return person == handled.opened_by or person in handled.approved_by


def barred(
    move: Move, person: int, by: Collection[Actor], handled: Handled, sums: Sums, policy: Policy
) -> Barred | None:
    """Of a move that approves nothing it is None."""
    if move.approves is None:
        return None
    if policy.second_person and own(move, person, handled):
        return Barred.HANDLED
    if Actor.SUPERVISOR in by:
        return None
    cap = policy.finance_cap if move.approves is Approval.FINANCE else policy.agent_cap
    if cap is not None and sums.amount > cap:
        return Barred.OVER_CAP
    if policy.buyer_cap is not None and sums.buyer_before + sums.amount > policy.buyer_cap:
        return Barred.OVER_BUYER_CAP
    return None
