"""The small parts of the dialogue: buttons, digits, variants, dates, wishes, packs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.dialogue.buttons import Press, choice, read_press
from bot.dialogue.digits import four_digits, last_four, numberish, only_four, order_key
from bot.dialogue.facts import Wants, gather
from bot.dialogue.flows import FLOWS
from bot.dialogue.next import Heard
from bot.dialogue.replies import NAMES_IT_WHERE_KNOWN, NAMES_THE_ORDER, REPLIES
from bot.dialogue.variants import fitting, variant_name
from bot.dialogue.wishes import wishes
from bot.dialogue.written import day, days, moment
from bot.dialogue.yes_no import corrects, does_not_know, yes_or_no
from bot.understanding import Slot, Understanding
from desk.phrase_check import reply_faults
from tests.bot.dialogue import lantern_and_loom
from tests.bot.dialogue.lantern_and_loom import LAMP, NOW, OPEN, RUG, SHANGHAI, THROW, LanternAndLoom
from tests.bot.dialogue.talk import PACKS

TAXONOMY = [
    "greeting",
    "thanks",
    "goodbye",
    "ack",
    "stock",
    "product_info",
    "price_change",
    "promotion",
    "place_order",
    "change_order",
    "cancel_order",
    "change_address",
    "payment",
    "invoice",
    "order_status",
    "shipping_time",
    "shipping_info",
    "return_refund",
    "refund_status",
    "exchange",
    "quality_issue",
    "complaint",
    "human_agent",
    "account",
    "store_info",
]


def test_every_intent_has_its_row() -> None:
    assert set(FLOWS) == set(TAXONOMY)


def test_the_packs_say_everything_and_nothing_banned() -> None:
    assert reply_faults(PACKS, REPLIES) == []


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_an_order_is_named_in_every_wording_about_it(language: str) -> None:
    replies = PACKS.by_language[language].replies
    unnamed = [(key, v.text) for key in NAMES_THE_ORDER for v in replies[key] if "order" not in v.slots]
    assert unnamed == []
    lacking = [
        key
        for key in NAMES_IT_WHERE_KNOWN
        if not any(v.when == "order" and "order" in v.slots for v in replies[key])
    ]
    assert lacking == []


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_stock_answers_say_as_of_when(language: str) -> None:
    replies = PACKS.by_language[language].replies
    keys = [key for key in replies if key.startswith("stock_") and "as_of" in REPLIES[key]]
    assert [(k, v.text) for k in keys for v in replies[k] if "as_of" not in v.slots] == []


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_common_replies_have_two_wordings_at_least(language: str) -> None:
    replies = PACKS.by_language[language].replies
    common = [
        "greeting",
        "thanks",
        "stock_in",
        "stock_gone",
        "order_paid",
        "order_needs_proof",
        "ask_again",
        "hold",
    ]
    assert all(len(replies[key]) >= 2 for key in common)


@pytest.mark.parametrize(
    ("data", "press"),
    [
        ("p:LAMP-W", Press("product", "LAMP-W")),
        ("o:a:b", Press("order", "a:b")),
        ("h", Press("person", "")),
        ("", None),
        (None, None),
        ("h:", None),
        ("p:", None),
        ("p", None),
        ("P:LAMP-W", None),
        ("p:\n", None),
        ("p:" + "字" * 30, None),
        ("\ud800:1", None),
    ],
)
def test_a_button_is_read_strictly(data: str | None, press: Press | None) -> None:
    assert read_press(data) == press


def test_a_button_too_long_for_a_channel_is_not_offered() -> None:
    fits = choice("wait", "S" * 62)
    assert fits is not None and read_press(fits.data) == Press("wait", "S" * 62)
    assert choice("wait", "S" * 63) is None
    assert choice("wait", "a\nb") is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("4321", "4321"),
        ("尾号是４３２１哦", "4321"),
        ("٤٣٢١", "4321"),
        ("43210", None),
        ("T-4321", None),
        ("a4321", None),
        ("12 4321 5", "4321"),
        ("1" * 4096, None),
    ],
)
def test_four_digits_stand_alone(text: str, digits: str | None) -> None:
    assert four_digits(text) == digits


def test_digits_beside_other_words_are_only_taken_where_they_end_a_phone() -> None:
    assert only_four("4321!") == "4321"
    assert only_four("last four: 4321") == "4321"
    assert only_four("order 4321") is None
    assert last_four("+86 137-0000-4321") == "4321"
    assert order_key(" #ll-2026-15 ") == order_key("ＬＬ-2026-15")
    assert numberish("是 LL-2026-15，谢谢") == ("LL-2026-15",)


@pytest.mark.parametrize(
    ("words", "text", "skus"),
    [
        (("白色",), "", ["LAMP-W"]),
        (("gray",), "", ["LAMP-G"]),
        ((), "有白色和黑色吗", ["LAMP-W", "LAMP-B"]),
        ((), "明白了", ["LAMP-W", "LAMP-G", "LAMP-B"]),
        ((), "unblackened", ["LAMP-W", "LAMP-G", "LAMP-B"]),
        (("紫色",), "", []),
    ],
)
def test_the_variants_of_the_lamp(words: tuple[str, ...], text: str, skus: list[str]) -> None:
    assert [v.sku for v in fitting(LAMP, words, text).variants] == skus


def test_sizes_in_both_languages_and_a_lone_letter_only_in_capitals() -> None:
    assert [v.sku for v in fitting(RUG, ("大号",), "").variants] == ["RUG-L"]
    assert [v.sku for v in fitting(RUG, (), "in M?").variants] == ["RUG-M"]
    assert len(fitting(RUG, (), "what's it made of, I'm curious").variants) == 3
    assert variant_name(THROW.variants[1], "en") == "pink 大号"
    assert variant_name(LAMP.variants[1], "zh-TW") == "灰色"
    assert variant_name(LAMP.variants[1], "fr") == "grey"
    assert variant_name(lantern_and_loom.variant("V", 1, colour="蓝色"), "zh-TW") == "藍色"


def test_days_and_hours_as_each_language_writes_them() -> None:
    today = date(2026, 11, 22)
    assert day(date(2026, 11, 24), today, "zh-CN") == "11月24日"
    assert day(date(2027, 1, 3), today, "en") == "3 January 2027"
    assert days(date(2026, 11, 24), date(2026, 11, 27), today, "en") == "24 November to 27 November"
    assert day(date(2026, 11, 24), today, "fr") == "2026-11-24"
    monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert moment(monday, NOW, SHANGHAI, "zh-CN") == "明天 09:00"
    assert moment(monday, NOW, SHANGHAI, "en") == "tomorrow at 09:00"
    assert moment(monday, monday, SHANGHAI, "en") == "today at 09:00"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("好的", "yes"),
        ("等吧！", "yes"),
        ("OK", "yes"),
        ("I’ll wait.", "yes"),
        ("好喔", "yes"),
        ("到貨通知我", "yes"),
        ("願意等", "yes"),
        ("不用了喔", "no"),
        ("沒事", "no"),
        ("算了", "no"),
        ("No thanks", "no"),
        ("好喔，到貨通知我", "yes"),
        ("好的，等到货通知我", "yes"),
        ("yes, notify me please", "yes"),
        ("let me know when it's back please", "yes"),
        ("no, thanks", "no"),
        ("不用了，谢谢", "no"),
        ("好的，但是我不等", None),
        ("yes, no", None),
        ("谢谢", None),
        ("等等，先看看别的", None),
        ("", None),
        ("不知道", None),
    ],
)
def test_short_answers(text: str, meant: str | None) -> None:
    assert yes_or_no(text) == meant


@pytest.mark.parametrize(
    ("text", "takes_back"),
    [
        ("不好意思打错了，是1012", True),
        ("sorry, I meant 1012", True),
        ("不是1008", True),
        ("1012", False),
        ("order 1012", False),
    ],
)
def test_what_takes_something_back(text: str, takes_back: bool) -> None:
    assert corrects(text) is takes_back


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("我不知道手机号", True),
        ("忘記了耶", True),
        ("I don’t remember", True),
        ("4321", False),
        ("知道了", False),
    ],
)
def test_what_says_that_it_is_not_known(text: str, unknown: bool) -> None:
    assert does_not_know(text) is unknown


def by_words(text: str) -> Understanding:
    """Stands for an understander: stock, an order, or nothing."""
    if "货" in text or "stock" in text:
        return Understanding(text, "zh-CN", "stock", 0.9, (), "answer")
    if "订单" in text or "parcel" in text:
        return Understanding(text, "zh-CN", "order_status", 0.9, (), "answer")
    return Understanding(text, "zh-CN", "out_of_scope", 0.2, (), "handoff")


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("这个有货吗？另外我上一单订单怎么一直没动静", ["stock", "order_status"]),
        ("is it in stock? where has my parcel got to?", ["stock", "order_status"]),
        ("有货吗？？？", ["stock"]),
        ("你好！有货吗", ["stock"]),
        ("白色有货吗？黑色有货吗？", ["stock"]),
        ("天气真好。吃了吗？", ["out_of_scope"]),
    ],
)
def test_several_wishes_of_one_letter(text: str, intents: list[str]) -> None:
    heard = wishes(Heard(7, "text", text), by_words)
    assert [h.understanding.intent for h in heard if h.understanding] == intents
    assert {h.inbox_id for h in heard} == {7}


def test_two_orders_in_two_sentences_are_two_wishes() -> None:
    def understand(text: str) -> Understanding:
        found = [
            Slot("order_number", n, text.index(n), text.index(n) + 4) for n in ("1007", "1008") if n in text
        ]
        return Understanding(text, "en", "order_status", 0.9, (), "answer", tuple(found))

    heard = wishes(Heard(1, "photo", "order 1007? order 1008?", photos=1, group_id="a"), understand)
    assert [h.kind for h in heard] == ["photo", "text"]


async def test_nothing_is_asked_of_the_shop_that_nobody_wants() -> None:
    shop = LanternAndLoom(down=True)
    facts = await gather(Wants(), shop, OPEN, now=NOW, channel="telegram", identity="mina")
    assert not facts.shop_down
    facts = await gather(Wants(own=True), shop, OPEN, now=NOW, channel="telegram", identity="mina")
    assert facts.shop_down


async def test_an_order_is_hers_by_her_account_or_by_an_earlier_proof() -> None:
    wanted = Wants(orders=("1007", "1008", "1012", "9999"))
    facts = await gather(
        wanted,
        LanternAndLoom(),
        OPEN,
        now=NOW,
        channel="telegram",
        identity="mina",
        proven=frozenset({"1012"}),
    )
    owned = {number: known.own for number, known in facts.orders.items()}
    assert owned == {"1007": True, "1008": False, "1012": True}
    elsewhere = await gather(wanted, LanternAndLoom(), OPEN, now=NOW, channel="web", identity="mina")
    assert not any(known.own for known in elsewhere.orders.values())


async def test_what_is_like_a_lamp_ends_like_a_lamp() -> None:
    wanted = Wants(skus=("LAMP-G",), near=True)
    facts = await gather(wanted, LanternAndLoom(), OPEN, now=NOW, channel="web", identity="x")
    assert facts.near == ("BRASS-1",)
    assert facts.sold("LAMP-G") == (LAMP, LAMP.variants[1])
