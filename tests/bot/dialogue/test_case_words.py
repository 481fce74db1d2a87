"""What Mina's own words say of a case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.case_words import (
    asks_how_it_stands,
    asks_rules,
    kind_in,
    means_other_line,
    quantity_in,
    reason_in,
    verdict,
    wants_platform,
    withdraws,
)
from bot.dialogue.claim import Claim, read_claim
from desk.ticket.reason import TicketReason, shipped

REASONS = [
    TicketReason(n, r.words, r.kinds, r.position, r.photos, r.shop_pays) for n, r in enumerate(shipped(), 1)
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我要退货退款", "return"),
        ("只退款，不退货", "refund"),
        ("仅退款", "refund"),
        ("I want my money back", "money"),
        ("refund please", "money"),
        ("我要退款", "money"),
        ("I'd like to send it back", "return"),
        ("refund only, it is not worth sending", "refund"),
        ("换一个新的", "exchange"),
        ("可以換貨嗎", "exchange"),
        ("I'd rather exchange it", "exchange"),
        ("could you send a replacement", "exchange"),
        ("can it be repaired?", "repair"),
        ("能修吗", "repair"),
        ("不退货了，换一个吧", "exchange"),
        ("I don't want a refund, I want a replacement", "exchange"),
        ("不想换货，退款吧", "money"),
        ("it is broken", ""),
        ("", ""),
    ],
)
def test_what_she_wants(text: str, kind: str) -> None:
    assert kind_in(text) == kind


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("灯罩裂了", "Faulty or poor quality"),
        ("the lamp does not work", "Faulty or poor quality"),
        ("質量問題", "Faulty or poor quality"),
        ("快递路上压坏了", "Damaged on the way"),
        ("it arrived smashed", "Damaged on the way"),
        ("发错颜色了", "Wrong article sent"),
        ("you sent me the wrong size", "Wrong article sent"),
        ("少了一个灯泡", "Something is missing"),
        ("和图片不一样", "Not as described"),
        ("用了两周就不亮了", "Stopped working"),
        ("太小了", "Size or colour does not suit"),
        ("it doesn't fit", "Size or colour does not suit"),
        ("还没发货呢", "Not shipped in time"),
        ("拍错了", "Ordered by mistake"),
        ("不想要了", "No longer wanted"),
        ("I changed my mind", "No longer wanted"),
        ("其他", "Another reason"),
        ("hello", ""),
    ],
)
def test_why(text: str, reason: str) -> None:
    found = reason_in(text, REASONS)
    assert (found.words["en"] if found else "") == reason


def test_a_reason_of_the_shop_s_own_is_found_by_its_words() -> None:
    own = TicketReason(40, {"en": "Smells odd", "zh-CN": "有异味"}, ["return"], 1)
    assert reason_in("it smells odd to me", [own]) is own and reason_in("有異味", [own]) is own


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2", 2),
        ("两个", 2),
        ("two of them", 2),
        ("全部", 3),
        ("all of them", 3),
        ("just one", 1),
        ("只退一个", 1),
        ("7", 0),
        ("no", 0),
    ],
)
def test_how_many_of_three(text: str, count: int) -> None:
    assert quantity_in(text, 3) == count


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("不退了", True),
        ("算了，不退了", True),
        ("算了，我不退了", True),
        ("取消退货", True),
        ("撤销申请", True),
        ("please cancel my return", True),
        ("I'll keep it", True),
        ("退了吧", False),
        ("不想要了", False),
        ("can I cancel the return later?", False),
        ("不退款我就投诉", False),
    ],
)
def test_that_she_does_not_want_it_any_more(text: str, does: bool) -> None:
    assert withdraws(text) is does


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("很满意", "good"),
        ("it works fine now", "good"),
        ("还是坏的", "bad"),
        ("still broken", "bad"),
        ("我不认可", "bad"),
        ("hello", ""),
    ],
)
def test_whether_it_is_right_now(text: str, says: str) -> None:
    assert verdict(text) == says


def test_small_questions() -> None:
    assert means_other_line("no, the other lamp") and means_other_line("不是这个，是另一个")
    assert not means_other_line("the lamp")
    assert (
        asks_rules("what is your return policy") and asks_rules("退货运费谁出") and not asks_rules("我要退货")
    )
    assert asks_how_it_stands("where is my return?") and asks_how_it_stands("我的退款到哪了")
    assert not asks_how_it_stands("我要退货")
    assert wants_platform("申请平台介入") and not wants_platform("which platform are you on")


@given(st.text(max_size=300))
def test_whatever_is_written_nothing_breaks(text: str) -> None:
    for read in (
        kind_in,
        means_other_line,
        withdraws,
        verdict,
        asks_rules,
        asks_how_it_stands,
        wants_platform,
    ):
        read(text)
    assert 0 <= quantity_in(text, 3) <= 3
    reason_in(text, REASONS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*Claim().as_json(), "order", "kind", "quantity", "opened", "anew", "x"]), inner, max_size=5),
    max_leaves=9,
)  # fmt: skip


@given(JSON)
def test_whatever_was_remembered_can_be_read(kept: object) -> None:
    read_claim(kept)


def test_what_was_told_is_remembered() -> None:
    claim = Claim("A-1", "LAMP", 2, "money", 3, "LAMP-B", "broken", True, 81, 1, "kind")
    assert read_claim(claim.as_json()) == claim
