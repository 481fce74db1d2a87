"""Which kinds of case a line of an order is open to, and why not (C2): pure, for the wizard, the console and the shop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from desk.order import Order, OrderLine, Status
from desk.order_times import DEFAULT_TIMES, OrderTimes, completes_at
from desk.record import record
from desk.ticket.kinds import CLAIMS, TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.policy import Policy


class Why(StrEnum):
    """Why not; each has its words in the packs and in the console."""

    NOT_PAID = "not_paid"
    CLOSED = "closed"
    NOT_SHIPPED = "not_shipped"  # only the money can go back: nothing has left yet
    NOT_ARRIVED = "not_arrived"  # nothing can be exchanged or repaired that is still on its way
    TOO_LATE = "too_late"
    ANOTHER_CASE = "another_case"  # one case per line


@record(frozen=True, slots=True)
class Earlier:
    """A case that this line had, or has."""

    ticket: int
    state: TicketState
    unshipped: bool
    """It began before anything was shipped."""


BEFORE_SHIPMENT = frozenset({Status.PAID})
ON_THE_WAY = frozenset({Status.SHIPPED})
NEEDS_THE_GOODS = frozenset({TicketKind.EXCHANGE, TicketKind.REPAIR})
FREE = frozenset({TicketState.WITHDRAWN, TicketState.TELLING})
"""Of an earlier case: it uses nothing up. What is being told becomes this one."""


def eligible(
    order: Order,
    earlier: Iterable[Earlier],
    at: datetime,
    policy: Policy,
    times: OrderTimes = DEFAULT_TIMES,
) -> Mapping[TicketKind, Why | None]:
    """For each kind of claim None, or why not. `earlier`: of this very line."""
    everywhere = _for_all(order, earlier, at, policy, times)
    return {kind: everywhere or _for_kind(kind, order.status) for kind in TicketKind if kind in CLAIMS}


def _for_all(
    order: Order, earlier: Iterable[Earlier], at: datetime, policy: Policy, times: OrderTimes
) -> Why | None:
    if order.status is Status.AWAITING_PAYMENT:
        return Why.NOT_PAID
    if order.status is Status.CLOSED:
        return Why.CLOSED
    if any(_uses_up(one, order.status) for one in earlier):
        return Why.ANOTHER_CASE
    ends = window_ends(order, policy, times)
    return Why.TOO_LATE if ends is not None and at > ends else None


def _for_kind(kind: TicketKind, status: Status) -> Why | None:
    if status in BEFORE_SHIPMENT:
        return None if kind is TicketKind.REFUND else Why.NOT_SHIPPED
    return Why.NOT_ARRIVED if status in ON_THE_WAY and kind in NEEDS_THE_GOODS else None


def _uses_up(case: Earlier, status: Status) -> bool:
    """A case refused before shipment leaves the line its one case after shipment."""
    if case.state in FREE:
        return False
    refused_before = case.unshipped and case.state is TicketState.REFUSED
    return not (refused_before and status not in BEFORE_SHIPMENT)


def window_ends(order: Order, policy: Policy, times: OrderTimes = DEFAULT_TIMES) -> datetime | None:
    """Until when a case can begin; None while the order is not completed, or nobody knows since when it is."""
    if order.status is not Status.COMPLETED:
        return None
    completed = order.completed_at or order.delivered_at or completes_at(order, times) or order.shipped_at
    return None if completed is None else completed + policy.window


def line_of(order: Order, sku: str) -> OrderLine | None:
    return next((line for line in order.lines if line.sku == sku), None)
