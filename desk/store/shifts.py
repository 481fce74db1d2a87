"""Working hours of people, and the deadline at which each one's board opens by itself."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sqlalchemy import bindparam, update

from desk.agent import Agent
from desk.deadlines import Deadline, Kind
from desk.shift import Week, WorkingHours, week_read
from desk.store.book import Book
from desk.store.tables import deadline

OFF = (
    update(deadline)
    .where(deadline.c.conversation_id.is_(None), deadline.c.kind == str(Kind.SHIFT_END))
    .where(deadline.c.generation == bindparam("agent"), deadline.c.state == "armed")
    .values(state="cancelled")
)


def set_hours(book: Book, agent: Agent, week: Week, zone: tzinfo, at: datetime) -> None:
    """What was armed by the old ones shall not fire."""
    if week == agent.week:
        return
    agent.week = week
    book.run(OFF, {"agent": agent.id})
    arm(book, agent, zone, at)


def arm(book: Book, agent: Agent, zone: tzinfo, at: datetime) -> None:
    """For the next end of a shift after that instant; there is none where there are no hours."""
    opens_at = WorkingHours(zone, week_read(agent.week)).board_opens_after(at)
    if opens_at is not None:
        book.add(Deadline(0, None, Kind.SHIFT_END, agent.id, opens_at))
