"""Satisfaction: what is a score, when it is asked for, and what an answer counts for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.afterwards import Afterwards
from desk.errors import NotNow
from desk.satisfaction import Decision, Occasion, Score, ScoreState, Taken, decision
from desk.score_words import score_in, wants_no_more

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def asked(at: datetime = NOON) -> Score:
    score = Score(1, 7, None, 3, "loopback", None, ScoreState.ASKING, at)
    score.accept(at)
    return score


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("5", 5), ("５", 5), (" 4. ", 4), ("5!", 5), ("5/5", 5), ("4 out of 5", 4), ("3 stars", 3), ("five stars", 5), ("I give it a 2", 2),
        ("My score: 4", 4), ("⭐⭐⭐⭐", 4), ("★★", 2), ("5️⃣", 5), ("5, thanks", 5), ("Very satisfied", 5), ("very satisfied, thank you!", 5),
        ("I'm satisfied", 4), ("not satisfied", 2), ("So-so", 3), ("terrible", 1), ("五星", 5), ("五星好评", 5), ("5分", 5), ("打5分", 5),
        ("给4星", 4), ("很满意", 5), ("我很满意", 5), ("非常满意，谢谢", 5), ("不太满意", 2), ("很不满意", 1), ("一般", 3), ("滿意", 4), ("差评", 1),
        ("6", None), ("0", None), ("55", None), ("5?", None), ("5 lamps", None), ("order 5", None), ("1007", None), ("thanks", None),
        ("谢谢", None), ("", None), ("5 the lamp is missing", None), ("五星的灯少了一个", None), ("satisfied? no", None), ("满意吗", None),
        ("very satisfied but where is the second lamp", None), ("⭐⭐⭐⭐⭐⭐", None), ("5" * 5_000, None),
    ],
)  # fmt: skip
def test_only_what_is_plainly_a_score_is_one(said: str, value: int | None) -> None:
    assert score_in(said) == value


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("No more of these", True), ("stop", True), ("please stop!", True), ("Don't ask me again", True), ("unsubscribe", True), ("退订", True),
        ("不要再发了", True), ("别再问我了", True), ("請不要再回訪了", True), ("stop the order", False), ("no more lamps?", False),
        ("别发顺丰", False), ("不要发了，我要退款", False), ("", False),
    ],
)  # fmt: skip
def test_who_wants_no_more_of_these_says_just_that(said: str, so: bool) -> None:
    assert wants_no_more(said) is so


OVER = Occasion(NOON, case=False, person=True, bot=True, reachable=True, busy=False, quiet=False)
BY_BOT = replace(OVER, person=False)
CASE = replace(OVER, case=True, person=False)
USUAL, ALL, NONE = Afterwards(), Afterwards(after_bot=True), Afterwards(after_person=False, after_case=False)
LATER = timedelta(minutes=2)


@pytest.mark.parametrize(
    ("occasion", "rules", "after", "what"),
    [
        (OVER, USUAL, LATER, "ask"),
        (OVER, NONE, LATER, "never"),
        (BY_BOT, USUAL, LATER, "never"),
        (BY_BOT, ALL, LATER, "ask"),
        (replace(BY_BOT, bot=False), ALL, LATER, "never"),  # nothing was answered
        (CASE, USUAL, LATER, "ask"),
        (CASE, NONE, LATER, "never"),
        (replace(OVER, of_a_case=True), USUAL, LATER, "never"),  # its case is asked about instead
        (replace(OVER, of_a_case=True), Afterwards(after_case=False), LATER, "ask"),
        (replace(OVER, reachable=False), USUAL, LATER, "never"),
        (replace(OVER, busy=True), USUAL, LATER, "later"),
        (replace(OVER, quiet=True), USUAL, DAY, "later"),
        (replace(OVER, quiet=True), USUAL, DAY + timedelta(milliseconds=1), "never"),
        (OVER, USUAL, DAY, "ask"),
        (replace(OVER, asked_at=NOON - 6 * DAY), USUAL, LATER, "never"),
        (replace(OVER, asked_at=NOON - 7 * DAY), USUAL, LATER, "ask"),
        (replace(CASE, asked_at=NOON), USUAL, LATER, "never"),  # never both within a day
        (replace(OVER, asked_at=NOON - 6 * DAY, busy=True), USUAL, LATER, "never"),
    ],
)
def test_when_a_buyer_is_asked(
    occasion: Occasion, rules: Afterwards, after: timedelta, what: Decision
) -> None:
    assert decision(occasion, rules, NOON + after) == what


@pytest.mark.parametrize(
    ("first_after", "then", "after", "how", "value"),
    [
        (None, 5, 7 * DAY, "first", 5),
        (None, 5, 7 * DAY + timedelta(milliseconds=1), "too_late", None),
        (LATER, 5, 2 * LATER, "same", 5),
        (LATER, 2, 2 * LATER, "changed", 2),
        (LATER, 2, LATER + DAY, "changed", 2),
        (LATER, 2, LATER + DAY + timedelta(milliseconds=1), "too_late", 5),
    ],
)
def test_the_last_answer_of_a_day_counts(
    first_after: timedelta | None, then: int, after: timedelta, how: Taken, value: int | None
) -> None:
    score = asked()
    if first_after is not None:
        assert score.answer(5, NOON + first_after) == "first"
    assert score.answer(then, NOON + after) == how
    assert score.value == value
    assert score.answered_at == (NOON + (first_after or after) if value else None)


def test_a_low_score_is_looked_at_anew_only_when_it_becomes_low() -> None:
    score = asked()
    score.answer(2, NOON)
    assert score.low
    score.look_at(9, NOON)
    score.answer(1, NOON + LATER)
    assert score.seen_by == 9
    score.answer(5, NOON + 2 * LATER)
    score.answer(1, NOON + 3 * LATER)
    assert score.seen_by is None


def test_pressed_before_the_channel_said_that_it_arrived_it_stands() -> None:
    score = Score(1, 7, None, 3, "loopback", None, ScoreState.ASKING, NOON)
    score.answer(4, NOON)
    score.accept(NOON + LATER)
    assert (score.state, score.value, score.asked_at) == (ScoreState.ANSWERED, 4, NOON + LATER)


def test_what_was_called_off_has_no_answer() -> None:
    score = Score(1, 7, None, 3, "loopback", None, ScoreState.ASKING, NOON)
    score.call_off()
    with pytest.raises(NotNow):
        score.answer(5, NOON)
