"""When a buyer was owed a person, and how many were answered in time: tables of what happens at the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from desk.debt import Debts, Fact
from desk.response_time import Act, Ladder, Promptness, Scope, Step
from desk.share import Counting, Share, judged, together
from desk.shop import Hours

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
AROUND = Promptness(Hours(UTC), (Ladder(around_the_clock=True),))
IN_HOURS = Promptness(Hours(UTC, dict.fromkeys(range(7), ((time(9), time(17)),))), (Ladder(),))


def at(seconds: float) -> datetime:
    """From nine o'clock on."""
    return MIDNIGHT + timedelta(hours=9, seconds=seconds)


def heard(seconds: float, seq: int, spoke: float | None = None) -> Fact:
    return Fact(1, "heard", at(seconds), "web", seq, at(seconds if spoke is None else spoke))


def said(
    seconds: float, seq: int, author: str = "human", whole: bool = True, perfunctory: bool = False
) -> Fact:
    return Fact(1, "delivered", at(seconds), "web", seq, None, author, whole, perfunctory)


def moved(seconds: float, verb: str, before: str, after: str, reason: str = "") -> Fact:
    return Fact(1, "mode", at(seconds), "web", verb=verb, before=before, after=after, reason=reason)


def asked(seconds: float) -> Fact:
    return moved(seconds, "hand_off", "bot", "waiting", "asked")


def taken(seconds: float, before: str = "waiting") -> Fact:
    return moved(seconds, "take", before, "human")


def gone(seconds: float) -> Fact:
    return Fact(1, "gone", at(seconds), "web")


Begun = list[tuple[float, float | None, bool]]

CASES: dict[str, tuple[list[Fact], Begun]] = {
    "the bot answers: nobody owes anything": ([heard(0, 1), said(1, 2, "bot")], []),
    "a handoff takes along what the bot did not answer": (
        [heard(0, 1), asked(2), said(3, 2, "bot"), taken(10), said(20, 3)],
        [(0, 20, True)],
    ),
    "what the bot had answered is no debt: it begins with the handoff": (
        [heard(0, 1), said(1, 2, "bot"), asked(5)],
        [(5, None, False)],
    ),
    "the bot's word does not end it": ([heard(0, 1), asked(0), said(1, 2, "bot")], [(0, None, False)]),
    "a hold message does not end it": ([heard(0, 1), asked(0), said(1, 2, "timer")], [(0, None, False)]),
    "a perfunctory word does not end it": (
        [heard(0, 1), asked(0), taken(5), said(6, 2, perfunctory=True), said(40, 3)],
        [(0, 40, True)],
    ),
    "half of a long answer does not end it": (
        [heard(0, 1), asked(0), taken(5), said(6, 2, whole=False), said(9, 2)],
        [(0, 9, True)],
    ),
    "further words of the buyer join it": (
        [heard(0, 1), asked(0), heard(4, 2), taken(5), heard(6, 3), said(9, 4)],
        [(0, 9, True)],
    ),
    "what the buyer says afterwards begins the next": (
        [heard(0, 1), asked(0), taken(5), said(9, 2), heard(60, 3), said(70, 4)],
        [(0, 9, True), (60, 70, True)],
    ),
    "what came before the answer was accepted is owed from when it was said": (
        [heard(0, 1), asked(0), taken(5), heard(8, 3), said(9, 2)],
        [(0, 9, True), (8, None, False)],
    ),
    "an answer that was on its way before the buyer spoke answers nothing of it": (
        [heard(0, 1), asked(0), taken(5), said(9, 2), heard(20, 4), said(21, 3), said(50, 5)],
        [(0, 9, True), (20, 50, True)],
    ),
    "passed on it is one wait, and whoever answers ends it": (
        [
            heard(0, 1),
            asked(0),
            taken(5),
            moved(20, "pass_on", "human", "waiting"),
            taken(25),
            said(35, 2),
        ],
        [(0, 35, True)],
    ),
    "taken over it goes on": (
        [heard(0, 1), asked(0), taken(5), moved(20, "take_over", "human", "human"), said(35, 2)],
        [(0, 35, True)],
    ),
    "put back with nothing owed, a person is owed from then on": (
        [heard(0, 1), asked(0), taken(5), said(6, 2), moved(60, "release", "human", "waiting")],
        [(0, 6, True), (60, None, False)],
    ),
    "put back while the answer is on its way, the next person is owed from when it arrives": (
        [heard(0, 1), asked(0), taken(5), moved(10, "release", "human", "waiting"), said(12, 2)],
        [(0, 12, True), (12, None, False)],
    ),
    "who steps in unasked takes along what the bot owes": (
        [heard(0, 1), taken(5, "bot"), said(9, 2)],
        [(0, 9, True)],
    ),
    "who steps in where nothing is owed owes nothing": (
        [heard(0, 1), said(1, 2, "bot"), taken(5, "bot")],
        [],
    ),
    "the buyer leaves": ([heard(0, 1), asked(0), gone(20)], [(0, 20, False)]),
    "given back to the bot": (
        [heard(0, 1), asked(0), taken(5), moved(20, "give_back", "human", "bot"), heard(30, 2)],
        [(0, 20, False)],
    ),
    "given back while the answer is on its way: what came since is the bot's": (
        [heard(0, 1), asked(0), taken(5), heard(8, 3), moved(9, "give_back", "human", "bot"), said(10, 2)],
        [(0, 9, False)],
    ),
    "a handoff after that takes along nothing from before it was given back": (
        [
            heard(0, 1),
            asked(0),
            taken(5),
            heard(8, 3),
            moved(9, "give_back", "human", "bot"),
            said(10, 2),
            asked(20),
        ],
        [(0, 9, False), (20, None, False)],
    ),
    "closed while the answer is on its way, nobody owes anything": (
        [heard(0, 1), asked(0), taken(5), heard(8, 3), moved(9, "close", "human", "closed"), said(10, 2)],
        [(0, 9, False)],
    ),
    "closed, and opened again by the buyer: the bot has it": (
        [
            heard(0, 1),
            asked(0),
            moved(20, "close", "waiting", "closed"),
            moved(30, "reopen", "closed", "bot"),
            heard(30, 2),
        ],
        [(0, 20, False)],
    ),
    "the channel's clock counts where it was late": ([heard(10, 1, spoke=2), asked(10)], [(2, None, False)]),
    "a debt over midnight is yesterday's, and the next is today's": (
        [heard(-32_410, 1), asked(-32_410), taken(-32_405), said(-32_390, 2), heard(-32_000, 3)],
        [(-32_000, None, False)],
    ),
    "said before midnight, handed over after it: yesterday's": ([heard(-32_401, 1), asked(-32_390)], []),
}


