"""Which of Ada's three orders a sentence means: 2203 today (a rug, unpaid), 2202 yesterday (a lamp, paid), 2201 last week
(a throw, shipped)."""

from __future__ import annotations

import pytest

from bot.dialogue.ask import Ask
from bot.dialogue.facts import Facts
from bot.dialogue.memory import Memory
from bot.dialogue.order_meant import chosen
from bot.dialogue.seen import Seen
from bot.dialogue.turn import Turn
from tests.bot.dialogue.lantern_and_loom import NOW, OPEN, ORDERS, PRODUCTS

ADAS = [order for order in ORDERS.values() if order.identity == "ada"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("就是昨天那单", "2202"),
        ("昨晚下的", "2202"),
        ("the one from yesterday", "2202"),
        ("yesterday's", "2202"),
        ("今天的", "2203"),
        ("today's one", "2203"),
        ("上周那个", "2201"),
        ("上禮拜那筆", "2201"),
        ("last week's", "2201"),
        ("这周的", "2203 2202"),
        ("the day before yesterday", ""),
        ("大前天的", ""),
        ("第一个", "2203"),
        ("第二單", "2202"),
        ("the third", "2201"),
        ("2", "2202"),
        ("２", "2202"),
        ("9", ""),
        ("最后一个", "2201"),
        ("最新的", "2203"),
        ("刚买的那单", "2203"),
        ("the oldest", "2201"),
        ("没付款的", "2203"),
        ("the unpaid one", "2203"),
        ("还没发货的", "2202"),
        ("已发货的", "2201"),
        ("地毯那个", "2203"),
        ("the lamp one", "2202"),
        ("the throw", "2201"),
        ("ending in 01", "2201"),
        ("尾号02", "2202"),
        ("22", ""),
        ("not that", ""),
        ("the blue one", ""),
        ("昨天" + "我还在想要不要买这个东西后来朋友说不错" * 4, ""),
    ],
)
def test_which_order_is_meant(text: str, numbers: str) -> None:
    turn = Turn(Seen("en", True), Facts(NOW, OPEN, products=PRODUCTS), Memory())
    found = chosen(turn, Ask(1, "out_of_scope", text, "en"), ADAS)
    assert [order.number for order in found] == numbers.split()


def test_nothing_is_chosen_of_nothing() -> None:
    turn = Turn(Seen("en", True), Facts(NOW, OPEN), Memory())
    assert chosen(turn, Ask(1, "out_of_scope", "the first, from yesterday", "en"), []) == ()
