"""What hangs on the supervisor's wall, out of one picture of the store: a few statements, however many wait.

Who is owed is read through the index of open conversations; nothing here grows with history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, literal_column, or_, select, text

from desk.agent import Agent
from desk.clock import from_ms
from desk.conversation import Mode
from desk.record import record
from desk.store import agents, escalations, losses, offers, posts, queues
from desk.store.book import Book
from desk.store.posts import Seen
from desk.store.tables import conversation, deadline, escalation

c, d = conversation.c, deadline.c
ALARMED = exists().where(
    d.conversation_id == c.id, d.kind == literal_column("'alarm'"), d.state == literal_column("'fired'"),
    d.fired_at >= c.owed_since,
)  # fmt: skip
OWED = (
    select(
        c.id,
        c.buyer_name,
        c.channel,
        c.mode,
        c.agent_id,
        c.owed_since,
        c.reason,
        c.topic,
        c.queue_id,
        ALARMED,
    )
    .where(text("mode <> 'closed'"), c.owed_since.is_not(None))
    .where(or_(c.mode == literal_column("'waiting'"), c.mode == literal_column("'human'")))
    .order_by(c.owed_since, c.id)
)
UNTAKEN = (
    select(escalation.c.id, escalation.c.kind, escalation.c.raised_at, escalation.c.due_at)
    .where(escalations.NOT_DONE, escalation.c.state == literal_column("'open'"))
    .order_by(escalation.c.due_at, escalation.c.id)
    .limit(bindparam("count"))
)
UNTAKEN_COUNT = (
    select(func.count()).select_from(escalation).where(escalations.NOT_DONE, escalation.c.state == "open")
)


@record(frozen=True, slots=True)
class Owed:
    """A buyer who is owed a person."""

    id: int
    buyer_name: str
    channel: str
    mode: Mode
    agent_id: int | None
    since: datetime
    reason: str
    topic: str
    queue_id: int | None
    alarmed: bool
    """The limit's step has fired for this very debt."""


@record(frozen=True, slots=True)
class Untaken:
    """An escalation that nobody has taken yet."""

    id: int
    matter: str
    raised_at: datetime
    due_at: datetime


@record(frozen=True, slots=True)
class Look:
    """The desk in one moment."""

    owed: list[Owed]
    """The longest debt first."""
    staff: list[Agent]
    names: Mapping[int, str]
    """Also of whoever works here no more."""
    seen: Mapping[int, Seen]
    loads: Mapping[int, int]
    queues: Mapping[int, str]
    """Those in use, in their order."""
    untaken: list[Untaken]
    untaken_count: int
    unsure: int
    dead: int


def look(book: Book, most: int) -> Look:
    """With so many escalations at most; the others are counted."""
    untaken = [
        Untaken(id, kind, from_ms(raised), from_ms(due))
        for id, kind, raised, due in book.rows(UNTAKEN, {"count": most})
    ]
    unsure, dead = losses.counts(book)
    return Look(
        [_owed(row) for row in book.rows(OWED)],
        posts.staff(book),
        agents.names(book),
        posts.all_seen(book),
        offers.load(book),
        {one.id: one.name for one in queues.all_queues(book) if one.active},
        untaken,
        int(book.value(UNTAKEN_COUNT)),
        unsure,
        dead,
    )


def _owed(row: tuple[Any, ...]) -> Owed:
    id, buyer, channel, mode, agent_id, since, reason, topic, queue_id, alarmed = row
    return Owed(
        id, buyer, channel, Mode(mode), agent_id, from_ms(since), reason or "", topic, queue_id, bool(alarmed)
    )