@pytest.mark.parametrize("name", list(CASES))
def test_a_debt_begins_and_ends(name: str) -> None:
    facts, expected = CASES[name]
    debts = Debts(MIDNIGHT)
    for fact in facts:
        debts.follow(fact)
    seconds = [
        ((one.since - at(0)).total_seconds(), one.until and (one.until - at(0)).total_seconds(), one.answered)
        for one in debts.found
    ]
    assert seconds == expected


def shares(facts: list[Fact], now: float, promptness: Promptness = AROUND) -> tuple[Share, Share]:
    debts = Debts(MIDNIGHT)
    for fact in facts:
        debts.follow(fact)
    return together(judged(one, promptness, at(now)) for one in debts.found)


def answered_after(seconds: float) -> list[Fact]:
    return [heard(0, 1), asked(0), taken(1), said(seconds, 2)]


@pytest.mark.parametrize(
    "facts, now, target, limit",
    [
        (answered_after(30.000), 90, (1, 1), (1, 1)),
        (answered_after(30.001), 90, (0, 1), (1, 1)),
        (answered_after(60.000), 90, (0, 1), (1, 1)),
        (answered_after(60.001), 90, (0, 1), (0, 1)),
        # Nobody has answered yet: not due before its deadline, missed from it on.
        (answered_after(30.000)[:3], 29.999, (0, 0), (0, 0)),
        (answered_after(30.000)[:3], 30.000, (0, 1), (0, 0)),
        (answered_after(30.000)[:3], 60.000, (0, 1), (0, 1)),
        # The buyer leaves, or the bot has it again: due only where the deadline was over.
        ([heard(0, 1), asked(0), gone(29)], 90, (0, 0), (0, 0)),
        ([heard(0, 1), asked(0), gone(31)], 90, (0, 1), (0, 0)),
        ([heard(0, 1), asked(0), taken(1), moved(61, "close", "human", "closed")], 90, (0, 1), (0, 1)),
        # Passed on at 29 s and answered at 58 s it is one round, and late.
        (CASES["passed on it is one wait, and whoever answers ends it"][0], 90, (0, 1), (1, 1)),
        ([heard(0, 1), asked(0), taken(5), said(6, 2, perfunctory=True), said(40, 3)], 90, (0, 1), (1, 1)),
        ([], 90, (0, 0), (0, 0)),
    ],
)
def test_what_counts_as_answered_in_time(
    facts: list[Fact], now: float, target: tuple[int, int], limit: tuple[int, int]
) -> None:
    assert shares(facts, now) == (Share(*target), Share(*limit))


