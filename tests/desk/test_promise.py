"""A promise and an escalation as nouns: every move of their tables, and who answers for what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk import escalation
from desk.deadlines import Kind
from desk.errors import NotNow, NotYourTurn
from desk.escalation import Escalation, EscalationState, EscalationTimes, Matter
from desk.promise import (
    MOVES,
    Promise,
    PromiseState,
    PromiseTimes,
    generation,
    kept_share,
    number_of,
    reminded_at,
)
from desk.promise_words import About

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OTTO, INES, RUTH = 1, 2, 3
TIMES = PromiseTimes()


def promise(state: PromiseState = PromiseState.OPEN) -> Promise:
    due_at = NOON + 6 * HOUR
    return Promise(
        id=7, conversation_id=5, buyer_id=4, seq=3, owner_id=OTTO, about=About.ANSWER, text="by 6 pm", due_at=due_at,
        remind_at=reminded_at(NOON, due_at, TIMES), state=state, made_at=NOON, made_by=OTTO,
    )  # fmt: skip


VERBS = {
    "keep": lambda one: one.keep(OTTO, NOON),
    "put_off": lambda one: one.put_off_to(NOON + 8 * HOUR, OTTO, NOON, TIMES),
    "withdraw": lambda one: one.withdraw(RUTH, NOON),
    "lapse": lambda one: one.lapse(NOON + 6 * HOUR),
}


@pytest.mark.parametrize("state", PromiseState)
@pytest.mark.parametrize("verb", VERBS)
def test_only_what_stands_in_the_table_can_be_done(state: PromiseState, verb: str) -> None:
    held = promise(state)
    if not MOVES.can(state, verb):
        with pytest.raises(NotNow):
            VERBS[verb](held)
        assert held.state == state and held.events == [] and held.born == []
        return
    VERBS[verb](held)
    assert held.state == MOVES.next(state, verb)
    assert [event.verb for event in held.events] == [verb]  # type: ignore[attr-defined]


def test_every_state_can_be_reached() -> None:
    assert MOVES.reachable(PromiseState.OPEN) == set(PromiseState)


def test_kept_in_time_is_kept_and_kept_twice_is_kept_once() -> None:
    held = promise()
    held.keep(OTTO, NOON + HOUR)
    held.keep(OTTO, NOON + 2 * HOUR)
    assert (held.state, held.kept_at, held.by, held.owed) == (
        PromiseState.KEPT,
        NOON + HOUR,
        OTTO,
        False,
    )
    assert len(held.events) == 1


def test_kept_to_the_very_moment_is_kept() -> None:
    held = promise()
    held.keep(OTTO, held.due_at)
    assert held.state == PromiseState.KEPT


def test_done_too_late_it_was_broken_at_its_time_and_is_owed_no_longer() -> None:
    """Also where no timer saw it: the desk was down."""
    held = promise()
    held.keep(OTTO, held.due_at + MINUTE)
    assert (held.state, held.settled_at, held.by) == (PromiseState.BROKEN, held.due_at, OTTO)
    assert held.kept_at == held.due_at + MINUTE and not held.owed


def test_another_time_is_agreed_only_for_later_and_arms_its_own_deadlines() -> None:
    held = promise()
    before = generation(held)
    with pytest.raises(NotNow):
        held.put_off_to(NOON, OTTO, NOON, TIMES)
    held.put_off_to(NOON + 24 * HOUR, OTTO, NOON, TIMES)
    assert [(one.kind, one.due_at) for one in held.born] == [
        (Kind.PROMISE_SOON, NOON + 24 * HOUR - timedelta(minutes=30)),
        (Kind.PROMISE_DUE, NOON + 24 * HOUR),
    ]
    assert {one.generation for one in held.born} == {generation(held)} != {before}
    assert number_of(generation(held)) == number_of(before) == 7


def test_what_is_broken_cannot_be_put_off() -> None:
    held = promise()
    with pytest.raises(NotNow):
        held.put_off_to(held.due_at + 2 * HOUR, OTTO, held.due_at + HOUR, TIMES)


def test_ines_inherits_an_open_promise_as_her_own() -> None:
    held = promise()
    hers = held.pass_on(INES, INES, NOON + HOUR)
    assert hers is not None
    assert (held.state, held.by, held.owed) == (PromiseState.PASSED_ON, INES, False)
    assert (hers.owner_id, hers.state, hers.due_at, hers.made_by) == (
        INES,
        PromiseState.OPEN,
        held.due_at,
        OTTO,
    )
    assert (hers.passed_from, hers.seq, hers.made_at) == (7, 3, NOON)
    assert hers.pass_on(INES, INES, NOON + HOUR) is None, "it is hers already"


def test_of_a_broken_promise_ines_inherits_the_debt_and_not_the_blame() -> None:
    held = promise()
    held.lapse(held.due_at)
    assert held.pass_on(INES, INES, held.due_at + HOUR) is None
    assert (held.owner_id, held.by, held.state, held.owed) == (INES, OTTO, PromiseState.BROKEN, True)


@pytest.mark.parametrize(
    "ahead, notice",
    [
        (24 * HOUR, timedelta(minutes=30)),
        (HOUR, timedelta(minutes=30)),
        (10 * MINUTE, 5 * MINUTE),
    ],
)
def test_the_reminder_comes_half_an_hour_before_or_half_way(ahead: timedelta, notice: timedelta) -> None:
    assert reminded_at(NOON, NOON + ahead, TIMES) == NOON + ahead - notice


@pytest.mark.parametrize("kept, broken, share", [(0, 0, None), (3, 1, 0.75), (0, 2, 0.0), (5, 0, 1.0)])
def test_the_kept_rate_is_of_what_was_due(kept: int, broken: int, share: float | None) -> None:
    assert kept_share(kept, broken) == share


# --- escalations


def raised() -> Escalation:
    return Escalation(9, Matter.DANGER, "The lamp smokes", 5, OTTO, NOON, None, NOON + HOUR)


def test_an_escalation_is_taken_then_done_by_who_took_it() -> None:
    held = raised()
    with pytest.raises(NotNow):
        held.finish(RUTH, "told the maker", NOON)
    held.take(RUTH, NOON + MINUTE)
    held.take(RUTH, NOON + 2 * MINUTE)
    with pytest.raises(NotYourTurn):
        held.finish(INES, "nothing", NOON)
    held.finish(RUTH, "told the maker", NOON + HOUR)
    assert (held.state, held.owner_id, held.outcome) == (EscalationState.DONE, RUTH, "told the maker")
    assert (held.taken_at, held.done_at) == (NOON + MINUTE, NOON + HOUR)
    assert [event.verb for event in held.events] == ["take", "finish"]  # type: ignore[attr-defined]
    with pytest.raises(NotNow):
        held.take(RUTH, NOON)


def test_another_supervisor_may_take_it_from_the_first() -> None:
    held = raised()
    held.take(RUTH, NOON)
    held.take(INES, NOON + MINUTE)
    assert (held.owner_id, held.state) == (INES, EscalationState.TAKEN)


def test_it_is_told_at_once_and_at_its_deadline() -> None:
    held = raised()
    held.begin()
    assert [(one.kind, one.generation, one.due_at) for one in held.born] == [
        (Kind.ESCALATED, 9, NOON),
        (Kind.ESCALATION_DUE, 9, NOON + HOUR),
    ]


def test_every_matter_has_its_time_and_danger_has_the_least() -> None:
    within = EscalationTimes().within()
    assert set(within) == set(Matter)
    assert min(within, key=within.__getitem__) == Matter.DANGER
    assert escalation.MOVES.reachable(EscalationState.OPEN) == set(EscalationState)
