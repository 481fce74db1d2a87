"""The shop's people out of the book, and the one-time codes with which they first come in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from desk.agent import Agent, Role
from desk.clock import to_ms
from desk.errors import DeskError
from desk.store.book import MAPPED, Book
from desk.store.tables import agent, sign_in_link

CODE_LIVES = timedelta(hours=24)

_AGENT = select(*MAPPED[Agent].columns)
BY_ID = _AGENT.where(agent.c.id == bindparam("id"))
BY_NAME = _AGENT.where(agent.c.name == bindparam("name"))
BY_NAME_LOCKED = BY_NAME.with_for_update()
NAMES = select(agent.c.id, agent.c.display_name)
CODE = select(sign_in_link.c.agent_id).where(
    sign_in_link.c.token_hash == bindparam("hash"),
    sign_in_link.c.used_at.is_(None),
    sign_in_link.c.expires_at > bindparam("now"),
)
USE_CODE = (
    update(sign_in_link)
    .where(sign_in_link.c.token_hash == bindparam("hash"), sign_in_link.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)


class NameTaken(DeskError):
    """Somebody of this name is here already."""


def hash_of(secret: str) -> str:
    """What is kept of a token or a code: a reader of the store cannot sign in with it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def add_user(book: Book, name: str, roles: Iterable[Role], at: datetime, *, language: str = "en") -> Agent:
    """A new person without a password; `one_time_code` lets them in. Raises NameTaken."""
    if by_name(book, name) is not None:
        raise NameTaken()
    shown = " ".join(name.split())
    return book.add(
        Agent(0, folded(name), shown, None, [str(role) for role in roles], language, "auto", True, at)
    )


def one_time_code(book: Book, agent_id: int, at: datetime, lives: timedelta = CODE_LIVES) -> str:
    """A code that signs this person in once, for `https://…/welcome#CODE` or to be typed there."""
    code = secrets.token_urlsafe(24)
    values = {"token_hash": hash_of(code), "agent_id": agent_id, "expires_at": to_ms(at + lives)}
    book.insert(sign_in_link, values)
    return code


def welcome(book: Book, name: str, roles: Iterable[Role], at: datetime, language: str) -> str:
    """A one-time code for a new colleague, or for one who is there already (their roles stay)."""
    found = by_name(book, name)
    person = found or add_user(book, name, roles, at, language=language)
    return one_time_code(book, person.id, at)


def use_code(book: Book, code: str, at: datetime) -> Agent | None:
    """Whose code it was; it is used up. None for what is wrong, used, expired, or of somebody who left."""
    values = {"hash": hash_of(code), "now": to_ms(at)}
    number = book.value(CODE, values)
    if number is None or book.run(USE_CODE, values) != 1:
        return None
    found = by_id(book, number)
    return found if found is not None and found.active else None


def by_id(book: Book, id: int) -> Agent | None:
    return book.one(Agent, BY_ID, {"id": id})


def by_name(book: Book, name: str, *, to_count: bool = False) -> Agent | None:
    """Compared without case and without extra spaces. `to_count`: attempts on one name come one after another."""
    return book.one(Agent, BY_NAME_LOCKED if to_count and book.locks else BY_NAME, {"name": folded(name)})


def names(book: Book) -> Mapping[int, str]:
    """What buyers and colleagues see of everybody who ever worked here."""
    return {row[0]: row[1] for row in book.rows(NAMES)}