def test_while_the_shop_is_closed_nothing_is_counted() -> None:
    evening = 8 * 3600  # 17:00
    facts = [heard(evening - 10, 1), asked(evening - 10), taken(evening - 5)]
    assert shares(facts, evening + 3600, IN_HOURS) == (Share(0, 0), Share(0, 0))
    next_morning = 24 * 3600
    assert shares([*facts, said(next_morning + 20, 2)], next_morning + 90, IN_HOURS) == (
        Share(1, 1),
        Share(1, 1),
    )


def test_each_debt_is_judged_by_its_own_ladder_and_a_changed_rule_changes_today() -> None:
    debts = Debts(MIDNIGHT)
    for fact in answered_after(40):
        debts.follow(fact)
    counting = Counting()
    assert counting.count(debts.found, AROUND, at(90))[0] == Share(0, 1)
    steps = (Step(Act.MISS, timedelta(seconds=45)), Step(Act.ALARM, timedelta(seconds=90)))
    changed = Promptness(Hours(UTC), (Ladder(steps=steps, around_the_clock=True),))
    assert counting.count(debts.found, changed, at(90))[0] == Share(1, 1)
    patient = Ladder(
        Scope(queue="4", topic="asked"),
        (Step(Act.MISS, timedelta(seconds=45)), Step(Act.ALARM, timedelta(seconds=90))),
        around_the_clock=True,
    )
    changed = Promptness(Hours(UTC), (Ladder(around_the_clock=True), patient))
    assert counting.count(debts.found, changed, at(90))[0] == Share(0, 1)
    debts = Debts(MIDNIGHT)
    for fact in [heard(0, 1), asked(0), replace(taken(1), queue=4), said(40, 2)]:
        debts.follow(fact)
    assert Counting().count(debts.found, changed, at(90))[0] == Share(1, 1)


def test_what_is_open_is_counted_by_the_ladder_of_the_queue_in_which_it_stands() -> None:
    debts, counting = Debts(MIDNIGHT), Counting()
    for fact in (heard(0, 1), asked(0)):
        debts.follow(fact)
    quick = Ladder(
        Scope(queue="4"),
        (Step(Act.MISS, timedelta(seconds=5)), Step(Act.ALARM, timedelta(seconds=9))),
        around_the_clock=True,
    )
    rules = Promptness(Hours(UTC), (Ladder(around_the_clock=True), quick))
    assert counting.count(debts.found, rules, at(10))[0] == Share(0, 0)
    debts.stands(1, 4, "")
    assert counting.count(debts.found, rules, at(10)) == (Share(0, 1), Share(0, 1))


def test_counting_on_finds_the_same_as_counting_anew() -> None:
    facts = [
        *answered_after(20), heard(100, 3), said(150, 4), heard(200, 5), gone(210), heard(300, 6),
        moved(310, "close", "human", "closed"),
    ]  # fmt: skip
    debts, counting = Debts(MIDNIGHT), Counting()
    for number, fact in enumerate(facts):
        debts.follow(fact)
        now = at(20 + 40 * number)
        anew = together(judged(one, AROUND, now) for one in debts.found)
        assert counting.count(debts.found, AROUND, now) == anew


def test_a_share_is_rounded_down_and_of_few_it_says_little() -> None:
    assert (Share(199, 200).percent, Share(0, 0).percent, Share(9, 9).few, Share(9, 10).few) == (
        99,
        None,
        True,
        False,
    )


def test_passed_on_a_standing_debt_is_counted_by_the_ladder_of_that_reason() -> None:
    debts = Debts(at(0))
    for fact in (heard(0, 1), asked(0), taken(5)):
        debts.follow(fact)
    assert [one.reason for one in debts.found] == ["asked"]
    debts.follow(moved(20, "pass_on", "human", "waiting"))
    assert [one.reason for one in debts.found] == ["passed_on"]
