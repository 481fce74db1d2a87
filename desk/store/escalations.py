"""Escalations out of the book: one, the list by filters, how many wait."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func, select, text

from desk.agent import Agent, Role
from desk.escalation import LONGEST_TEXT, Escalation, Matter
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import agent, escalation

PAGE = 50
Show = Literal["open", "taken", "done"]
NOT_DONE = text("state <> 'done'")

_ESCALATION = select(*MAPPED[Escalation].columns)
OF_CONVERSATION = _ESCALATION.where(escalation.c.conversation_id == bindparam("conversation")).order_by(
    escalation.c.id.desc()
)
OF_PERSON = (
    _ESCALATION.where(escalation.c.raised_by == bindparam("person"), escalation.c.id < bindparam("before"))
    .order_by(escalation.c.id.desc())
    .limit(PAGE + 1)
)
_AGENTS = select(*MAPPED[Agent].columns).where(
    agent.c.active == 1, agent.c.roles.like(f'%"{Role.SUPERVISOR}"%')
)
SUPERVISORS = _AGENTS.order_by(agent.c.display_name, agent.c.id)


def _open(state: str, kind: bool, owner: bool) -> Select[Any]:
    statement = _ESCALATION.where(NOT_DONE, escalation.c.state == text(f"'{state}'")).order_by(
        escalation.c.due_at, escalation.c.id
    )
    return _filtered(statement, kind, owner).limit(PAGE + 1)


def _done(kind: bool, owner: bool) -> Select[Any]:
    statement = _ESCALATION.where(escalation.c.state == text("'done'"), escalation.c.id < bindparam("before"))
    return _filtered(statement, kind, owner).order_by(escalation.c.id.desc()).limit(PAGE + 1)


def _filtered(statement: Select[Any], kind: bool, owner: bool) -> Select[Any]:
    if kind:
        statement = statement.where(escalation.c.kind == bindparam("of_kind"))
    if owner:
        statement = statement.where(escalation.c.owner_id == bindparam("owner"))
    return statement


EACH = [(kind, owner) for kind in (False, True) for owner in (False, True)]
LIST: dict[tuple[Show, bool, bool], Select[Any]] = {
    **{("open", *which): _open("open", *which) for which in EACH},
    **{("taken", *which): _open("taken", *which) for which in EACH},
    **{("done", *which): _done(*which) for which in EACH},
}
WAITING = select(func.count()).select_from(escalation).where(NOT_DONE)
WAITING_OF = WAITING.where(escalation.c.raised_by == bindparam("person"))


def escalate(
    book: Book,
    kind: Matter,
    words: str,
    *,
    raised_by: int,
    at: datetime,
    due_at: datetime,
    owner_id: int | None = None,
    conversation_id: int | None = None,
) -> Escalation:
    """Something is put before a supervisor."""
    made = Escalation(0, kind, words[:LONGEST_TEXT], conversation_id, raised_by, at, owner_id, due_at)
    book.add(made).begin()
    return made


def by_id(book: Book, id: int) -> Escalation:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return by_number.held(book, Escalation, id)


def listed(
    book: Book, show: Show, *, kind: Matter | None = None, owner_id: int | None = None, before: int
) -> list[Escalation]:
    """The open ones by their deadline, the done ones from the newest, below the number `before`. One more than a page
    means that it goes on."""
    values: dict[str, Any] = {"before": before} if show == "done" else {}
    values |= ({"of_kind": str(kind)} if kind else {}) | ({"owner": owner_id} if owner_id is not None else {})
    return book.many(Escalation, LIST[show, kind is not None, owner_id is not None], values)


def raised_by(book: Book, agent_id: int, before: int) -> list[Escalation]:
    """One person's, newest first."""
    return book.many(Escalation, OF_PERSON, {"person": agent_id, "before": before})


def of_conversation(book: Book, conversation_id: int) -> list[Escalation]:
    return book.many(Escalation, OF_CONVERSATION, {"conversation": conversation_id})


def waiting(book: Book) -> int:
    """How many are not done."""
    return int(book.value(WAITING))


def waiting_of(book: Book, agent_id: int) -> int:
    """Of those that this person raised."""
    return int(book.value(WAITING_OF, {"person": agent_id}))


def supervisors(book: Book) -> list[Agent]:
    """Whom something can be raised to, by name."""
    return book.many(Agent, SUPERVISORS)
