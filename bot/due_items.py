"""What has a deadline of its own: promises are brought to mind and break, escalations are told and told again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.alerts import Alerts
from desk.deadlines import Deadline, Kind
from desk.escalation import EscalationState
from desk.promise import Promise, PromiseState, generation, number_of
from desk.store import Book, agents, escalations, promises


@dataclass(frozen=True, slots=True)
class PromiseBroken:
    """The supervisor must hear of it."""

    owner: str


@dataclass(frozen=True, slots=True)
class Escalated:
    """Somebody outside must hear of this escalation."""

    kind: str
    raised_by: str
    overdue: bool


Call = PromiseBroken | Escalated
Fired = Callable[[Book, Deadline, datetime], Call | None]


def _promise_soon(book: Book, deadline: Deadline, at: datetime) -> None:
    """Found only when its time is over, there is nothing to be reminded of: it breaks."""
    promise = _still_open(book, deadline)
    if promise is not None and at < promise.due_at:
        promise.remind(at)


def _promise_due(book: Book, deadline: Deadline, at: datetime) -> PromiseBroken | None:
    promise = _still_open(book, deadline)
    if promise is None:
        return None
    promise.lapse(at)
    return PromiseBroken(_name(book, promise.owner_id))


def _still_open(book: Book, deadline: Deadline) -> Promise | None:
    """Nobody kept it, withdrew it, passed it on, or put it off: then another deadline is armed."""
    promise = promises.by_id(book, number_of(deadline.generation))
    current = promise.state == PromiseState.OPEN and generation(promise) == deadline.generation
    return promise if current else None


def _escalated(book: Book, deadline: Deadline, at: datetime) -> Escalated | None:
    found = escalations.by_id(book, deadline.generation)
    if found.state != EscalationState.OPEN:
        return None
    return Escalated(str(found.kind), _name(book, found.raised_by), overdue=False)


def _escalation_due(book: Book, deadline: Deadline, at: datetime) -> Escalated | None:
    found = escalations.by_id(book, deadline.generation)
    if found.state == EscalationState.DONE:
        return None
    found.overdue(at)
    return Escalated(str(found.kind), _name(book, found.raised_by), overdue=True)


def _name(book: Book, agent_id: int) -> str:
    return agents.names(book).get(agent_id, "?")


FIRED: Mapping[Kind, Fired] = {
    Kind.PROMISE_SOON: _promise_soon,
    Kind.PROMISE_DUE: _promise_due,
    Kind.ESCALATED: _escalated,
    Kind.ESCALATION_DUE: _escalation_due,
}


async def tell(alerts: Alerts, calls: list[Call]) -> None:
    """After the commit. Promises that broke together are one ring, or a desk that was down would make a storm."""
    if owners := [call.owner for call in calls if isinstance(call, PromiseBroken)]:
        await alerts.promises_broken(owners)
    for call in calls:
        if isinstance(call, Escalated):
            await alerts.escalated(call.kind, call.raised_by, overdue=call.overdue)
