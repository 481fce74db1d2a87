"""Words of a soft rule do not count in a sentence that the tone is sure of, unless somebody hid them or gives a number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desk.banned.guard import Guard, Rule
from desk.banned.tone import Opinion, Tone
from desk.banned.tone_weights import unlearnt

KINDS = ("absolute_claims", "off_platform_contact")
NOTHING = unlearnt(KINDS, np.array([[9.0, 9.0], [0.0, 0.0]], np.float32))
"""Asks from 9, spares below 0."""


class Hearing(Tone):
    """Finds every sentence as bad as it is told."""

    def __init__(self, bad: float, enough: bool = True) -> None:
        self._opinion = Opinion("", bad, None, NOTHING, enough)

    def hears(self, text: str) -> Opinion:
        return self._opinion


SOFT = Rule("c", "contact", "block", ("加微信", "add me on wechat"), kind="off_platform_contact", soft=True)
CALM, UNSURE = Hearing(-1.0), Hearing(1.0)


@pytest.mark.parametrize("text", ["孩子的手表加微信要家长同意", "The watch can add me on WeChat contacts"])
def test_a_soft_rule_is_silent_where_the_tone_is_sure_that_it_is_harmless(text: str) -> None:
    assert Guard([SOFT], CALM).check(text, "agent").decision == "pass"
    assert Guard([SOFT], UNSURE).check(text, "agent").decision == "block"
    assert Guard([SOFT], Hearing(-1.0, enough=False)).check(text, "agent").decision == "block"
    assert Guard([SOFT]).check(text, "agent").decision == "block"


@pytest.mark.parametrize(
    "text",
    [
        "孩子的手表加微.信要家长同意",
        "孩子的手表加薇信要家长同意",
        "孩子的手表加微信 lampe_88",
        "孩子的手表加微信 lampe8821",
        "孩子的手表加微信 138 0013 800",
        "you can a d d me on wechat about the watch",
        "you can add me on w3chat about the watch",
        "you can add me on WeChat @lamps_and_more",
    ],
)
def test_what_is_hidden_or_stands_beside_a_number_counts_always(text: str) -> None:
    assert Guard([SOFT], CALM).check(text, "agent").decision == "block"


HIDDEN = Rule(
    "h",
    "claims",
    "block",
    ("根治", "顶级", "绝对", "验证码"),
    kind="own",
    hidden=True,
    sounding=("根治", "顶级", "绝对"),
)


@pytest.mark.parametrize("text", ["根zhi脚气", "dǐng级音响", "绝dui好", "验.证.码发来", "验🌸证码发来"])
def test_everyday_words_count_where_somebody_hid_them(text: str) -> None:
    assert Guard([HIDDEN]).check(text, "agent").decision == "block"


@pytest.mark.parametrize("text", ["不能根治脚气", "顶级域名", "绝对湿度", "验证码，谁要都别给"])
def test_hidden_rules_leave_alone_what_is_written_plainly(text: str) -> None:
    assert Guard([HIDDEN]).check(text, "agent").decision == "pass"


def test_the_whole_of_the_pinyin_is_marked() -> None:
    hit = Guard([HIDDEN]).check("可以根zhi脚气", "agent").hits[0]
    assert (hit.start, hit.end) == (2, 6)


def test_quoted_words_count_only_where_the_tone_would_ask() -> None:
    """It lies between the two limits: not sure enough for what is said, but for what is quoted."""
    assert Guard([SOFT], UNSURE).check("那张“加微信”的图是别家的", "agent").decision == "pass"
    assert Guard([SOFT], Hearing(10.0)).check("那张“加微信”的图是别家的", "agent").decision == "block"
    assert Guard([SOFT], UNSURE).check("那张“加薇信”的图是别家的", "agent").decision == "block"


def test_a_rule_that_is_not_soft_counts_always() -> None:
    hard = Guard([replace(SOFT, soft=False)], CALM)
    assert hard.check("孩子的手表加微信要家长同意", "agent").decision == "block"


def test_a_kind_of_which_nothing_was_learnt_counts_always() -> None:
    assert (
        Guard([replace(SOFT, kind="own")], CALM).check("孩子的手表加微信要家长同意", "agent").decision
        == "block"
    )


def test_machines_are_never_spared() -> None:
    assert Guard([SOFT], CALM).check("孩子的手表加微信要家长同意", "bot").decision == "block"
