"""A sentence that a shop adds counts at once: word for word, very nearly, and as a meaning to ask for."""

from __future__ import annotations

from copy import copy
from datetime import date

import pytest

from bot.understanding.understander import Offline
from desk.laying import laid_over
from desk.wording import Edit, Place, Saying
from tests.shipped import packs, understands

PACKS = packs()


@pytest.fixture(scope="module")
def shipped() -> Offline:
    return understands()


def learnt(shipped: Offline, *added: tuple[str, str, str]) -> Offline:
    edits = [Edit(Place("saying", language, said), Saying(intent=intent)) for language, said, intent in added]
    return shipped.beside(laid_over(PACKS, edits, date(2026, 11, 26)))


GIFT = ("en", "do you sell gift cards", "place_order"), ("zh-CN", "你们家有礼品卡卖吗", "place_order")


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("Do you sell gift cards?", "answer"),
        ("do u sell gift cards", "answer"),
        ("亲 你们家有礼品卡卖吗？", "answer"),
        ("你家有礼品卡吗", "answer"),
        ("礼品卡有卖吗", "clarify"),
    ],
)
def test_what_is_like_it_is_understood(shipped: Offline, said: str, action: str) -> None:
    meant = learnt(shipped, *GIFT).understand(said)
    assert (meant.intent, meant.action) == ("place_order", action)


@pytest.mark.parametrize(
    "said", ["do you sell lamps", "你们家有台灯卖吗", "is it in stock", "我的订单到哪了"]
)
def test_what_is_not_like_it_stays_as_it_was(shipped: Offline, said: str) -> None:
    before, after = shipped.understand(said), learnt(shipped, *GIFT).understand(said)
    assert (before.intent, before.action, before.top) == (after.intent, after.action, after.top)


def test_trying_a_change_changes_nothing(shipped: Offline) -> None:
    before = shipped.understand("do u sell gift cards")
    learnt(shipped, *GIFT)
    assert shipped.understand("do u sell gift cards") == before


def test_sentences_that_say_nearly_the_same_are_one_group(shipped: Offline) -> None:
    said = [
        "can you engrave a name",
        "where is the moon",
        "can you engrave my name",
        "can you engrave the name",
    ]
    assert copy(shipped).alike(said, 0.55) == [[0, 2, 3], [1]]
