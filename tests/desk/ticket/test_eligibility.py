"""What a line of an order is open to, and why not (C2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.money import Money
from desk.order import Order, Status
from desk.ticket.eligibility import Earlier, Why, eligible, window_ends
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.policy import USUALLY

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY = timedelta(days=1)
REFUND, RETURN, EXCHANGE, REPAIR = (
    TicketKind.REFUND,
    TicketKind.RETURN,
    TicketKind.EXCHANGE,
    TicketKind.REPAIR,
)
CLAIMS = {REFUND, RETURN, EXCHANGE, REPAIR}


def order(status: Status, **more: datetime) -> Order:
    return Order("A-1", "Mina", "", "web", "7", status, NOW - 30 * DAY, Money(1_000, "CNY"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "open_to", "otherwise"),
    [
        (Status.AWAITING_PAYMENT, set(), Why.NOT_PAID),
        (Status.CLOSED, set(), Why.CLOSED),
        (Status.PAID, {REFUND}, Why.NOT_SHIPPED),
        (Status.SHIPPED, {REFUND, RETURN}, Why.NOT_ARRIVED),
        (Status.DELIVERED, CLAIMS, None),
        (Status.COMPLETED, CLAIMS, None),
    ],
)
def test_by_how_far_the_order_is(status: Status, open_to: set[TicketKind], otherwise: Why | None) -> None:
    found = eligible(order(status, completed_at=NOW), [], NOW, USUALLY)
    assert set(found) == CLAIMS
    assert {kind for kind, why in found.items() if why is None} == open_to
    assert {why for why in found.values() if why is not None} == ({otherwise} if otherwise else set())


@pytest.mark.parametrize(
    ("before", "late"),
    [(15 * DAY, False), (15 * DAY + timedelta(milliseconds=1), True), (timedelta(0), False)],
)
def test_fifteen_days_after_completion_and_not_a_moment_longer(before: timedelta, late: bool) -> None:
    found = eligible(order(Status.COMPLETED, completed_at=NOW - before), [], NOW, USUALLY)
    assert set(found.values()) == ({Why.TOO_LATE} if late else {None})


def test_where_nobody_wrote_down_the_completion_it_is_the_delivery() -> None:
    assert window_ends(order(Status.COMPLETED, delivered_at=NOW), USUALLY) == NOW + 15 * DAY
    assert window_ends(order(Status.COMPLETED, shipped_at=NOW), USUALLY) == NOW + 15 * DAY
    assert window_ends(order(Status.COMPLETED), USUALLY) is None
    assert window_ends(order(Status.DELIVERED, delivered_at=NOW - 90 * DAY), USUALLY) is None


@pytest.mark.parametrize(
    ("state", "unshipped", "status", "used"),
    [
        (TicketState.SUBMITTED, False, Status.DELIVERED, True),
        (TicketState.DONE, False, Status.DELIVERED, True),
        (TicketState.REFUSED, False, Status.DELIVERED, True),
        (TicketState.WITHDRAWN, False, Status.DELIVERED, False),
        (TicketState.TELLING, False, Status.DELIVERED, False),
        (TicketState.RETURN_OVERDUE, False, Status.DELIVERED, True),
        # Before shipment: once per line; a refusal then does not use up the case after shipment.
        (TicketState.REFUSED, True, Status.PAID, True),
        (TicketState.REFUSED, True, Status.DELIVERED, False),
        (TicketState.DONE, True, Status.DELIVERED, True),
    ],
)
def test_one_case_per_line(state: TicketState, unshipped: bool, status: Status, used: bool) -> None:
    found = eligible(order(status), [Earlier(1, state, unshipped)], NOW, USUALLY)
    assert (found[REFUND] is Why.ANOTHER_CASE) == used
