"""How long things take with an order: the shop's promises and patience, and the days that follow from them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from desk.order import Order, Status
from desk.record import record

POST = re.compile(r"邮政|郵政|邮局|郵局|平邮|平郵|挂号|掛號|包裹信|\bpost\b|\bmail\b", re.IGNORECASE)
COURIER = re.compile(r"ems|速递|速遞|快递|快遞|特快|express|courier", re.IGNORECASE)
"""The post's own couriers are as quick as the others."""


@record(frozen=True, slots=True)
class OrderTimes:
    """Settings of the shop, with the trade's defaults (A6, B1, B3, B4)."""

    remind_unpaid: timedelta = timedelta(days=1)
    close_unpaid: timedelta = timedelta(days=7)
    ships_within: timedelta = timedelta(days=3)
    arrives_after: tuple[timedelta, timedelta] = (timedelta(days=2), timedelta(days=5))
    completes_by_courier: timedelta = timedelta(days=10)
    completes_by_post: timedelta = timedelta(days=30)
    extended_by: timedelta = timedelta(days=3)


DEFAULT_TIMES = OrderTimes()


def promised_since(order: Order) -> datetime:
    """From when the shipping promise counts."""
    return order.paid_at or order.placed_at


def ships_by(order: Order, times: OrderTimes) -> datetime:
    return promised_since(order) + times.ships_within


def by_post(carrier: str) -> bool:
    return bool(POST.search(carrier)) and not COURIER.search(carrier)


def completes_at(order: Order, times: OrderTimes) -> datetime | None:
    """When receipt is confirmed by itself; None while it is not under way, or nobody knows when it left."""
    if order.status not in (Status.SHIPPED, Status.DELIVERED) or order.shipped_at is None:
        return None
    usual = order.shipped_at + (
        times.completes_by_post if by_post(order.carrier) else times.completes_by_courier
    )
    return max(usual, order.extended_until) if order.extended_until else usual


def extended(order: Order, times: OrderTimes) -> datetime | None:
    """Until when its receipt would be extended; None where it has no end to extend."""
    end = completes_at(order, times)
    return None if end is None else end + times.extended_by
