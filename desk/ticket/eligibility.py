"""Which kinds of case a line of an order is open to, and why not (C2): pure, for the wizard, the console and the shop."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
    kind: TicketKind
    quantity: int

    @property
    def gives_units_back(self) -> int:
        """Units that never left, or should not have: their money goes back, or went."""
        refunds = self.unshipped and self.kind is TicketKind.REFUND and self.state not in NOTHING_GOES_BACK
        return self.quantity if refunds else 0


BEFORE_SHIPMENT = frozenset({Status.PAID})
ON_THE_WAY = frozenset({Status.SHIPPED})
NEEDS_THE_GOODS = frozenset({TicketKind.EXCHANGE, TicketKind.REPAIR})
FREE = frozenset({TicketState.WITHDRAWN, TicketState.TELLING})
"""Of an earlier case: it uses nothing up. What is being told becomes this one."""
NOTHING_GOES_BACK = FREE | {TicketState.REFUSED}


def eligible(
    order: Order,
    line: OrderLine,
    earlier: Iterable[Earlier],
    at: datetime,
    policy: Policy,
    times: OrderTimes = DEFAULT_TIMES,
) -> Mapping[TicketKind, Why | None]:
    """For each kind of claim None, or why not. `earlier`: of this very line."""
    everywhere = _for_all(order, line, earlier, at, policy, times)
    return {kind: everywhere or _for_kind(kind, order.status) for kind in TicketKind if kind in CLAIMS}


def _for_all(
    order: Order, line: OrderLine, earlier: Iterable[Earlier], at: datetime, policy: Policy, times: OrderTimes
) -> Why | None:
    if order.status is Status.AWAITING_PAYMENT:
        return Why.NOT_PAID
    if order.status is Status.CLOSED:
        return Why.CLOSED
    if _used_up(order.status, line, [one for one in earlier if one.state not in FREE]):
        return Why.ANOTHER_CASE
    ends = window_ends(order, policy, times)
    return Why.TOO_LATE if ends is not None and at > ends else None


def _for_kind(kind: TicketKind, status: Status) -> Why | None:
    if status in BEFORE_SHIPMENT:
        return None if kind is TicketKind.REFUND else Why.NOT_SHIPPED
    return Why.NOT_ARRIVED if status in ON_THE_WAY and kind in NEEDS_THE_GOODS else None


def _used_up(status: Status, line: OrderLine, earlier: Collection[Earlier]) -> bool:
    """Once before shipment and once after. One before leaves the line its case after shipment, for those units that it
    does not give back: all of them, where it was refused."""
    if status in BEFORE_SHIPMENT:
        return bool(earlier)
    return any(not one.unshipped for one in earlier) or units_left(line, earlier) == 0


def units_left(line: OrderLine, earlier: Iterable[Earlier]) -> int:
    """That a case can be about: bought, and not given back before they left."""
    return max(0, line.quantity - sum(one.gives_units_back for one in earlier))


def is_of_its_line(kind: TicketKind, goods: int) -> bool:
    """Whether a case counts among those of its line. What was late can be broken as well: a delivery exception is the line's one
    case only once money of the line goes back by it; a complaint never is."""
    return kind in CLAIMS or goods > 0


def window_ends(order: Order, policy: Policy, times: OrderTimes = DEFAULT_TIMES) -> datetime | None:
    """Until when a case can begin; None while the order is not completed, or nobody knows since when it is."""
    if order.status is not Status.COMPLETED:
        return None
    completed = order.completed_at or order.delivered_at or completes_at(order, times) or order.shipped_at
    return None if completed is None else completed + policy.window


def line_of(order: Order, sku: str) -> OrderLine | None:
    return next((line for line in order.lines if line.sku == sku), None)
