"""Banned words are found in any dress, at their place in the original, and ordinary sentences pass."""

from __future__ import annotations

import io
import json

import pytest

from desk.asked_lines import NotALine
from desk.banned.guard import Guard, Rule
from desk.banned.lines import judge, judge_lines
from tests import shipped


@pytest.fixture(scope="module")
def guard() -> Guard:
    return shipped.guard()


@pytest.mark.parametrize(
    "text, words",
    [
        ("这是公司规定，没办法", "公司规定"),
        ("這是公司規定哦", "公司規定"),
        ("这是公 司 规.定", "公 司 规.定"),
        ("公\u200b司\u200b规定", "公\u200b司\u200b规定"),
        ("加我ＱＱ说", "加我ＱＱ"),
        ("w e c h a t me", "w e c h a t"),
        ("That's NOT  our   job.", "NOT  our   job"),
        ("I don’t know", "I don’t know"),
        ("全网最低价", "全网最低"),
        ("改天再说吧", "改天再说"),
        ("直接转账给我就行", "转账给我"),
        ("你有病吧", "你有病"),
        ("this never breaks", "never breaks"),
    ],
)
def test_a_banned_phrase_is_found_where_it_stands(guard: Guard, text: str, words: str) -> None:
    verdict = guard.check(text, "agent")
    assert verdict.decision == "block"
    assert any(words in text[hit.start : hit.end] for hit in verdict.hits)
    assert all(hit.say for hit in verdict.hits)


@pytest.mark.parametrize(
    "text",
    [
        "最近有新货，您可以看看",
        "您最好先量一下尺寸",
        "Best regards, Otto",
        "支持微信支付和支付宝",
        "请勿加微信，谨防诈骗",
        "We never ask you to pay by gift card",
        "Shall we chat about the sizes?",
        "我帮您核实一下，请您稍候",
        "订单1007今天发出，预计后天送达",
        "Your order is on its way and should arrive by Friday.",
        "It takes another day or two.",
    ],
)
def test_ordinary_sentences_pass(guard: Guard, text: str) -> None:
    assert guard.check(text, "agent").hits == ()


def test_a_perfunctory_answer_is_a_warning_only_when_it_is_all_that_is_said(guard: Guard) -> None:
    assert guard.check("嗯。", "agent").decision == "warn"
    assert guard.check("嗯，这款还有货，今天可以发", "agent").decision == "pass"


def test_what_a_person_must_ask_about_a_machine_may_not_say() -> None:
    guard = Guard([Rule("r", "praise", "ask", ("the finest",), say="well made")])
    assert guard.check("the finest lamp", "agent").decision == "ask"
    assert guard.check("the finest lamp", "bot").decision == "block"


def test_four_thousand_hostile_characters_are_judged(guard: Guard) -> None:
    for text in ("微" * 4_096, "w " * 2_048, "①" * 4_096, "\u200b" * 4_096, "12 " * 1_365, "."):
        guard.check(text, "agent")


def test_a_line_in_is_a_line_out(guard: Guard) -> None:
    asked = [
        json.dumps({"id": "1", "text": "company rules", "lang": "en", "role": "agent"}),
        "",
        json.dumps({"id": 2, "text": "你好，请问有什么可以帮到您？"}),
    ]
    out = io.StringIO()
    assert judge_lines(asked, out, guard) == 2
    first, second = map(json.loads, out.getvalue().splitlines())
    assert (first["id"], first["verdict"]) == ("1", "block")
    assert set(first["hits"][0]) == {"rule", "start", "end", "say"}
    assert second == {"id": 2, "verdict": "pass", "hits": []}


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}'])
def test_a_line_that_is_none_is_named(guard: Guard, line: str) -> None:
    with pytest.raises(NotALine, match="line 1"):
        judge_lines([line], io.StringIO(), guard)


def test_for_a_person_the_verdict_comes_with_the_right_wording(guard: Guard) -> None:
    assert judge("not our job", guard).startswith("block\n  'not our job'")
