"""What somebody has begun to write in a conversation: kept until it is sent, and found by whoever has it next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from desk.clock import from_ms, to_ms
from desk.record import record
from desk.store.book import Book
from desk.store.tables import agent, draft

_NEW = insert_or_not(draft).values(
    {name: bindparam(name) for name in ("conversation_id", "agent_id", "text", "note", "at")}
)
KEEP = _NEW.on_conflict_do_update(
    index_elements=["conversation_id", "agent_id"],
    set_={name: _NEW.excluded[name] for name in ("text", "note", "at")},
)
_OF = draft.c.conversation_id == bindparam("conversation")
FORGET = delete(draft).where(_OF, draft.c.agent_id == bindparam("agent"))
# What was meant for the buyer is answered with whoever answers them.
ANSWERED = delete(draft).where(_OF, or_(draft.c.agent_id == bindparam("agent"), draft.c.note == 0))
ALL = (
    select(draft.c.id, draft.c.agent_id, agent.c.display_name, draft.c.text, draft.c.note, draft.c.at)
    .join(agent, agent.c.id == draft.c.agent_id)
    .where(_OF)
    .order_by(draft.c.at.desc())
)


@record(frozen=True, slots=True)
class Draft:
    id: int
    agent_id: int
    author: str
    text: str
    note: bool
    at: datetime


def keep(book: Book, conversation_id: int, agent_id: int, text: str, at: datetime, *, note: bool) -> None:
    """An empty one is none."""
    if not text.strip():
        forget(book, conversation_id, agent_id)
        return
    values = {"conversation_id": conversation_id, "agent_id": agent_id, "text": text, "note": int(note)}
    book.run(KEEP, {**values, "at": to_ms(at)})


def forget(book: Book, conversation_id: int, agent_id: int) -> None:
    book.run(FORGET, {"conversation": conversation_id, "agent": agent_id})


def answered(book: Book, conversation_id: int, agent_id: int) -> None:
    """This person has answered the buyer: what anybody else had begun is of yesterday."""
    book.run(ANSWERED, {"conversation": conversation_id, "agent": agent_id})


def of(book: Book, conversation_id: int) -> list[Draft]:
    """The newest first."""
    rows = book.rows(ALL, {"conversation": conversation_id})
    return [Draft(id, who, name, text, bool(note), from_ms(at)) for id, who, name, text, note, at in rows]
