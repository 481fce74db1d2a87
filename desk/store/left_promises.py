"""Promises that nobody is there to keep: their owner is gone, or they were offered anew and nobody has taken them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, not_, or_, select, text

from desk.clock import to_ms
from desk.store.book import Book
from desk.store.promises import Listed, listing, of_rows
from desk.store.tables import OWED, agent, open_matter, post, promise


def _decided(state: str) -> ColumnElement[bool]:
    """On a board of who owes it still."""
    of_it = and_(open_matter.c.kind == "promise", open_matter.c.of == promise.c.id)
    return exists().where(open_matter.c.leaver_id == promise.c.owner_id, open_matter.c.state == state, of_it)


_works_no_more = exists().where(agent.c.id == promise.c.owner_id, agent.c.active == 0)
_of_owner = post.c.agent_id == promise.c.owner_id
# Who went offline has decided about each on their board; who supervises works so.
_vanished = exists().where(_of_owner, post.c.state == "away", post.c.because == "vanished")
_silent = exists().where(_of_owner, post.c.here_until <= bindparam("now"))
_LEFT = or_(_works_no_more, _decided("reoffered"), and_(_vanished, not_(_decided("parked"))))
_OTHERS = promise.c.owner_id != bindparam("owner")
LISTED, LISTED_OF = listing(_LEFT), listing(_LEFT, promise.c.owner_id == bindparam("owner"))
UNATTENDED = select(promise.c.id).where(promise.c.id == bindparam("id"), text(OWED), or_(_LEFT, _silent))
COUNT = (
    select(func.count())
    .select_from(promise)
    .where(text(OWED), _OTHERS, or_(promise.c.state == "broken", _LEFT))
)


def listed(book: Book, owner_id: int | None) -> list[Listed]:
    """The soonest due first: of one person, or of everybody. One more than a page means that it goes on."""
    return of_rows(book.rows(LISTED) if owner_id is None else book.rows(LISTED_OF, {"owner": owner_id}))


def is_unattended(book: Book, id: int, at: datetime) -> bool:
    """Whether a reminder would reach nobody: it is left, or no browser of its owner's gives a sign, as of what is
    parked."""
    return book.value(UNATTENDED, {"id": id, "now": to_ms(at)}) is not None


def count_of_others(book: Book, me: int) -> int:
    """How many others owe that are broken, or left with nobody: a supervisor's concern."""
    return int(book.value(COUNT, {"owner": me}))
