"""How often one may try to sign in: per name and per address, with pauses that grow and never become a lock."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.agent import Agent
from desk.events import Signed
from desk.peer import household
from desk.store import Book, agents, sessions

KEPT = timedelta(minutes=15)
"""Attempts are counted over this time; it is also the longest pause."""
FREE_OF_NAME, FREE_OF_PEER = 5, 20


def pause(count: int, free: int) -> timedelta:
    """How long after the last of so many wrong attempts the next one is listened to."""
    return min(timedelta(seconds=2.0 ** min(count - free, 10)), KEPT) if count >= free else timedelta()


def try_name(book: Book, name: str, peer: str, at: datetime) -> tuple[bool, Agent | None]:
    """Whether the attempt is listened to, and who it would be. It counts as wrong until `right` forgives it."""
    keys = _keys(name, peer)
    for key, free in zip(keys, (FREE_OF_NAME, FREE_OF_PEER), strict=True):
        count, last = sessions.attempts(book, key, at - KEPT)
        if last is not None and at < last + pause(count, free):
            return False, None
    sessions.attempt(book, keys, at, KEPT)
    found = agents.by_name(book, name)
    return True, found if found is not None and found.active else None


def right(book: Book, name: str) -> None:
    sessions.forgive(book, _keys(name, "")[0])


def wrong(book: Book, agent: Agent | None, peer: str, at: datetime) -> None:
    book.happened(Signed(at=at, agent_id=agent.id if agent else None, what="refused", peer=peer))


def _keys(name: str, peer: str) -> tuple[str, str]:
    return f"name:{agents.hash_of(agents.folded(name))}", f"peer:{household(peer)}"
