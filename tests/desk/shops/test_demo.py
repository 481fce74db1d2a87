"""Lantern & Loom as the newcomer meets it: alive at any hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.order import Order, Status
from desk.shops.demo import demo
from desk.stock import products

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOONS = [datetime(2026, 11, 22, 4, 0, 31, tzinfo=UTC), datetime(2028, 2, 29, 20, 0, tzinfo=UTC)]


@pytest.fixture(params=NOONS, ids=str)
def now(request: pytest.FixtureRequest) -> datetime:
    found: datetime = request.param
    return found


def test_the_shop_is_large_enough_to_be_looked_around_in(now: datetime) -> None:
    shop = demo(now, SHANGHAI)
    catalogue = products(shop.listings)
    assert len(catalogue) >= 60
    assert all(product.name and product.name_en and product.aliases for product in catalogue.values())
    assert sum(len(product.variants) > 1 for product in catalogue.values()) > 40
    gone = [one.variant for one in shop.listings if one.variant.stock == 0]
    assert any(variant.restock_on for variant in gone)
    assert any(variant.restock_on is None for variant in gone)


def test_restock_days_lie_ahead(now: datetime) -> None:
    days = [one.variant.restock_on for one in demo(now, SHANGHAI).listings if one.variant.restock_on]
    assert min(days) > now.astimezone(SHANGHAI).date()


def test_two_hundred_orders_in_every_state_of_several_buyers(now: datetime) -> None:
    orders = demo(now, SHANGHAI).orders
    assert len(orders) == 200
    assert {order.status for order in orders} == set(Status)
    assert len({order.buyer_name for order in orders}) > 15
    assert {order.channel for order in orders} == {"telegram", "web", ""}


def test_no_order_is_ahead_of_itself_or_of_today(now: datetime) -> None:
    for order in demo(now, SHANGHAI).orders:
        steps = [order.placed_at, order.paid_at, order.shipped_at, order.delivered_at]
        known = [step for step in steps if step]
        assert known == sorted(known)
        assert all(step <= now for step in [*known, order.last_scan_at] if step)
        assert (order.shipped_at is None) == (not order.tracking)


def test_nothing_lies_unpaid_for_longer_than_the_shop_lets_it(now: datetime) -> None:
    unpaid = [order for order in demo(now, SHANGHAI).orders if order.status is Status.AWAITING_PAYMENT]
    assert all(now - order.placed_at < timedelta(days=7) for order in unpaid)


def test_lines_add_up_to_totals_and_name_what_is_sold(now: datetime) -> None:
    shop = demo(now, SHANGHAI)
    skus = {one.variant.sku for one in shop.listings}
    assert all(line.sku in skus for _, line in shop.lines)
    sums = dict.fromkeys((order.number for order in shop.orders), 0)
    for number, line in shop.lines:
        sums[number] += line.unit_price.minor * line.quantity
    assert sums == {
        order.number: order.total.minor - (order.freight.minor if order.freight else 0)
        for order in shop.orders
    }


def test_order_1007_is_minas_and_on_its_way(now: datetime) -> None:
    mina = by_number(now)["1007"]
    assert mina.bound_to("telegram", "7")
    assert mina.phone_ends_with("0147")
    assert mina.status is Status.SHIPPED
    assert mina.expected_on
    assert mina.expected_on > now.astimezone(SHANGHAI).date()
    assert by_number(now)["1008"].bound_to("web", "demo-mina")


def test_the_same_instant_is_the_same_shop(now: datetime) -> None:
    assert demo(now, SHANGHAI) == demo(now, SHANGHAI)


def by_number(now: datetime) -> dict[str, Order]:
    return {order.number: order for order in demo(now, SHANGHAI).orders}
