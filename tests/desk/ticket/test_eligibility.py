"""What a line of an order is open to, and why not (C2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.ticket.eligibility import Earlier, Why, eligible, is_of_its_line, units_left, window_ends
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
LINE = OrderLine("LAMP", 3, Money(1_000, "CNY"))
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
    found = eligible(order(status, completed_at=NOW), LINE, [], NOW, USUALLY)
    assert set(found) == CLAIMS
    assert {kind for kind, why in found.items() if why is None} == open_to
    assert {why for why in found.values() if why is not None} == ({otherwise} if otherwise else set())


@pytest.mark.parametrize(
    ("before", "late"),
    [(15 * DAY, False), (15 * DAY + timedelta(milliseconds=1), True), (timedelta(0), False)],
)
def test_fifteen_days_after_completion_and_not_a_moment_longer(before: timedelta, late: bool) -> None:
    found = eligible(order(Status.COMPLETED, completed_at=NOW - before), LINE, [], NOW, USUALLY)
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
    whole = Earlier(1, state, unshipped, REFUND, 3)
    found = eligible(order(status), LINE, [whole], NOW, USUALLY)
    assert (found[REFUND] is Why.ANOTHER_CASE) == used


@pytest.mark.parametrize(
    ("earlier", "status", "units"),
    [
        ([(TicketState.DONE, True, REFUND, 1)], Status.DELIVERED, 2),
        ([(TicketState.FINANCE_REVIEW, True, REFUND, 2)], Status.SHIPPED, 1),
        ([(TicketState.REFUSED, True, REFUND, 2)], Status.DELIVERED, 3),
        # Before anything has left, it stays once per line; afterwards, one case for what is left.
        ([(TicketState.DONE, True, REFUND, 1)], Status.PAID, None),
        ([(TicketState.DONE, True, REFUND, 1), (TicketState.REFUSED, False, RETURN, 1)], Status.DELIVERED, None),
        # A word about the waiting gives nothing back.
        ([(TicketState.DONE, True, TicketKind.COMPLAINT, 3)], Status.DELIVERED, 3),
    ],
)  # fmt: skip
def test_units_that_did_not_go_back_before_shipment_keep_their_case_after_it(
    earlier: list[tuple[TicketState, bool, TicketKind, int]], status: Status, units: int | None
) -> None:
    before = [Earlier(number, *one) for number, one in enumerate(earlier, start=1)]
    found = eligible(order(status), LINE, before, NOW, USUALLY)
    assert (found[REFUND] is None) == (units is not None)
    assert units is None or units_left(LINE, before) == units


@pytest.mark.parametrize(
    ("kind", "goods", "counts"),
    [
        (REFUND, 0, True),
        (TicketKind.EXCHANGE, 0, True),
        (TicketKind.DELIVERY, 0, False),  # late, and broken as well
        (TicketKind.DELIVERY, 12_900, True),  # compensated: the same money
        (TicketKind.COMPLAINT, 0, False),
    ],
)
def test_a_delivery_exception_is_the_line_s_case_once_money_goes_back_by_it(
    kind: TicketKind, goods: int, counts: bool
) -> None:
    assert is_of_its_line(kind, goods) is counts
