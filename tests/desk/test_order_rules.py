"""What follows from an order's days, and what may be changed in it: tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.allotment import Place, first_come
from desk.late_order import LateOrder, days_late
from desk.money import Money
from desk.order import Order, Status
from desk.order_change import not_to_close, not_to_complete, not_to_extend, not_to_readdress
from desk.order_times import OrderTimes, by_post, completes_at, extended, ships_by

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TIMES = OrderTimes()


def an_order(status: Status, **more: object) -> Order:
    return Order("A-1", "Mina", "", "", "", status, NOW, Money(100, "CNY"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("carrier", "post"),
    [
        ("中国邮政平邮", True),
        ("中華郵政掛號", True),
        ("Royal Mail", True),
        ("Swiss Post", True),
        ("中国邮政速递EMS", False),
        ("邮政快递包裹", False),
        ("中通", False),
        ("SF Express", False),
        ("", False),
    ],
)
def test_what_goes_by_post(carrier: str, post: bool) -> None:
    assert by_post(carrier) is post


@pytest.mark.parametrize(
    ("order", "days"),
    [
        (an_order(Status.SHIPPED, shipped_at=NOW, carrier="中通"), 10),
        (an_order(Status.DELIVERED, shipped_at=NOW), 10),
        (an_order(Status.SHIPPED, shipped_at=NOW, carrier="平邮"), 30),
        (an_order(Status.SHIPPED, shipped_at=NOW, extended_until=NOW + timedelta(days=13)), 13),
        (an_order(Status.SHIPPED, shipped_at=NOW, extended_until=NOW + timedelta(days=1)), 10),
        (an_order(Status.SHIPPED), None),
        (an_order(Status.PAID, shipped_at=NOW), None),
        (an_order(Status.COMPLETED, shipped_at=NOW), None),
    ],
)
def test_when_receipt_is_confirmed_by_itself(order: Order, days: int | None) -> None:
    end = None if days is None else NOW + timedelta(days=days)
    assert completes_at(order, TIMES) == end
    assert extended(order, TIMES) == (None if end is None else end + timedelta(days=3))


def test_the_promise_counts_from_the_payment() -> None:
    assert ships_by(an_order(Status.PAID), TIMES) == NOW + timedelta(days=3)
    assert ships_by(an_order(Status.PAID, paid_at=NOW + timedelta(days=1)), TIMES) == NOW + timedelta(days=4)
    late = LateOrder("A-1", "Mina", NOW, None)
    assert days_late(late, TIMES, NOW + timedelta(days=5, hours=3)) == 2
    assert days_late(late, TIMES, NOW) == 0
    assert not late.told


# close, another address, extend, complete
MAY = {
    Status.AWAITING_PAYMENT: (None, None, "not_shipped", "not_shipped"),
    Status.PAID: ("paid", None, "not_shipped", "not_shipped"),
    Status.SHIPPED: ("paid", "shipped", None, None),
    Status.DELIVERED: ("paid", "shipped", None, None),
    Status.COMPLETED: ("paid", "completed", "completed", "completed"),
    Status.CLOSED: ("closed", "closed", "closed", "closed"),
}


@pytest.mark.parametrize("status", Status)
def test_what_may_be_changed(status: Status) -> None:
    order = an_order(status)
    assert (
        not_to_close(order),
        not_to_readdress(order),
        not_to_extend(order),
        not_to_complete(order),
    ) == MAY[status]


def test_a_receipt_is_extended_once() -> None:
    assert not_to_extend(an_order(Status.SHIPPED, extended_until=NOW)) == "extended"


@pytest.mark.parametrize(("free", "served"), [(0, []), (-1, []), (2, [1, 2]), (9, [1, 2, 3])])
def test_first_come_first_served(free: int, served: list[int]) -> None:
    places = [Place(n, "LAMP", n, n, NOW) for n in (1, 2, 3)]
    assert [place.id for place in first_come(places, free)] == served
