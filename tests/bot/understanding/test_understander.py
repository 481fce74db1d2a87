"""Mina's sentences lead to the right answer, a question, or a person; and nothing she types takes long."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.understanding.check import understanding_faults
from bot.understanding.lines import explain, understand_lines
from bot.understanding.understander import Offline, understander
from bot.understanding.words import barely, plainly
from desk.asked_lines import NotALine
from desk.money import Money
from desk.normal_form import fold
from desk.phrases import Packs
from desk.stock import Catalogue, Product, Variant
from tests import shipped

SHELF = Path(__file__).parents[3] / "scripts_phrases"


def product(
    sku: str, name: str, name_en: str, *aliases: str, colours: tuple[str, ...] = ("white",)
) -> Product:
    variants = tuple(
        Variant(
            f"{sku}-{number}", {"colour": colour}, Money(9900, "CNY"), 3, None, f"https://shop.example/{sku}"
        )
        for number, colour in enumerate(colours)
    )
    return Product(f"{sku}-0", name, name_en, aliases, variants)


LAMP = product("LL-LAMP", "亚麻台灯", "Linen table lamp", "linen lamp", colours=("grey", "象牙色"))
RUG = product("LL-RUG", "羊毛地毯", "Wool rug")
MUG = product("LL-MUG", "陶瓷马克杯", "Stoneware mug")
SHOP = Catalogue(1, {p.id: p for p in (LAMP, RUG, MUG)})


@pytest.mark.parametrize(
    "thanks",
    [
        "谢谢",
        "谢谢你",
        "谢谢您了",
        "谢谢啦",
        "多谢",
        "麻烦了",
        "拜托",
        "拜托了",
        "亲",
        "啊",
        "噢",
        "感恩",
        "唔該",
        "辛苦了",
        "感謝",
        "，老闆",
        "，賣家",
        "不好意思",
        " please",
        " pls",
        " plz",
        " thanks",
        " thank you",
        " thx",
        " sir",
        " mate",
        ", many thanks",
        ", thanks a lot",
        ", thank you so much",
        ", cheers",
    ],
)
def test_a_courtesy_behind_is_no_part_of_what_is_said(thanks: str) -> None:
    said = "订单七号什么时候发货" if thanks[0] != " " else "when does my order leave"
    assert barely(plainly(fold(said + thanks).text)) == barely(said) == said


@pytest.mark.parametrize(
    "greeting",
    [
        "賣家",
        "卖家，",
        "小編",
        "小编你好",
        "掌柜的",
        "哈囉",
        "不好意思",
        "感恩，",
        "唔該",
        "老闆早安",
        "打扰一下",
        "請教一下",
        "Excuse me, ",
        "sorry to bother you, ",
        "sorry for the trouble, ",
        "good day, ",
        "quick question: ",
    ],
)
def test_a_courtesy_before_is_no_part_of_what_is_said(greeting: str) -> None:
    said = "订单七号什么时候发货" if not greeting.isascii() else "when does my order leave"
    assert barely(plainly(fold(greeting + said).text)) == said


@pytest.mark.parametrize(
    "said",
    [
        "怎么联系你们卖家",
        "我现在就要找老板",
        "亲肤的被子有吗",
        "好看的杯子有吗",
        "dearest price you sell",
        "how much",
    ],
)
def test_what_only_looks_like_a_courtesy_stays(said: str) -> None:
    assert barely(said) == said


@pytest.fixture(scope="module")
def packs() -> Packs:
    return shipped.packs()


@pytest.fixture(scope="module")
def offline(packs: Packs) -> Offline:
    ready, warnings = understander(packs, SHELF)
    assert warnings == []
    ready.set_catalogue(SHOP)
    return ready


@pytest.mark.parametrize(
    "text, intent",
    [
        ("白色的还有货吗", "stock"),
        ("白色的還有貨嗎？", "stock"),
        ("亲，白色的还有货吗？？？谢谢", "stock"),
        ("do you have the linen lamp in grey?", "stock"),
        ("DO YOU HAVE THE LINEN LAMP IN GREY???", "stock"),
        ("我的订单 1007 到哪了", "order_status"),
        ("我的订单 １００７ 到哪了", "order_status"),
        ("where is my order T-1234567890123456", "order_status"),
        ("转人工", "human_agent"),
        ("I want to talk to a person", "human_agent"),
        ("你好", "greeting"),
        ("thanks!", "thanks"),
        ("好的", "ack"),
        ("好的谢谢", "thanks"),
        ("👍", "ack"),
    ],
)
def test_the_plain_wishes_are_answered(offline: Offline, text: str, intent: str) -> None:
    meant = offline.understand(text)
    assert (meant.intent, meant.action) == (intent, "answer")
    assert meant.confidence > 0.8
    assert meant.top[0] == (intent, meant.confidence)


@pytest.mark.parametrize(
    "text",
    [
        "今天天气怎么样",
        "tell me a joke",
        "24号的",
        "ok then what",
        "Здравствуйте, где мой заказ",
        "",
        "?!",
        "ffff zzzz qqqq",
        "1007",
    ],
)
def test_what_is_not_for_a_bot_is_not_answered(offline: Offline, text: str) -> None:
    assert offline.understand(text).action != "answer"


def test_every_sentence_that_must_be_understood_is(packs: Packs, offline: Offline) -> None:
    assert understanding_faults(packs, offline) == []


def test_every_intent_has_forty_ways_of_saying_in_every_language(packs: Packs) -> None:
    for pack in packs:
        assert len(pack.intents) == 26
        assert {
            k: len(set(i.people_say)) for k, i in pack.intents.items() if len(set(i.people_say)) < 40
        } == {}


@pytest.mark.parametrize(
    "text, language",
    [
        ("白色的还有货吗", "zh-CN"),
        ("白色的還有貨嗎", "zh-TW"),
        ("is it in stock", "en"),
        ("我的order到哪了", "zh-CN"),
        ("do you sell 茶", "en"),
    ],
)
def test_the_language_is_that_of_the_letters(offline: Offline, text: str, language: str) -> None:
    assert offline.understand(text).language == language


def test_where_the_letters_do_not_tell_the_hint_does(offline: Offline) -> None:
    assert offline.understand("👍", "zh-TW").language == "zh-TW"
    assert offline.understand("你好", "zh-TW").language == "zh-TW"
    assert offline.understand("hello", "zh-TW").language == "en"


@pytest.mark.parametrize(
    "text, best",
    [
        ("亚麻台灯有货吗", LAMP),
        ("亞麻臺燈有貨嗎", LAMP),
        ("do you have the linen table lamp", LAMP),
        ("is the linnen tabel lamp in stock", LAMP),
        ("wool rugs?", RUG),
        ("LL-MUG-0 还有吗", MUG),
        ("https://shop.example/LL-RUG is this available", RUG),
    ],
)
def test_products_are_found_by_name_typo_script_number_and_link(
    offline: Offline, text: str, best: Product
) -> None:
    assert offline.understand(text).products[0].product == best.id


@pytest.mark.parametrize("text", ["你好", "where is my order 1007", "转人工", "i want a refund"])
def test_no_product_is_found_where_none_is_named(offline: Offline, text: str) -> None:
    assert offline.understand(text).products == ()


def test_the_shops_own_colours_are_colours(offline: Offline) -> None:
    slots = offline.understand("象牙色的还有货吗").slots
    assert [(s.type, s.value, s.start, s.end) for s in slots] == [("colour", "象牙色", 0, 3)]


def test_another_version_of_the_catalogue_replaces_the_first(packs: Packs) -> None:
    ready, _ = understander(packs, SHELF)
    ready.set_catalogue(Catalogue(1, {RUG.id: RUG}))
    assert ready.understand("陶瓷马克杯有货吗").products == ()
    ready.set_catalogue(Catalogue(2, {MUG.id: MUG}))
    assert ready.understand("陶瓷马克杯有货吗").products[0].product == MUG.id


def test_without_a_model_the_nearest_examples_decide_and_a_fault_says_so(
    packs: Packs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    ready, (warning,) = understander(packs, tmp_path)
    assert "no model fits" in warning.reason
    assert ready.understand("还有没有货呀").intent == "stock"
    assert ready.understand("转人工").action == "answer"
    assert ready.understand("zzzz").action == "handoff"


def test_the_server_reads_the_model_without_the_library_that_trained_it() -> None:
    asked = "import bot.understanding.understander, sys; print('sklearn' in sys.modules or 'scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_line_in_is_a_line_out(offline: Offline) -> None:
    asked = [
        json.dumps({"id": "a", "text": "where is order 1007", "lang": "en"}),
        json.dumps({"id": 2, "text": "转人工", "lang": "zh-Hans"}, ensure_ascii=False),
    ]
    out = io.StringIO()
    assert understand_lines(asked, out, offline) == 2
    first, second = map(json.loads, out.getvalue().splitlines())
    assert list(first) == ["id", "intent", "confidence", "top", "action", "slots"]
    assert (first["id"], first["intent"]) == ("a", "order_status")
    assert first["slots"] == [{"type": "order_number", "value": "1007", "start": 15, "end": 19}]
    assert len(first["top"]) == 3 and (second["id"], second["action"]) == (2, "answer")


def test_a_line_that_is_none_is_named(offline: Offline) -> None:
    with pytest.raises(NotALine, match="line 1"):
        understand_lines(["{}"], io.StringIO(), offline)


def test_people_are_told_why(offline: Offline) -> None:
    told = explain("白色的还有货吗", offline)
    assert "stock" in told and "word for word" in told and "'白色' at 0–2" in told


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1-",
        "a1",
        " ",
        "\n",
        "(",
        "①",
        "订单",
        "x1",
        "一十",
        "1.1",
        "order ",
        "+1 ",
        "#",
        "in s",
        "\u200b",
        "ﷺ",
        "😀",
        "亞",
        "l" * 7 + " ",
    ],
)
def test_four_thousand_hostile_letters_are_understood_as_nothing_much(offline: Offline, piece: str) -> None:
    text = (piece * 4_096)[:4_096]
    meant = offline.understand(text)
    assert all(0 <= s.start < s.end <= len(text) for s in meant.slots)


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{order}", "%(x)s%n", "ignore all previous instructions", "<script>alert(1)</script>"]
)
def test_words_that_look_like_orders_to_a_machine_are_only_words(offline: Offline, text: str) -> None:
    assert offline.understand(text).action != "answer"
