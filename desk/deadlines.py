"""Deadlines: something happens at an exact time, once, unless it was cancelled before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.record import record


class Kind(StrEnum):
    REPLY = "reply"  # the buyer should have an answer by now (D1); generation = the round
    ALERT = "alert"  # a person is owed and nobody came: ring outside; generation = the handoff
    PROMISE_SOON = "promise_soon"  # the owner is reminded; generation = the promise and which of its times
    PROMISE_DUE = "promise_due"  # kept by now, or broken
    ESCALATED = "escalated"  # told outside at once; generation = the escalation
    ESCALATION_DUE = "escalation_due"  # done by now, or told again
    IDLE = "idle"  # nobody said anything for long: close; generation = when it is due, in ms


class DeadlineState(StrEnum):
    ARMED = "armed"
    FIRED = "fired"
    CANCELLED = "cancelled"


@dataclass(slots=True)
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
