"""Texts that agents asked a supervisor about, and what became of each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, or_, select, update

from desk.allowance import Allowance, ask
from desk.clock import to_ms
from desk.message import Message
from desk.record import record
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import allowance, conversation

PAGE = 50

_ALL = select(*allowance.c)
_OF_CONVERSATION = allowance.c.conversation_id == bindparam("conversation")
# Written out, so that the planners see the index of what is open.
_IS_OPEN = allowance.c.state == literal_column("'open'")
OPEN_IN = select(allowance.c.id, allowance.c.text, allowance.c.agent_id).where(_OF_CONVERSATION, _IS_OPEN)
WITHDRAW = (
    update(allowance)
    .where(allowance.c.id == bindparam("its_id"))
    .values(state="withdrawn", version=allowance.c.version + literal_column("1"))
)
GRANTED = _ALL.where(
    _OF_CONVERSATION,
    allowance.c.agent_id == bindparam("agent"),
    allowance.c.state == literal_column("'granted'"),
).order_by(allowance.c.id.desc())
USED_AT = _ALL.where(
    _OF_CONVERSATION,
    allowance.c.agent_id == bindparam("agent"),
    allowance.c.state == literal_column("'used'"),
    allowance.c.used_at == bindparam("at"),
    allowance.c.text == bindparam("its_text"),
).order_by(allowance.c.id.desc())
USED_AT_LOCKED = USED_AT.with_for_update()
SHOWN = (
    _ALL.where(_OF_CONVERSATION, allowance.c.agent_id == bindparam("agent"))
    .where(
        or_(
            _IS_OPEN,
            allowance.c.state == literal_column("'granted'"),
            and_(allowance.c.state == literal_column("'refused'"), allowance.c.seen_at.is_(None)),
        )
    )
    .order_by(allowance.c.id.desc())
    .limit(1)
)
# Who no longer has the conversation can send nothing there: nobody need decide about it.
_STILL_HERS = and_(
    conversation.c.mode == literal_column("'human'"), conversation.c.agent_id == allowance.c.agent_id
)
# From what was asked to its conversation: in an expression, no planner goes the other way, through every conversation there was.
_JOINED = allowance.join(conversation, conversation.c.id == allowance.c.conversation_id + literal_column("0"))
COUNT = select(func.count()).select_from(_JOINED).where(_IS_OPEN, _STILL_HERS)
_LISTED = select(*allowance.c, conversation.c.buyer_name, conversation.c.channel).select_from(_JOINED)
# Those that are open, sorted; by the number alone every one that ever was would be looked at.
WAITING = _LISTED.where(_IS_OPEN, _STILL_HERS).order_by(allowance.c.id + literal_column("0")).limit(PAGE)
DECIDED = (
    _LISTED.where(allowance.c.decided_at.is_not(None))
    .where(allowance.c.id < bindparam("before"))
    .order_by(allowance.c.id.desc())
    .limit(PAGE + 1)
)


@record(frozen=True, slots=True)
class Listed:
    held: Allowance
    buyer_name: str
    channel: str


def by_id(book: Book, id: int) -> Allowance:
    """Raises NotFound. In a unit that writes, it is this unit's alone from here on."""
    return by_number.held(book, Allowance, id)


def request(
    book: Book, text: str, conversation_id: int, agent_id: int, rules: Collection[str], at: datetime
) -> Allowance:
    """The same text asked about twice is asked about once; another text takes the place of one that still waits."""
    open_one = book.row(OPEN_IN, {"conversation": conversation_id})
    if open_one is not None:
        if open_one[1:] == (text, agent_id):
            return by_id(book, open_one[0])
        # At once, not at the end of the unit: only one of a conversation can be open.
        book.run(WITHDRAW, {"its_id": open_one[0]})
    new = book.add(ask(text, conversation_id, agent_id, rules, at))
    new.asked()
    return new


def granted(book: Book, conversation_id: int, agent_id: int, text: str) -> Allowance | None:
    """What lets this text go out, if anything does."""
    found = book.many(Allowance, GRANTED, {"conversation": conversation_id, "agent": agent_id})
    return next((one for one in found if one.text == text), None)


def used_by(book: Book, said: Message) -> Allowance | None:
    """What let this message go out, if anything did."""
    values = {
        "conversation": said.conversation_id,
        "agent": said.author_id,
        "at": to_ms(said.at),
        "its_text": said.text,
    }
    found = book.many(Allowance, USED_AT_LOCKED if book.locks else USED_AT, values)
    return found[0] if found else None


def shown(book: Book, conversation_id: int, agent_id: int) -> Allowance | None:
    """What stands at this agent's answer box: still open, allowed and not yet sent, or refused and not put away."""
    return book.one(Allowance, SHOWN, {"conversation": conversation_id, "agent": agent_id})


def count(book: Book) -> int:
    """How many wait for a supervisor."""
    return int(book.value(COUNT))


def waiting(book: Book) -> list[Listed]:
    """The longest wait first."""
    return _listed(book.rows(WAITING))


def decided(book: Book, before: int) -> list[Listed]:
    """The latest first; one more than a page where there are more."""
    return _listed(book.rows(DECIDED, {"before": before}))


def _listed(rows: list[tuple[Any, ...]]) -> list[Listed]:
    return [Listed(MAPPED[Allowance].noun(row[:-2]), row[-2], row[-1]) for row in rows]
