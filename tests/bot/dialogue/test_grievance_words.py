"""What is a complaint made here, what is a threat, and what it is about: by the buyer's own words."""

from __future__ import annotations

import pytest

from bot.dialogue.grievance import one_matter, read_grievance
from bot.dialogue.grievance_words import complains, parcel_damaged, parcel_in_trouble, subject_in, tells
from desk.ticket.kinds import TicketKind
from tests.bot.dialogue.talk import REASONS

DELIVERY, COMPLAINT = TicketKind.DELIVERY, TicketKind.COMPLAINT


@pytest.mark.parametrize(
    "text",
    [
        "I want to complain about A-1002",
        "complaint",
        "i'd like to make a complaint",
        "how do I file a complaint",
        "I have a complaint about your courier",
        "我要投诉",
        "投诉你们客服",
        "我想投訴物流",
        "怎么投诉",
    ],
)
def test_she_complains(text: str) -> None:
    assert complains(text)


@pytest.mark.parametrize(
    "text",
    [
        "再不发货我就投诉",
        "我要找平台投诉",
        "我要打12315投诉你们",
        "send it or I'll complain about you on trustpilot",
        "no complaints, all good",
        "I don't want to complain, just tell me where it is",
        "取消投诉",
        "where is my order",
        "你们太差劲了",
        "how far is my complaint",
    ],
)
def test_she_threatens_or_does_not(text: str) -> None:
    assert not complains(text)


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("my parcel is lost", DELIVERY, "Parcel lost"),
        ("包裹丢了", DELIVERY, "Parcel lost"),
        ("it says delivered but nothing is here", DELIVERY, "Said to be delivered, but not there"),
        ("显示签收了可是我没收到", DELIVERY, "Said to be delivered, but not there"),
        ("it was left at the wrong house", DELIVERY, "Delivered to a wrong address"),
        ("送错地址了", DELIVERY, "Delivered to a wrong address"),
        ("the box came all wet", DELIVERY, "Parcel damaged on the way"),
        ("三天了还没到", DELIVERY, "Late delivery"),
        ("other", DELIVERY, "Another delivery problem"),
        ("the courier was rude", COMPLAINT, "Delivery"),
        ("客服态度很差", COMPLAINT, "Service"),
        ("你们答应过三天内退款", COMPLAINT, "A promise not kept"),
        ("you overcharged me", COMPLAINT, "Price"),
        ("the lamp is a fake", COMPLAINT, "Goods"),
        ("hm", COMPLAINT, None),
    ],
)
def test_what_it_is_about(text: str, kind: TicketKind, about: str | None) -> None:
    found = subject_in(text, kind, [one for one in REASONS if one.offered_for(kind)])
    assert (found.words["en"] if found else None) == about


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("I want to complain about order A-1002", False),
        ("我要投诉你们客服", False),
        ("I want to complain, your driver threw my parcel over the fence", True),
        ("我要投诉，客服三天没有回我一个字", True),
    ],
)
def test_a_wish_alone_is_no_story(text: str, story: bool) -> None:
    assert tells(text) is story


def test_the_parcel_and_not_what_was_in_it() -> None:
    assert parcel_damaged("the package was torn") and parcel_damaged("外箱都压扁了")
    assert not parcel_damaged("the lamp was broken") and not parcel_damaged("收到的灯碎了")
    assert parcel_in_trouble("there is a problem with my parcel") and parcel_in_trouble("快递出问题了")
    assert not parcel_in_trouble("where is my parcel")


@pytest.mark.parametrize(
    ("told", "open_", "one"),
    [
        ((DELIVERY, "A-1", 1), ("#a-1", 2), True),
        ((DELIVERY, "A-1", 1), ("A-2", 1), False),
        ((COMPLAINT, "", 0), ("A-1", 3), True),
        ((COMPLAINT, "A-1", 3), ("", 3), False),
        ((COMPLAINT, "", 4), ("", 3), False),
        ((COMPLAINT, "A-1", 0), ("A-1", 3), True),
    ],
)
def test_what_is_one_matter(told: tuple[TicketKind, str, int], open_: tuple[str, int], one: bool) -> None:
    assert one_matter(*told, *open_) is one


@pytest.mark.parametrize("kept", [None, 3, {}, {"kind": "refund"}, {"kind": []}, {"kind": {}}])
def test_what_no_version_of_ours_wrote_counts_as_not_told(kept: object) -> None:
    assert read_grievance(kept) is None


def test_of_a_memory_only_what_looks_right_is_read() -> None:
    read = read_grievance(
        {"kind": "complaint", "order": 3, "reason": True, "ticket": -4, "words": "so", "opened": 1}
    )
    assert read is not None and (read.order, read.reason, read.ticket, read.words, read.opened) == (
        "",
        0,
        0,
        "so",
        False,
    )
