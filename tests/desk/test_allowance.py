"""A stopped text is let out once, by somebody else, as it is; and what is kept of a stop names nobody's number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from desk.allowance import MOVES, Allowance, Asked, ask
from desk.banned.guard import Guard, Hit, Rule, Verdict
from desk.banned.hit import hits_of, shown
from desk.errors import NotAllowed, NotNow
from desk.message import Author
from tests.conftest import MONDAY_NINE

OTTO, INES, RUTH, MINAS = 1, 2, 3, 7
TEXT = "It takes another day."
HIT = Hit("en/someday", 9, 20, "")
ASKED = Verdict("ask", (HIT,))


def asked() -> Allowance:
    new = ask(TEXT, MINAS, OTTO, {"en/someday"}, MONDAY_NINE)
    new.id = 12
    return new


def granted() -> Allowance:
    new = asked()
    new.grant(RUTH, "He checked with the carrier.", MONDAY_NINE)
    return new


@pytest.mark.parametrize(
    ("text", "conversation", "by", "verdict", "covered"),
    [
        (TEXT, MINAS, OTTO, ASKED, True),
        (TEXT + " ", MINAS, OTTO, ASKED, False),
        (TEXT, MINAS + 1, OTTO, ASKED, False),
        (TEXT, MINAS, INES, ASKED, False),
        (TEXT, MINAS, None, ASKED, False),
        (TEXT, MINAS, OTTO, Verdict("block", (HIT,)), False),
        (TEXT, MINAS, OTTO, Verdict("ask", (HIT, Hit("en/rudeness", 0, 2, ""))), False),
    ],
)
def test_only_this_text_goes_out_by_whoever_asked_and_only_as_far_as_was_shown(
    text: str, conversation: int, by: int | None, verdict: Verdict, covered: bool
) -> None:
    assert granted().covers(text, conversation, by, verdict) is covered
    assert not asked().covers(text, conversation, by, verdict)


def test_it_is_used_once() -> None:
    allowance = granted()
    allowance.use(MONDAY_NINE)
    assert allowance.state == Asked.USED and not allowance.covers(TEXT, MINAS, OTTO, ASKED)
    with pytest.raises(NotNow):
        allowance.use(MONDAY_NINE)


@pytest.mark.parametrize("decide", [Allowance.grant, Allowance.refuse])
def test_nobody_decides_about_their_own(decide: Callable[[Allowance, int, str, datetime], None]) -> None:
    allowance = asked()
    with pytest.raises(NotAllowed):
        decide(allowance, OTTO, "it is fine", MONDAY_NINE)
    assert allowance.state == Asked.OPEN and not allowance.events


@pytest.mark.parametrize("state", [state for state in Asked if state != Asked.OPEN])
def test_what_is_decided_stays_so(state: Asked) -> None:
    allowance = asked()
    allowance.state = state
    for decide in (allowance.grant, allowance.refuse):
        with pytest.raises(NotNow):
            decide(RUTH, "no", MONDAY_NINE)
    assert MOVES.reachable(Asked.OPEN) == set(Asked)


def test_a_refusal_is_put_away_and_what_was_allowed_can_be_given_up() -> None:
    refused = asked()
    refused.refuse(RUTH, "Say when.", MONDAY_NINE)
    refused.put_away(MONDAY_NINE)
    assert (refused.state, refused.seen_at) == (Asked.REFUSED, MONDAY_NINE)
    given_up = granted()
    given_up.put_away(MONDAY_NINE)
    assert given_up.state == Asked.WITHDRAWN


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("not my job", "not my job"),
        ("138 0013 8000", "*" * 13),
        ("一三八零零一三八零零零", "*" * 11),
        ("①③⑧⓪⓪①③⑧", "*" * 8),
        ("one three eight zero zero", "*" * 25),
        ("mina@example.com", "m***@example.com"),
        ("100% guaranteed", "100% guaranteed"),
        ("x" * 200, "x" * 80),
    ],
)
def test_the_words_of_a_hit_are_kept_without_what_may_be_somebodys_number(words: str, kept: str) -> None:
    assert shown(words) == kept


class Minas:
    id, channel = MINAS, "web"


def test_a_text_that_breaks_a_rule_twice_is_one_hit_of_it() -> None:
    guard = Guard(
        [Rule("en/a", "careless", "ask", ("no idea",)), Rule("en/b", "rude", "warn", ("whatever",))]
    )
    text = "No idea. Whatever, no idea."
    found = list(hits_of(text, guard.check(text, "bot"), guard, Minas(), Author.BOT, None, MONDAY_NINE))
    assert [(hit.rule, hit.family, hit.verdict, hit.start, hit.words, hit.author) for hit in found] == [
        ("en/a", "careless", "block", 0, "No idea", "bot"),
        ("en/b", "rude", "warn", 9, "Whatever", "bot"),
    ]


def test_the_same_rule_of_several_languages_is_told_once() -> None:
    guard = Guard(
        [Rule("en/brief", "brief", "warn", ("ok ok",)), Rule("zh-CN/brief", "敷衍", "warn", ("ok ok",))]
    )
    verdict = guard.check("ok ok", "agent")
    assert len(verdict.hits) == 2
    assert len(list(hits_of("ok ok", verdict, guard, Minas(), Author.HUMAN, OTTO, MONDAY_NINE))) == 1
