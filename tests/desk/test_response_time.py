"""Ladders of response times: what is due when, whose ladder it is, what a shop may not save, and what counts as an answer."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.ladder_check import Known, faults
from desk.message import Author
from desk.outgoing import OutState
from desk.response_time import (
    EVERYWHERE,
    RUNS_FOR,
    USUAL,
    Act,
    Ladder,
    Owed,
    Promptness,
    Reply,
    Scope,
    Step,
    qualifies,
    settles,
)
from desk.shop import Hours

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours(BERLIN, dict.fromkeys(range(5), ((time(9), time(17)),)))
KNOWN = Known({"web", "telegram"}, {"first", "second", "third"}, {"refund", "upset"})
S = timedelta(seconds=1)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=BERLIN).astimezone(UTC)


def ladder(*steps: Step, scope: Scope = EVERYWHERE, **more: object) -> Ladder:
    return Ladder(scope, steps, **more)  # type: ignore[arg-type]


def for_scope(**parts: str) -> Ladder:
    return Ladder(Scope(**parts))


MISS, ALARM = Step(Act.MISS, 30 * S), Step(Act.ALARM, 60 * S)


def test_the_usual_ladder_has_its_five_steps() -> None:
    assert [(step.act.value, step.after // S) for step in USUAL.steps] == [
        ("signal", 15),
        ("hold", 25),
        ("miss", 30),
        ("offer", 45),
        ("alarm", 60),
    ]
    assert (USUAL.target, USUAL.limit) == (30 * S, 60 * S)
    assert faults([USUAL], KNOWN) == []


@pytest.mark.parametrize(
    ("since", "around_the_clock", "due"),
    [
        ("2026-11-20T12:00:00.125", False, [f"2026-11-20T12:00:{s}.125" for s in (15, 25, 30, 45)] + ["2026-11-20T12:01:00.125"]),
        ("2026-11-20T16:59:35", False, ["2026-11-20T16:59:50", "2026-11-20T17:00:00", "2026-11-23T09:00:05", "2026-11-23T09:00:20", "2026-11-23T09:00:35"]),
        ("2026-11-21T03:00", False, [f"2026-11-23T09:00:{s}" for s in (15, 25, 30, 45)] + ["2026-11-23T09:01:00"]),
        ("2026-11-21T03:00", True, [f"2026-11-21T03:00:{s}" for s in (15, 25, 30, 45)] + ["2026-11-21T03:01:00"]),
    ],
)  # fmt: skip
def test_each_step_is_due_in_opening_time(since: str, around_the_clock: bool, due: list[str]) -> None:
    usual = Ladder(around_the_clock=around_the_clock)
    steps = Promptness(OFFICE, (usual,)).steps_due(usual, at(since))
    assert [step for step, _ in steps] == list(USUAL.steps)
    assert [due_at for _, due_at in steps] == [at(one) for one in due]


def test_a_shop_that_never_opens_owes_nothing_but_around_the_clock() -> None:
    prompt = Promptness(Hours(BERLIN, {}))
    assert prompt.steps_due(USUAL, at("2026-11-20T12:00")) == []
    assert len(prompt.steps_due(Ladder(around_the_clock=True), at("2026-11-20T12:00"))) == 5


@pytest.mark.parametrize(
    ("channel", "queue", "topic", "chosen"),
    [
        ("telegram", "", "", Scope()),
        ("telegram", "third", "other", Scope()),
        ("web", "", "", Scope(channel="web")),
        ("web", "first", "", Scope(channel="web", queue="first")),
        ("web", "second", "", Scope(queue="second")),
        ("web", "second", "refund", Scope(topic="refund")),
        ("web", "first", "refund", Scope(channel="web", queue="first")),
        ("telegram", "first", "refund", Scope(topic="refund")),
    ],
)
def test_the_most_specific_ladder_is_chosen(channel: str, queue: str, topic: str, chosen: Scope) -> None:
    """As many parts: a topic before a queue, a queue before a channel."""
    ladders = (
        Ladder(),
        for_scope(channel="web"),
        for_scope(queue="second"),
        for_scope(channel="web", queue="first"),
        for_scope(topic="refund"),
    )
    for order in (ladders, ladders[::-1]):
        assert Promptness(OFFICE, order).ladder_for(channel, queue, (topic,)).scope == chosen


@pytest.mark.parametrize(
    ("since", "held", "last_held_at", "due"),
    [
        ("2026-11-20T12:00:00", 0, None, "2026-11-20T12:00:25"),
        ("2026-11-20T12:00:00", 1, "2026-11-20T12:00:25", "2026-11-20T12:02:25"),
        ("2026-11-20T12:00:00", 1, "2026-11-20T12:00:40", "2026-11-20T12:02:40"),
        ("2026-11-20T12:01:00", 0, "2026-11-20T12:00:25", "2026-11-20T12:02:25"),
        ("2026-11-20T12:30:00", 0, "2026-11-20T12:00:25", "2026-11-20T12:30:25"),
        ("2026-11-20T12:00:00", 3, "2026-11-20T12:04:25", None),
        ("2026-11-20T16:59:00", 1, "2026-11-20T16:59:25", "2026-11-23T09:01:25"),
    ],
)
def test_when_the_next_hold_message_may_go(
    since: str, held: int, last_held_at: str | None, due: str | None
) -> None:
    found = Promptness(OFFICE).hold_due(USUAL, at(since), held, at(last_held_at) if last_held_at else None)
    assert found == (at(due) if due else None)


def test_without_a_hold_step_nobody_is_put_off() -> None:
    assert Promptness(OFFICE).hold_due(ladder(MISS, ALARM), at("2026-11-20T12:00"), 0, None) is None


def test_what_was_waited_counts_as_the_ladder_does() -> None:
    prompt, friday, monday = Promptness(OFFICE), at("2026-11-20T16:59:45"), at("2026-11-23T09:00:15")
    assert prompt.waited(USUAL, friday, monday) == USUAL.target
    assert prompt.waited(Ladder(around_the_clock=True), friday, monday) == monday - friday


def test_only_the_miss_is_judged_for_both_debts() -> None:
    assert {act for act in Act if Owed.ANSWER in RUNS_FOR[act]} == {Act.MISS}
    assert {act for act in Act if Owed.PERSON in RUNS_FOR[act]} == set(Act)


@pytest.mark.parametrize(
    ("ladders", "codes"),
    [
        ([Ladder(Scope("web")), Ladder(Scope("telegram"))], ["no_general"]),
        ([], ["no_general"]),
        ([Ladder(), Ladder(Scope("web")), Ladder(Scope("web"))], ["same_scope"]),
        ([Ladder(), Ladder(Scope("pigeon", "fourth", "weather"))], ["unknown_channel", "unknown_queue", "unknown_topic"]),
        ([ladder(MISS, Step(Act.SIGNAL, 15 * S), ALARM)], ["not_rising"]),
        ([ladder(ALARM)], ["miss_once"]),
        ([ladder(MISS)], ["alarm_once"]),
        ([ladder(MISS, Step(Act.MISS, 40 * S), ALARM)], ["miss_once"]),
        ([ladder(Step(Act.ALARM, 20 * S), MISS)], ["limit_before_target"]),
        ([ladder(MISS, Step(Act.HOLD, 40 * S), Step(Act.HOLD, 50 * S), ALARM)], ["hold_once"]),
        ([ladder(MISS, ALARM, Step(Act.HOLD, 90 * S))], ["hold_after_limit"]),
        ([ladder(MISS, MISS, ALARM)], ["step_twice", "miss_once"]),
        ([ladder(Step(Act.SIGNAL, 0 * S), MISS, ALARM)], ["not_after_zero"]),
        ([ladder(MISS, Step(Act.ALARM, 86_401 * S))], ["after_a_day"]),
        ([ladder(MISS, Step(Act.ALARM, 86_400 * S))], []),
        ([ladder(Step(Act.MISS, 30 * S), Step(Act.ALARM, 30 * S))], []),
        ([ladder(Step(Act.SIGNAL, 10 * S), Step(Act.SIGNAL, 20 * S), MISS, ALARM)], []),
        ([ladder(MISS, ALARM, hold_every=59 * S)], ["hold_too_often"]),
        ([ladder(MISS, ALARM, hold_most=11)], ["hold_most"]),
        ([ladder(Step(Act.SIGNAL, 5 * S, "first"), MISS, ALARM)], ["queue_without_offer"]),
        ([ladder(MISS, Step(Act.OFFER, 45 * S, "fourth"), ALARM)], ["unknown_queue"]),
        ([ladder(*(Step(Act.SIGNAL, n * S) for n in range(1, 12)), MISS, ALARM)], ["too_many_steps"]),
    ],
)  # fmt: skip
def test_ladders_that_contradict_themselves_are_refused(ladders: list[Ladder], codes: list[str]) -> None:
    assert [fault.code for fault in faults(ladders, KNOWN)] == codes


def offering(to: str, **scope: str) -> Ladder:
    return ladder(MISS, Step(Act.OFFER, 45 * S, to), ALARM, scope=Scope(**scope))


@pytest.mark.parametrize(
    ("ladders", "ways"),
    [
        ([Ladder(), offering("second", queue="first")], []),
        ([Ladder(), offering("first", queue="first")], []),
        ([Ladder(), offering("second", queue="first"), offering("third", queue="second")], []),
        ([Ladder(), offering("second", queue="first"), offering("first", queue="second")], ["first → second → first"]),
        (
            [Ladder(), offering("second", queue="first"), offering("third", queue="second"), offering("first", queue="third")],
            ["first → second → third → first"],
        ),
        # Everybody offers to the first, and the first to the second.
        ([offering("first"), offering("second", queue="first")], ["first → second → first"]),
        ([offering("first"), offering("", queue="first")], []),
        # Only on one channel it goes round.
        ([Ladder(), offering("second", queue="first"), offering("first", queue="second", channel="web")], ["first → second → first"]),
        ([Ladder(), offering("second", queue="first", channel="telegram"), offering("first", queue="second", channel="web")], []),
    ],
)  # fmt: skip
def test_queues_that_offer_in_a_circle_are_refused(ladders: list[Ladder], ways: list[str]) -> None:
    found = faults(ladders, KNOWN)
    assert [fault.code for fault in found] == ["offer_loop"] * len(ways)
    assert [fault.values["queues"] for fault in found] == ways


@pytest.mark.parametrize(
    ("reply", "pays"),
    [
        (Reply(Author.HUMAN, OutState.SENT), {Owed.ANSWER, Owed.PERSON}),
        (Reply(Author.HUMAN, OutState.SENT, perfunctory=True), set()),
        (Reply(Author.HUMAN, OutState.QUEUED), set()),
        (Reply(Author.HUMAN, OutState.UNKNOWN), set()),
        (Reply(Author.HUMAN, OutState.FAILED), set()),
        (Reply(Author.BOT, OutState.SENT), {Owed.ANSWER}),
        (Reply(Author.BOT, OutState.CANCELLED), set()),
        (Reply(Author.TIMER, OutState.SENT), set()),
        (Reply(Author.NOTE, OutState.SENT), set()),
        (Reply(Author.BUYER, OutState.SENT), set()),
    ],
)
def test_what_a_reply_pays_of_what_the_buyer_is_owed(reply: Reply, pays: set[Owed]) -> None:
    assert settles(reply) == pays
    assert qualifies(reply) is (Owed.PERSON in pays)
