"""Values are found in every usual way of writing, where they stand in the original."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.understanding.names import Names
from bot.understanding.options import canonical, same
from bot.understanding.slots import find_slots
from bot.understanding.words import read

NAMES = Names()


@pytest.mark.parametrize(
    "text, kind, written",
    [
        ("我的订单 1007 到哪了", "order_number", "1007"),
        ("订单号：１００７", "order_number", "１００７"),
        ("where is T-1234567890123456", "order_number", "T-1234567890123456"),
        ("LL20261101-07 发了吗", "order_number", "LL20261101-07"),
        ("my order no is 15488, where", "order_number", "15488"),
        ("1007", "order_number", "1007"),
        ("money back for 5520917 please", "order_number", "5520917"),
        ("我前天下的单 2044 7781 9036 5512 没动静", "order_number", "2044 7781 9036 5512"),
        ("3391827465001928到了没", "order_number", "3391827465001928"),
        ("快递单号SF1234567890123", "tracking_number", "SF1234567890123"),
        ("tracking 1Z999AA10123456785", "tracking_number", "1Z999AA10123456785"),
        ("手机尾号 6621", "phone", "6621"),
        ("last four digits 0042", "phone", "0042"),
        ("我的手机是13800138000", "phone", "13800138000"),
        ("call +1 212-555-0148", "phone", "+1 212-555-0148"),
        ("货号A1024-BK有吗", "sku", "A1024-BK"),
        ("要三个", "quantity", "三个"),
        ("来12包", "quantity", "12包"),
        ("I need 4 pillows", "quantity", "4"),
        ("the small one, I need 3", "quantity", "3"),
        ("ordered 2 only got 1, where is the rest", "quantity", "1"),
        ("五只装的和10只装的一样吗", "quantity", "10只装"),
        ("能退我5元吗", "amount", "5元"),
        ("a refund of 350 dollars", "amount", "350"),
        ("can you ship with DHL", "carrier", "DHL"),
        ("能发順豐嗎", "carrier", "順豐"),
        ("M码有吗", "size", "M码"),
        ("in size XL please", "size", "XL"),
        ("38码还有吗", "size", "38码"),
        ("白色的呢", "colour", "白色"),
        ("have it in Grey?", "colour", "Grey"),
        ("🙂🙂 in dark blue", "colour", "dark blue"),
        ("12月1日能到吗", "date", "12月1日"),
        ("will it come on Friday", "date", "Friday"),
    ],
)
def test_a_value_is_found_where_it_stands(text: str, kind: str, written: str) -> None:
    found = [(s.type, s.value, text[s.start : s.end]) for s in find_slots(read(text), NAMES)]
    assert (kind, written, written) in found


@pytest.mark.parametrize(
    "text", ["三天了还没发", "in 5 days", "第一个", "发票号：031900271846", "i'm sure", "what's up", "reduced"]
)
def test_what_is_no_value_is_none(text: str) -> None:
    assert find_slots(read(text), NAMES) == ()


def test_slots_never_overlap_and_come_in_order() -> None:
    slots = find_slots(read("订单1007要2件白色M码，付了99元，尾号6621，发顺丰 SF1234567890123"), NAMES)
    assert [s.type for s in slots] == [
        "order_number", "quantity", "colour", "size", "amount", "phone", "carrier", "tracking_number",
    ]  # fmt: skip
    assert all(one.end <= other.start for one, other in pairwise(slots))


@pytest.mark.parametrize(
    "one, other, alike",
    [
        ("白色", "white", True),
        ("白", "White", True),
        ("灰色", "gray", True),
        ("深蓝", "navy blue", True),
        ("M码", "m", True),
        ("大号", "Large", True),
        ("38码", "38", True),
        ("浅灰色", "grey", False),
        ("S", "M", False),
    ],
)
def test_an_option_under_all_its_names_is_one(one: str, other: str, alike: bool) -> None:
    assert same(one, other) is alike
    assert (canonical(one) == canonical(other)) is alike


def test_a_price_for_each_is_no_wish_for_one() -> None:
    assert [(s.type, s.value) for s in find_slots(read("20块钱一只吗"), NAMES)] == [("amount", "20块钱")]
    assert ("quantity", "三只") in [(s.type, s.value) for s in find_slots(read("20块钱三只吗"), NAMES)]


@pytest.mark.parametrize("text", ["20261101到货吗", "1234567 dollars", "一共3000000元"])
def test_a_day_a_sum_and_a_measure_are_no_orders(text: str) -> None:
    assert "order_number" not in {slot.type for slot in find_slots(read(text), NAMES)}
