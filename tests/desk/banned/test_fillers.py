"""An answer of fillers only says nothing, however they are put together; one word that says something is enough."""

from __future__ import annotations

import pytest

from desk.banned.fillers import Fillers
from desk.banned.guard import Guard
from tests import shipped
from tests.desk.growth import costs_little


@pytest.fixture(scope="module")
def lists() -> Guard:
    return shipped.guard()


@pytest.mark.parametrize(
    "text",
    [
        "Okay okay, whatever you say",
        "hmmmm, could be I guess",
        "Right, noted, thanks mate 👍",
        "Yeah, depends, hard to say really",
        "Your comment has been noted.",
        "嗯嗯好的收到啦",
        "随便都行的亲",
        "额…大概差不多吧",
        "可能会吧,到时候再看咯",
        "嗯啊,應該是喔",
    ],
)
def test_fillers_only_are_no_answer(lists: Guard, text: str) -> None:
    assert lists.is_perfunctory(text)
    assert lists.check(text, "agent").decision != "pass"


@pytest.mark.parametrize(
    "text",
    [
        "Okay, it ships tomorrow",
        "Sure, medium fits you",
        "Thank you very much, dear",
        "Ok, 12",
        "Okay, right now?",
        "No worries mate",
        "Still not right",
        "好的，感谢您的理解。",
        "好的,明天发",
        "嗯嗯收到货了",
        "谢谢亲",
        "都可以退",
        "可以的,34码",
    ],
)
def test_who_says_something_beside_them_answers(lists: Guard, text: str) -> None:
    assert not lists.is_perfunctory(text)


@pytest.mark.parametrize("piece", ["好", "ok ", "a", "可能", "so "])
def test_a_long_chain_costs_little(lists: Guard, piece: str) -> None:
    fillers = Fillers()
    for rule in lists.rules.values():
        if rule.whole:
            fillers.add(rule)
    assert costs_little(fillers.chained, piece)
