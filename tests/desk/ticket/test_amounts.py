"""How much goes back: whole minor units, never more than was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.ticket.amounts import Amounts, TooMuch, asked, at_most, freight_back, paid_for, reviewed


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def line(sku: str, quantity: int, price: int, paid: int | None = None) -> OrderLine:
    return OrderLine(sku, quantity, cny(price), None if paid is None else cny(paid))


def order(*lines: OrderLine, discount: int = 0, freight: int = 0) -> Order:
    total = sum(one.unit_price.minor * one.quantity for one in lines) - discount + freight
    return Order(
        "A-1", "Mina", "", "web", "7", Status.PAID, datetime(2026, 11, 1, tzinfo=UTC), cny(total),
        discount=cny(discount), freight=cny(freight), lines=lines,
    )  # fmt: skip


def test_what_the_shop_says_was_paid_counts() -> None:
    assert paid_for(order(line("LAMP", 2, 10_000, paid=15_000), discount=9_999), "LAMP") == 15_000


def test_a_discount_is_spread_over_the_lines_to_the_last_fen() -> None:
    three = order(line("A", 1, 1_000), line("B", 1, 1_000), line("C", 1, 1_000), discount=100)
    assert [paid_for(three, sku) for sku in "ABC"] == [966, 967, 967]


lines = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 10**6)), min_size=1, max_size=6).map(
    lambda found: [line(str(n), quantity, price) for n, (quantity, price) in enumerate(found)]
)


@given(lines, st.integers(0, 10**7))
def test_all_lines_together_were_paid_exactly_what_was_paid(found: list[OrderLine], discount: int) -> None:
    priced = sum(one.unit_price.minor * one.quantity for one in found)
    cut = min(discount, priced)
    placed = replace(order(*found), discount=cny(discount))
    parts = [paid_for(placed, one.sku) for one in found]
    assert sum(parts) == priced - cut and min(parts) >= 0


@pytest.mark.parametrize(
    ("quantity", "expected"), [(0, 0), (1, 333), (2, 666), (3, 1_000), (4, 1_000), (-1, 0)]
)
def test_of_several_units_each_has_its_part_and_all_have_all(quantity: int, expected: int) -> None:
    three = line("CUP", 3, 400, paid=1_000)
    assert asked(order(three), three, quantity) == expected


def test_freight_goes_back_only_with_the_whole_order() -> None:
    two = order(line("A", 2, 500), line("B", 1, 500), freight=1_200)
    assert freight_back(two, {"A": 2}) == 0
    assert freight_back(two, {"A": 1, "B": 1}) == 0
    assert freight_back(two, {"A": 2, "B": 1}) == 1_200
    assert freight_back(order(line("A", 1, 500)), {"A": 1}) == 0


def test_a_reviewer_may_lower_it_and_charge_a_fee() -> None:
    assert reviewed(1_000, goods=900, fee=100, currency="CNY") == Amounts(900, 0, 100)
    assert reviewed(1_000, goods=900, fee=100, currency="CNY").total == 800


def test_and_add_freight_that_was_paid() -> None:
    assert reviewed(1_000, goods=1_000, freight=600, freight_paid=600, currency="CNY").total == 1_600


@pytest.mark.parametrize(("goods", "freight"), [(1_001, 0), (1_000, 601), (0, 601)])
def test_never_more_than_was_paid(goods: int, freight: int) -> None:
    with pytest.raises(TooMuch, match="at most ¥"):
        reviewed(1_000, goods=goods, freight=freight, freight_paid=600, currency="CNY")


@pytest.mark.parametrize(("goods", "fee"), [(-1, 0), (100, -1), (100, 101)])
def test_and_never_less_than_nothing(goods: int, fee: int) -> None:
    with pytest.raises(ValueError, match="below zero"):
        reviewed(1_000, goods=goods, fee=fee, currency="CNY")


@given(st.integers(0, 10**9), st.integers(-5, 10**9), st.integers(-5, 10**9), st.integers(-5, 10**6))
def test_whatever_is_typed_the_total_stays_between_nothing_and_what_was_paid(
    paid: int, goods: int, fee: int, freight: int
) -> None:
    try:
        found = reviewed(paid, goods=goods, fee=fee, freight=freight, freight_paid=1_000, currency="CNY")
    except (TooMuch, ValueError):
        return
    assert 0 <= found.total <= paid + 1_000


@given(st.integers(1, 9), st.integers(0, 10**6), st.integers(0, 9))
def test_what_goes_back_in_two_parts_is_what_was_paid_to_the_last_fen(
    bought: int, paid: int, first: int
) -> None:
    cups = line("CUP", bought, paid, paid=paid)
    before = min(first, bought)
    parts = [asked(order(cups), cups, before), asked(order(cups), cups, bought - before, before)]
    assert sum(parts) == paid and min(parts) >= 0
    assert all(
        part <= at_most(order(cups), cups, n)
        for part, n in zip(parts, (before, bought - before), strict=True)
    )
