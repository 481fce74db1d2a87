"""What goes with a conversation to whoever has it next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, text

from desk.handover import Came
from desk.promise import Promise
from desk.store.tables import OWED, promise

if TYPE_CHECKING:
    from desk.store.book import Book

OWED_IN = (
    select(*promise.c)
    .where(promise.c.conversation_id == bindparam("conversation"), text(OWED))
    .order_by(promise.c.id)
)
OWED_IN_LOCKED = OWED_IN.with_for_update()


def inherit(book: Book, came: Came) -> None:
    """The promises of the conversation become theirs, each with a record of whose it was."""
    statement = OWED_IN_LOCKED if book.locks else OWED_IN
    for held in book.many(Promise, statement, {"conversation": came.conversation_id}):
        take_over(book, held, came.agent_id, came.at)


def take_over(book: Book, held: Promise, by: int, at: datetime) -> None:
    """What somebody else owed, this person owes from now on."""
    if (theirs := held.pass_on(by, by, at)) is not None:
        book.add(theirs).begin(at)
