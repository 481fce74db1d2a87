"""Values are found in every usual way of writing, where they stand in the original."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.understanding.names import Names
from bot.understanding.options import canonical, same
from bot.understanding.slots import find_slots
from bot.understanding.words import read
from tests.desk.growth import costs_little

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
        ("#7312", "order_number", "#7312"),
        ("parcel of order #7312 is late", "order_number", "#7312"),
        ("订单#7312", "order_number", "7312"),
    ],
)
def test_a_value_is_found_where_it_stands(text: str, kind: str, written: str) -> None:
    slots = [(s.type, s.value, text[s.start : s.end]) for s in find_slots(read(text), NAMES)]
    assert (kind, written, written) in slots


@pytest.mark.parametrize(
    "text",
    ["三天了还没发", "in 5 days", "第一个", "发票号：031900271846", "i'm sure", "what's up", "reduced"],
)
def test_what_is_no_value_is_none(text: str) -> None:
    assert find_slots(read(text), NAMES) == ()


@pytest.mark.parametrize(
    "text, written",
    [
        ("付了¥86", "¥86"),
        ("付了￥ 86.50 呢", "￥ 86.50"),
        ("NT$1,350含運費嗎", "NT$1,350"),
        ("i was charged $86.50", "86.50"),
        ("i was charged ¥86", "¥86"),
        ("86€ is too much", "86"),
        ("一共3,600 元", "3,600 元"),
        ("we paid $1,350.00 in all", "1,350.00"),
        ("Rs.1350 was taken", "1350"),
        ("taken 35usd twice", "35"),
        ("2万元的订单", "2万元"),
        ("运费五块钱", "五块钱"),
        ("三百元的券", "三百元"),
    ],
)
def test_a_sum_in_every_usual_way_of_writing(text: str, written: str) -> None:
    assert found(text, "amount") == [written]


@pytest.mark.parametrize(
    "text, written",
    [("买了2，400元的", ["400元"]), ("12元旦前到", []), ("my orders 12", []), ("99包邮", [])],
)
def test_no_sum_is_found_across_a_stop_nor_in_other_words(text: str, written: list[str]) -> None:
    assert found(text, "amount") == written


@pytest.mark.parametrize(
    "text, written",
    [
        ("1,500 pieces needed", ["1,500"]),
        ("床上四件套两套", ["两套"]),
        ("来一百二十个", ["一百二十个"]),
        ("二十一件都要", ["二十一件"]),
        ("我还要另二盒", ["二盒"]),
        ("给我5斤苹果", ["5斤"]),
        ("三件装来一份", ["三件装", "一份"]),
        ("满2件包邮吗", ["2件"]),
        ("等了一个半月", []),
        ("3个多小时没人理", []),
        ("2个半月前买的", []),
        ("四件套有吗", []),
        ("10件套多少钱", []),
        ("体重130斤穿多大", []),
        ("我130斤呢", []),
        ("130斤能穿吗", []),
        ("双11有活动吗", []),
        ("双11包邮吗", []),
        ("双11双倍积分吗", []),
        ("第3个是坏的", []),
        ("双十一件件便宜吗", []),
        ("618包邮吗", []),
        ("第十一个", []),
        ("另一件", []),
        ("每一件都坏", []),
        ("三个人睡", []),
        ("我有两个问题", []),
        ("一打开就坏", []),
        ("within 10 business days", []),
        ("24 hours already", []),
    ],
)
def test_how_many(text: str, written: list[str]) -> None:
    assert found(text, "quantity") == written


@pytest.mark.parametrize(
    "text, written",
    [
        ("size 8 sandals in stock?", ["8"]),
        ("size: 9.5 boots", ["9.5"]),
        ("40号还有吗", ["40号"]),
        ("1.8m的床", ["1.8m"]),
        ("1.5米床单", ["1.5米"]),
        ("12oz cup", ["12oz"]),
        ("34/32 jeans", ["34/32"]),
        ("size 12/14", ["12/14"]),
        ("12/14 uk", ["12/14"]),
        ("175/92A的西装", ["175/92A"]),
        ("身高175cm穿多大", []),
        ("i weigh 60kg", []),
        ("3升级版", []),
        ("5g手机壳", []),
    ],
)
def test_which_size(text: str, written: list[str]) -> None:
    assert found(text, "size") == written


@pytest.mark.parametrize(
    "text, written",
    [
        ("can it come by 3/25", ["3/25"]),
        ("bought 11/28", ["11/28"]),
        ("12/25之前能到吗", ["12/25"]),
        ("11/8能发吗", ["11/8"]),
        ("5/1前能到吗", ["5/1"]),
        ("on 5/4 at the latest", ["5/4"]),
        ("25/12 delivery?", ["25/12"]),
        ("by 3/25/2026", ["3/25/2026"]),
        ("2026-11-28下的单", ["2026-11-28"]),
        ("the 3rd of march", ["3rd of march"]),
        ("dec 3rd please", ["dec 3rd"]),
        ("Sept. 12 would do", ["Sept. 12"]),
        ("jan 5, 2026", ["jan 5, 2026"]),
        ("24号能发吗", ["24号"]),
        ("5 novels", []),
        ("2 marbles, 3 decals", []),
        ("2 may be broken", []),
        ("half or 1/2 price", []),
        ("3/4 sleeves", []),
        ("open 24/7", []),
        ("1/12 inch", []),
        ("7号电池", []),
        ("order 2026-11-0042", []),
    ],
)
def test_which_day(text: str, written: list[str]) -> None:
    assert found(text, "date") == written


def found(text: str, kind: str) -> list[str]:
    return [s.value for s in find_slots(read(text), NAMES) if s.type == kind]


@pytest.mark.parametrize("token", ["1350rmb", "1500pcs", "1200ml"])
def test_a_sum_a_count_or_a_size_is_no_articles_number(token: str) -> None:
    assert found(f"{token} each", "sku") == []


@pytest.mark.parametrize(
    "piece", ["1,111", "1,", "$", "¥1 ", "1/1", "1/25 ", "1 may ", "may 1 ", "十", "一百", "三个", "1个", "1斤", "size 1 ", "体重1斤", "nt$1,000 ", "1 ses ", "2026-11-"]
)  # fmt: skip
def test_four_thousand_letters_of_anything_take_no_time(piece: str) -> None:
    assert costs_little(lambda said: find_slots(read(said), NAMES), piece)


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
