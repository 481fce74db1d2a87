"""How often one may try to sign in: per name and per address, with pauses that grow and never become a lock."""

from __future__ import annotations

from collections.abc import Mapping
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
    found = agents.by_name(book, name, to_count=True)
    heard = _try(book, {_of_name(name): FREE_OF_NAME, _of_peer(peer): FREE_OF_PEER}, at)
    return heard, found if heard and found is not None and found.active else None


def try_code(book: Book, peer: str, at: datetime) -> bool:
    """Codes cannot be guessed; this keeps one address from making us try."""
    return _try(book, {_of_peer(peer): FREE_OF_PEER}, at)


def _try(book: Book, keys: Mapping[str, int], at: datetime) -> bool:
    for key, free in keys.items():
        count, last = sessions.attempts(book, key, at - KEPT)
        if last is not None and at < last + pause(count, free):
            return False
    sessions.attempt(book, keys, at, KEPT)
    return True


def right(book: Book, name: str) -> None:
    sessions.forgive(book, _of_name(name))


def wrong(book: Book, agent: Agent | None, peer: str, at: datetime) -> None:
    book.happened(Signed(at=at, agent_id=agent.id if agent else None, what="refused", peer=peer))


def _of_name(name: str) -> str:
    return f"name:{agents.hash_of(agents.folded(name))}"


def _of_peer(peer: str) -> str:
    return f"peer:{household(peer)}"
