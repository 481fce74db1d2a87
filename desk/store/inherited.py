"""What goes with a conversation to whoever has it next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, text

from desk.follow_up import SOON, FollowUp
from desk.handover import Came
from desk.promise import Promise, PromiseState, PromiseTimes, reminded_at
from desk.promise_words import About
from desk.store.tables import OWED, follow_up, promise

if TYPE_CHECKING:
    from desk.store.book import Book

OWED_IN = (
    select(*promise.c)
    .where(promise.c.conversation_id == bindparam("conversation"), text(OWED))
    .order_by(promise.c.id)
)
OWED_IN_LOCKED = OWED_IN.with_for_update()
ANSWERS_OURS = select(*follow_up.c).where(
    follow_up.c.answered_in == bindparam("conversation"), follow_up.c.promised.is_(None)
)


def inherit(book: Book, came: Came) -> None:
    """The promises of the conversation become theirs, each with a record of whose it was."""
    statement = OWED_IN_LOCKED if book.locks else OWED_IN
    for held in book.many(Promise, statement, {"conversation": came.conversation_id}):
        take_over(book, held, came.agent_id, came.at)
    for answered in book.many(FollowUp, ANSWERS_OURS, {"conversation": came.conversation_id}):
        promise_today(book, answered, came)


def take_over(book: Book, held: Promise, by: int, at: datetime) -> None:
    """What somebody else owed, this person owes from now on."""
    if (theirs := held.pass_on(by, by, at)) is not None:
        book.add(theirs).begin(at)


def promise_today(book: Book, answered: FollowUp, came: Came) -> None:
    """What a buyer asks in answer to a follow-up is answered the same day (F2): whoever takes it owes that."""
    if answered.answer_by is None:
        return
    at, due_at = came.at, max(answered.answer_by, came.at + SOON)
    made = Promise(
        id=0, conversation_id=came.conversation_id, buyer_id=answered.buyer_id, seq=None, owner_id=came.agent_id,
        about=About.ANSWER, text=answered.said, due_at=due_at, remind_at=reminded_at(at, due_at, PromiseTimes()),
        state=PromiseState.OPEN, made_at=at, made_by=came.agent_id,
    )  # fmt: skip
    book.add(made).begin(at)
    answered.promised = made.id
