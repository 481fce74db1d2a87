"""The small tables of words: trouble on the way, a longer receipt, addresses, never mind, what is asked of a product."""

from __future__ import annotations

import pytest

from bot.dialogue.address_words import (
    address_in,
    corrected_number,
    is_incomplete,
    is_likely,
    means_other_order,
    written,
)
from bot.dialogue.exception_words import UNASKED, trouble_of, unasked_trouble_of
from bot.dialogue.gives_up import gives_up
from bot.dialogue.invoice_answers import title_in
from bot.dialogue.product_words import says_of_product
from bot.dialogue.receipt_words import wants_longer


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("包裹丢了", "loss"),
        ("显示签收了但我没收到", "loss"),
        ("還沒收到但顯示已簽收", "loss"),
        ("包裹寄丟了", "loss"),
        ("my parcel is lost", "loss"),
        ("it says delivered but I have not got it", "loss"),
        ("I haven't received it, tracking says delivered", "loss"),
        ("发错货了", "wrong"),
        ("顏色不對，我訂的是白色", "wrong"),
        ("wrong size arrived", "wrong"),
        ("not what I ordered", "wrong"),
        ("漏发了一个灯罩", "missing"),
        ("少了配件", "missing"),
        ("漏寄說明書", "missing"),
        ("the screws are missing", "missing"),
        ("少发了一件", "short"),
        ("少寄一個", "short"),
        ("买三个只收到两个", "short"),
        ("I got two instead of three, 2 instead of 3", "short"),
        ("收到就是碎的", "damage"),
        ("外箱破損，燈也裂了", "damage"),
        ("it arrived broken", "damage"),
        ("快递延误好几天", "delay"),
        ("物流延誤", "delay"),
        ("it is five days late", "delay"),
        ("我的订单到哪了", None),
        ("还没收到", None),
        ("I lost my order number", None),
        ("快递单号弄丢了", None),
        ("what is the size of the lamp", None),
        ("", None),
    ],
)
def test_what_went_wrong(text: str, kind: str | None) -> None:
    assert trouble_of(text) == kind
    unasked = kind if kind in UNASKED else None
    assert unasked_trouble_of(text) == unasked


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("能帮我延长收货吗", True),
        ("可以延迟收货时间吗", True),
        ("晚点确认收货", True),
        ("自动收货能不能延长", True),
        ("訂單可以延長收貨嗎", True),
        ("請延長自動確認收貨", True),
        ("can the receipt be extended", True),
        ("please extend the confirmation of receipt", True),
        ("could you extend receipt for order 1007?", True),
        ("延迟了怎么还没收货", False),
        ("收货地址写错了", False),
        ("can I have a receipt", False),
        ("什么时候收货", False),
    ],
)
def test_whether_the_receipt_shall_wait(text: str, longer: bool) -> None:
    assert wants_longer(text) is longer


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("上海市徐汇区漕溪北路100号", "上海市徐汇区漕溪北路100号"),
        ("把地址改成上海市徐汇区漕溪北路100号。", "上海市徐汇区漕溪北路100号"),
        ("新地址是：杭州市西湖区文三路88号 张三 13800001234", "杭州市西湖区文三路88号 张三 13800001234"),
        ("不对，是上海市徐汇区漕溪北路110号", "上海市徐汇区漕溪北路110号"),
        ("地址改成台北市信義區松仁路100號5樓", "台北市信義區松仁路100號5樓"),
        ("please send it to 12 Orchard Road, Singapore 238801", "12 Orchard Road, Singapore 238801"),
        ("no, it is 7 Rose Lane,\nLeeds", "7 Rose Lane, Leeds"),
        ("上海市徐汇区漕溪北路100号能送吗", ""),
        ("订单1008改地址", ""),
        ("有优惠吗", ""),
        ("", ""),
    ],
)
def test_the_address_in_a_sentence(text: str, address: str) -> None:
    assert address_in(text) == address


@pytest.mark.parametrize(
    ("text", "incomplete"),
    [
        ("上海静安", True),
        ("my office please", True),
        ("就原来那个地方附近吧", True),
        ("上海市静安区愚园路1号", False),
        ("7 Rose Lane, Leeds", False),
    ],
)
def test_an_address_that_is_plainly_not_all_of_it(text: str, incomplete: bool) -> None:
    assert is_incomplete(text) is incomplete


def test_an_address_is_kept_in_one_line_and_not_without_end() -> None:
    assert written("  5 Long Street,\n\tYork\x00 ") == "5 Long Street, York"
    assert len(written("路1号" * 200)) == 200
    assert not is_likely("1007") and not is_likely("是的")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("不对，是1008", "1008"),
        ("no, it is LL-2026-15", "LL-2026-15"),
        ("不是，1008", "1008"),
        ("不对，是1008那单", "1008"),
        ("no, order #1008.", "1008"),
        ("不对，是110号楼", ""),
        ("no, number 110 Rose Lane", ""),
        ("1008", ""),
        ("不对，是上海市徐汇区漕溪北路1008号", ""),
    ],
)
def test_another_number_in_a_correction(text: str, number: str) -> None:
    assert corrected_number(text) == number


def test_the_other_order() -> None:
    assert means_other_order("no, the other order")
    assert means_other_order("不是这个订单，另一个")
    assert means_other_order("是另外一筆訂單") or means_other_order("另一筆")
    assert not means_other_order("上海市徐汇区漕溪北路100号")


@pytest.mark.parametrize(
    ("text", "given_up"),
    [
        ("算了", True),
        ("算了吧。", True),
        ("不改了", True),
        ("Never mind!", True),
        ("不用了，謝謝", False),
        ("改吧", False),
        ("算了算了我要退货", False),
    ],
)
def test_never_mind(text: str, given_up: bool) -> None:
    assert gives_up(text) is given_up


def test_who_an_invoice_is_made_out_to() -> None:
    assert title_in("开发票，抬头上海灯火有限公司") == "抬头上海灯火有限公司"
    assert title_in("統編 12345678") == "統編 12345678"
    assert title_in("我要开发票") == title_in("抬头") == ""


def test_what_is_asked_of_a_product() -> None:
    assert says_of_product("多大尺寸") == says_of_product("does it fit") == "product_size"
    assert says_of_product("是純棉的嗎") == says_of_product("what is it made of") == "product_material"
    assert says_of_product("多少钱") == "product_card"
