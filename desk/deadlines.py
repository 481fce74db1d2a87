"""Deadlines: something happens at an exact time, once, unless it was cancelled before."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from desk.record import noun, record


class Kind(StrEnum):
    REPLY = "reply"  # the buyer should have an answer of anybody by now (D1); generation = the round
    SIGNAL = "signal"  # steps of the ladder while a person is owed; generation = see `generation`
    HOLD = "hold"
    MISS = "miss"
    OFFER = "offer"
    ALARM = "alarm"
    OFFERED = "offered"  # a person has not answered an offer; generation = the offer
    QUEUE = "queue"  # the waiting time that was told is nearly over; generation = the handoff
    PROMISE_SOON = "promise_soon"  # the owner is reminded; generation = the promise and which of its times
    PROMISE_DUE = "promise_due"  # kept by now, or broken
    ESCALATED = "escalated"  # told outside at once; generation = the escalation
    ESCALATION_DUE = "escalation_due"  # done by now, or told again
    TICKET_SOON = "ticket_soon"  # the buyer is reminded; generation = the ticket and which of its times
    TICKET_DUE = "ticket_due"  # done by now, or the desk acts: see desk/ticket/dues.py
    SHIFT_END = "shift_end"  # a quarter of an hour before somebody's shift ends; generation = the person
    SCORE = "score"  # the buyer is asked whether they were satisfied; generation = when it was closed, in ms
    CASE_OVER = (
        "case_over"  # the same of a case, which is followed up, too; generation = as of a ticket's due times
    )
    IDLE = "idle"  # nobody said anything for long: close; generation = when it is due, in ms


LADDER = (Kind.SIGNAL, Kind.HOLD, Kind.MISS, Kind.OFFER, Kind.ALARM)
"""What is armed for a debt that only a person can pay: a kind for each act of desk/response_time.py."""

STEPS, HOLDS_FROM = 100, 20
"""Deadlines of one debt at most: first the ladder's own, from the second number on the hold messages after the first."""


def generation(debt: int, step: int) -> int:
    """Of a ladder's step: each debt of a conversation has its own, so that a paid one's never stands in the way."""
    return debt * STEPS + step


def step_of(generation: int) -> int:
    """Its place in the ladder that was armed."""
    return generation % STEPS


class DeadlineState(StrEnum):
    ARMED = "armed"
    FIRED = "fired"
    CANCELLED = "cancelled"


@noun(slots=True)
class Deadline:
    id: int
    conversation_id: int | None
    """None: of what belongs to none."""
    kind: str
    generation: int
    due_at: datetime
    state: DeadlineState = DeadlineState.ARMED
    fired_at: datetime | None = None


@record(frozen=True, slots=True)
class Off:
    """Whatever of this kind is still armed on the conversation shall not fire."""

    conversation_id: int
    kind: Kind


@record(frozen=True, slots=True)
class Paid:
    """The debt of a person is paid, or nobody is owed anything any more: none of its steps shall fire, and nobody
    else is asked."""

    conversation_id: int
    at: datetime
