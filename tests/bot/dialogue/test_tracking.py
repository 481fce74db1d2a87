"""Mina tells the number of her parcel as people do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.tracking import LONGEST_NUMBER, SHORTEST_NUMBER, Parcel, parcel_in


@pytest.mark.parametrize(
    ("text", "carrier", "number"),
    [
        ("顺丰SF1234567890123", "SF", "SF1234567890123"),
        ("寄了，顺丰 SF1234567890123 谢谢", "SF", "SF1234567890123"),
        ("SF1234567890123", "SF", "SF1234567890123"),
        ("顺丰 1234567890123", "SF", "SF1234567890123"),
        ("sf1234567890123", "SF", "SF1234567890123"),
        ("單號：ＳＦ１２３４５６７８９０１２３", "SF", "SF1234567890123"),
        ("tracking: 1Z999AA10123456784", "UPS", "1Z999AA10123456784"),
        ("it's 1Z 999 AA1 0123 4567 84 with UPS", "UPS", "1Z999AA10123456784"),
        ("圆通快递单号YT8812345678901", "YTO", "YT8812345678901"),
        ("中通的，73123456789012", "ZTO", "73123456789012"),
        ("快递单号 4312345678901", "", "4312345678901"),
        ("I posted it, RR123456789GB", "", "RR123456789GB"),
        ("Royal Mail RR123456789GB", "Royal Mail", "RR123456789GB"),
        ("9400 1112 0255 5123 4567 89 usps", "USPS", "9400111202555123456789"),
        ("DHL waybill 1234567890", "DHL", "1234567890"),
        ("我寄出去了 1234-5678-9012", "", "123456789012"),
    ],
)
def test_a_parcel_is_recognised(text: str, carrier: str, number: str) -> None:
    assert parcel_in(text) == Parcel(carrier, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "寄出去了",
        "顺丰",
        "订单 20261122001 什么时候发货",
        "我的电话13800001234",
        "快递单号 12345",
        "寄了，我电话是13800001234",
        "SF express is slow",
        "tracking please",
        "tracking 1234567890123456789012345678901234567890",
    ],
)
def test_what_is_none(text: str) -> None:
    assert parcel_in(text) is None


def test_asked_for_it_a_bare_number_will_do_but_not_the_order_s() -> None:
    assert parcel_in("4312345678901", asked=True) == Parcel("", "4312345678901")
    assert parcel_in("4312345678901") is None
    assert parcel_in("order LL-2026-1501", asked=True, but=["LL-2026-1501"]) is None
    assert parcel_in("#20261122001 顺丰 SF1234567890123", but=["20261122001"]) == Parcel(
        "SF", "SF1234567890123"
    )


@given(st.text(max_size=200), st.booleans())
def test_whatever_is_written_a_number_is_plausible_or_there_is_none(text: str, asked: bool) -> None:
    found = parcel_in(text, asked=asked)
    if found is not None:
        assert SHORTEST_NUMBER <= len(found.number) <= LONGEST_NUMBER
        assert found.number.isascii() and found.number.isalnum() and found.number == found.number.upper()


AROUND = st.text(alphabet="寄了单号是：，。 请查收", max_size=12)


@given(AROUND, st.integers(0, 10**13 - 1), AROUND)
def test_it_is_found_whatever_stands_around_it(before: str, digits: int, after: str) -> None:
    number = f"SF{digits:013}"
    assert parcel_in(f"{before}{number}{after}") == Parcel("SF", number)
