"""Who of the shop is at the desk, out of the book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from desk.agent import Agent
from desk.clock import from_ms, to_ms
from desk.presence import GRACE, Post, Presence
from desk.record import record
from desk.store.book import MAPPED, Book
from desk.store.tables import agent, post

_POST = select(*MAPPED[Post].columns)
OF_AGENT = _POST.where(post.c.agent_id == bindparam("agent"))
OF_AGENT_LOCKED = OF_AGENT.with_for_update()
_SILENT = (post.c.state == "available") | (post.c.state == "busy")
SILENT = _POST.where(_SILENT, post.c.here_until <= bindparam("now"))
NEXT_SILENT = select(func.min(post.c.here_until)).where(_SILENT)
STAFF = select(*MAPPED[Agent].columns).where(agent.c.active == 1).order_by(agent.c.display_name)
AVAILABLE_COUNT = (
    select(func.count())
    .select_from(post)
    .join(agent, agent.c.id == post.c.agent_id)
    .where(post.c.state == "available", agent.c.active == 1)
)
SEEN = select(post.c.state, post.c.because, post.c.since).where(post.c.agent_id == bindparam("agent"))
POSTS = select(post.c.agent_id, post.c.state, post.c.because, post.c.since)


@record(frozen=True, slots=True)
class Seen:
    """What colleagues see of somebody's place."""

    state: Presence
    because: str
    since: datetime | None


NEVER_CAME = Seen(Presence.OFFLINE, "", None)


def of(book: Book, agent_id: int, at: datetime) -> Post:
    """Locked for this unit where the store locks rows; made where there was none."""
    found = book.one(Post, OF_AGENT_LOCKED if book.locks else OF_AGENT, {"agent": agent_id})
    if found is not None:
        return found
    return book.add(Post(0, agent_id, Presence.OFFLINE, "", at, at + GRACE))


def arrives(book: Book, agent_id: int, at: datetime, span: timedelta) -> None:
    """A browser of theirs listens from now on, and will give another sign within the span."""
    of(book, agent_id, at).come_back(at, span)


def seen(book: Book, agent_id: int, at: datetime, span: timedelta = GRACE) -> None:
    of(book, agent_id, at).seen(at, span)


def vanished(book: Book, at: datetime) -> int:
    """Whose grace is over counts as away. How many they are."""
    return sum(one.vanish(at) for one in book.many(Post, SILENT, {"now": to_ms(at)}))


def next_silent(book: Book) -> datetime | None:
    """When the next grace is over, if nobody gives a sign before."""
    ms = book.value(NEXT_SILENT)
    return None if ms is None else from_ms(ms)


def seen_of(book: Book, agent_id: int) -> Seen:
    row = book.row(SEEN, {"agent": agent_id})
    return NEVER_CAME if row is None else Seen(Presence(row[0]), row[1], from_ms(row[2]))


def available_count(book: Book) -> int:
    return int(book.value(AVAILABLE_COUNT))


def all_seen(book: Book) -> Mapping[int, Seen]:
    """Of everybody who ever came."""
    return {row[0]: Seen(Presence(row[1]), row[2], from_ms(row[3])) for row in book.rows(POSTS)}


def staff(book: Book) -> list[Agent]:
    """Everybody who works here, by name."""
    return book.many(Agent, STAFF)
