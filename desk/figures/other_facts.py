"""Facts besides sessions and rounds: rows that the desk keeps anyway, as far as figures look at them."""

from __future__ import annotations

from datetime import datetime

from desk.record import record


@record(frozen=True, slots=True)
class Handoff:
    """A person was called, or a colleague."""

    conversation_id: int
    channel: str
    account: str
    language: str
    topic: str
    reason: str
    at: datetime


@record(frozen=True, slots=True)
class NotUnderstood:
    conversation_id: int
    channel: str
    account: str
    language: str
    at: datetime


@record(frozen=True, slots=True)
class Stopped:
    """A text that the guard did not let go."""

    conversation_id: int
    channel: str
    account: str
    language: str
    agent_id: int | None
    reason: str
    """The family of what it said."""
    at: datetime


@record(frozen=True, slots=True)
class Pledge:
    """A promise, by when it was due."""

    conversation_id: int
    channel: str
    account: str
    language: str
    agent_id: int | None
    due_at: datetime
    kept_at: datetime | None
    called_off: bool

    @property
    def at(self) -> datetime:
        return self.due_at


@record(frozen=True, slots=True)
class Case:
    """An after-sales case, by when it was sent in."""

    ticket_id: int
    conversation_id: int
    channel: str
    account: str
    language: str
    agent_id: int | None
    kind: str
    state: str
    reason: str
    """The number of the managed reason; empty where none was chosen."""
    submitted_at: datetime
    reviewed_at: datetime | None
    """When the service first decided; what it decides again belongs to the handling."""
    closed_at: datetime | None
    in_hand: tuple[tuple[datetime, datetime | None], ...] = ()
    """When it lay with the shop after that: from, until; of a case without a review, since it was sent in."""
    needs_review: bool = True
    """Before shipment there is nothing to look at (C4): the case goes to finance at once."""

    @property
    def at(self) -> datetime:
        return self.submitted_at


@record(frozen=True, slots=True)
class PaidBack:
    """A refund that was carried out."""

    ticket_id: int
    conversation_id: int
    channel: str
    account: str
    kind: str
    reason: str
    minor: int
    currency: str
    at: datetime


@record(frozen=True, slots=True)
class Score:
    """A buyer was asked how it was."""

    conversation_id: int
    channel: str
    account: str
    language: str
    agent_id: int | None
    value: int | None
    at: datetime


@record(frozen=True, slots=True)
class FollowUp:
    conversation_id: int
    channel: str
    account: str
    kind: str
    at: datetime
