"""What has a deadline of its own: promises are brought to mind and break, escalations are told and told again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from desk.alert import Cause
from desk.deadlines import Deadline, Kind
from desk.escalation import EscalationState
from desk.promise import Promise, PromiseState, generation, number_of
from desk.store import Book, agents, alerts, escalations, left_promises, promises

Fired = Callable[[Book, Deadline, datetime], None]


def _promise_soon(book: Book, deadline: Deadline, at: datetime) -> None:
    """Found only when its time is over, there is nothing to be reminded of: it breaks."""
    promise = _still_open(book, deadline)
    if promise is not None and at < promise.due_at:
        promise.remind(at, unattended=left_promises.is_unattended(book, promise.id, at))


def _promise_due(book: Book, deadline: Deadline, at: datetime) -> None:
    promise = _still_open(book, deadline)
    if promise is not None:
        promise.lapse(at)
        alerts.raise_alert(book, Cause.BROKEN, _name(book, promise.owner_id), at=at)


def _still_open(book: Book, deadline: Deadline) -> Promise | None:
    """Nobody kept it, withdrew it, passed it on, or put it off: then another deadline is armed."""
    promise = promises.by_id(book, number_of(deadline.generation))
    current = promise.state == PromiseState.OPEN and generation(promise) == deadline.generation
    return promise if current else None


def _escalated(book: Book, deadline: Deadline, at: datetime) -> None:
    found = escalations.by_id(book, deadline.generation)
    if found.state == EscalationState.OPEN:
        alerts.raise_alert(book, Cause.ESCALATED, _name(book, found.raised_by), found.kind, at=at)


def _escalation_due(book: Book, deadline: Deadline, at: datetime) -> None:
    found = escalations.by_id(book, deadline.generation)
    if found.state != EscalationState.DONE:
        found.overdue(at)
        alerts.raise_alert(book, Cause.OVERDUE, _name(book, found.raised_by), found.kind, at=at)


def _name(book: Book, agent_id: int) -> str:
    return agents.names(book).get(agent_id, "?")


FIRED: Mapping[Kind, Fired] = {
    Kind.PROMISE_SOON: _promise_soon,
    Kind.PROMISE_DUE: _promise_due,
    Kind.ESCALATED: _escalated,
    Kind.ESCALATION_DUE: _escalation_due,
}
