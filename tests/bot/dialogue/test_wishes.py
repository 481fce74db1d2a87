"""Several wishes in one letter, and one wish among courtesies."""

from __future__ import annotations

import pytest

from bot.dialogue.seen import Heard
from bot.dialogue.wishes import wishes
from bot.understanding.understander import Offline
from tests import shipped


@pytest.fixture(scope="module")
def offline() -> Offline:
    return shipped.understands()


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("where is my order 1007?", ["order_status"]),
        ("hello, is anybody there? I want a person", ["human_agent"]),
        ("where is my order 1007? also, do you have the linen lamp in stock?", ["order_status", "stock"]),
        ("你好，请问亚麻台灯还有货吗？谢谢", ["stock"]),
        ("白色的还有货吗？另外我的订单 1007 到哪了", ["stock", "order_status"]),
    ],
)
def test_each_wish_is_found_and_courtesies_are_none(offline: Offline, said: str, wanted: list[str]) -> None:
    found = wishes(Heard(1, "text", said), lambda text: offline.understand(text, None))
    assert [wish.understanding.intent for wish in found if wish.understanding] == wanted
    assert {wish.inbox_id for wish in found} == {1}
