"""What has a deadline of its own: promises are brought to mind and break,
escalations are told and told again, after-sales cases go on or are raised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from desk.alert import Cause
from desk.deadlines import Deadline, Kind
from desk.escalation import EscalationState
from desk.promise import Promise, PromiseState, generation, number_of
from desk.store import Book, agents, alerts, escalations, left_promises, promises, tickets
from desk.ticket.dues import DUES
from desk.ticket.facts import THE_DESK
from desk.ticket.policy import Policy
from desk.ticket.ticket import Ticket
from desk.ticket.ticket import generation as ticket_generation
from desk.ticket.ticket import number_of as ticket_of

Fired = Callable[[Book, Deadline, datetime, Policy], None]


def _promise_soon(book: Book, deadline: Deadline, at: datetime, policy: Policy) -> None:
    """Found only when its time is over, there is nothing to be reminded of: it breaks."""
    promise = _still_open(book, deadline)
    if promise is not None and at < promise.due_at:
        promise.remind(at, unattended=left_promises.is_unattended(book, promise.id, at))


def _promise_due(book: Book, deadline: Deadline, at: datetime, policy: Policy) -> None:
    promise = _still_open(book, deadline)
    if promise is not None:
        promise.lapse(at)
        alerts.raise_alert(book, Cause.BROKEN, _name(book, promise.owner_id), at=at)


def _still_open(book: Book, deadline: Deadline) -> Promise | None:
    """Nobody kept it, withdrew it, passed it on, or put it off: then another deadline is armed."""
    promise = promises.by_id(book, number_of(deadline.generation))
    current = promise.state == PromiseState.OPEN and generation(promise) == deadline.generation
    return promise if current else None


def _escalated(book: Book, deadline: Deadline, at: datetime, policy: Policy) -> None:
    found = escalations.by_id(book, deadline.generation)
    if found.state == EscalationState.OPEN:
        alerts.raise_alert(book, Cause.ESCALATED, _name(book, found.raised_by), found.kind, at=at)


def _escalation_due(book: Book, deadline: Deadline, at: datetime, policy: Policy) -> None:
    found = escalations.by_id(book, deadline.generation)
    if found.state != EscalationState.DONE:
        found.overdue(at)
        alerts.raise_alert(book, Cause.OVERDUE, _name(book, found.raised_by), found.kind, at=at)


def _ticket_soon(book: Book, deadline: Deadline, at: datetime, policy: Policy) -> None:
    """The buyer is reminded, by the card's worker and so within the shop's hours. Too late, there is nothing to remind of."""
    ticket = _still_due(book, deadline)
    if ticket is not None and ticket.due_at is not None and at < ticket.due_at:
        ticket.remind(at, THE_DESK)


def _ticket_due(book: Book, deadline: Deadline, at: datetime, policy: Policy) -> None:
    """The desk makes the move that the table names; where it names none, a supervisor hears of it (C8)."""
    ticket = _still_due(book, deadline)
    if ticket is None:
        return
    then = DUES[ticket.state].then
    if then:
        ticket.do(then, THE_DESK, at, policy)
    else:
        ticket.raise_(at, THE_DESK)
        alerts.raise_alert(
            book, Cause.TICKET, str(ticket.id), ticket.state, at=at, conversation_id=ticket.conversation_id
        )


def _still_due(book: Book, deadline: Deadline) -> Ticket | None:
    """It has not moved on: each move arms another time."""
    ticket = tickets.by_id(book, ticket_of(deadline.generation))
    return ticket if not ticket.over and ticket_generation(ticket) == deadline.generation else None


def _name(book: Book, agent_id: int) -> str:
    return agents.names(book).get(agent_id, "?")


FIRED: Mapping[Kind, Fired] = {
    Kind.PROMISE_SOON: _promise_soon,
    Kind.PROMISE_DUE: _promise_due,
    Kind.ESCALATED: _escalated,
    Kind.ESCALATION_DUE: _escalation_due,
    Kind.TICKET_SOON: _ticket_soon,
    Kind.TICKET_DUE: _ticket_due,
}
