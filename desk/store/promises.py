"""Promises out of the book: one, a conversation's, a buyer's, those still owed, and how many were kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select, text

from desk.clock import to_ms
from desk.conversation import Conversation
from desk.promise import LONGEST_TEXT, Promise, PromiseState, PromiseTimes, reminded_at
from desk.promise_words import About
from desk.record import record
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import OWED, conversation, promise

PAGE = 100
RECENT = 5

_PROMISE = select(*MAPPED[Promise].columns)
OWED_TO = _PROMISE.where(promise.c.buyer_id == bindparam("buyer"), text(OWED)).order_by(
    promise.c.due_at, promise.c.id
)
LATEST_IN = (
    _PROMISE.where(promise.c.conversation_id == bindparam("conversation"), text(f"not ({OWED})"))
    .order_by(promise.c.id.desc())
    .limit(RECENT)
)
_BY_MESSAGE = (
    promise.c.conversation_id == bindparam("conversation"),
    promise.c.seq == bindparam("seq"),
)
COUNT_OF_MESSAGE = select(func.count()).where(*_BY_MESSAGE)
OF_MESSAGE = _PROMISE.where(*_BY_MESSAGE).order_by(promise.c.id)
OF_MESSAGE_LOCKED = OF_MESSAGE.with_for_update()


def listing(*which: Any) -> Select[Any]:
    """Of those owed, the soonest due first, with whom they are owed to: a page, and one more."""
    return (
        select(*MAPPED[Promise].columns, conversation.c.buyer_name)
        .select_from(promise.join(conversation, conversation.c.id == promise.c.conversation_id))
        .where(text(OWED), *which)
        .order_by(promise.c.due_at, promise.c.id)
        .limit(PAGE + 1)
    )


_MINE = promise.c.owner_id == bindparam("owner")
_DUE = (promise.c.due_at >= bindparam("since"), promise.c.due_at < bindparam("until"))
LISTED, LISTED_OF = listing(*_DUE), listing(_MINE, *_DUE)
COUNT_OF = select(func.count()).select_from(promise).where(text(OWED), _MINE)
# Of a broken one who owed it when its time was over; of a kept one who kept it.
SETTLED = (
    select(promise.c.by, promise.c.state, func.count())
    .where(promise.c.due_at >= bindparam("since"), promise.c.due_at < bindparam("until"))
    .where((promise.c.state == "kept") | (promise.c.state == "broken"))
    .group_by(promise.c.by, promise.c.state)
)
OWED_BY = select(promise.c.owner_id, func.count()).where(text(OWED)).group_by(promise.c.owner_id)


@record(frozen=True, slots=True)
class Listed:
    """A promise that is owed, and to whom."""

    promise: Promise
    buyer_name: str


def make(
    book: Book,
    held: Conversation,
    *,
    owner_id: int,
    about: About,
    words: str,
    due_at: datetime,
    at: datetime,
    times: PromiseTimes,
    seq: int | None = None,
) -> Promise:
    """Noted as a promise to the buyer of this conversation; `seq` is the message that made it."""
    made = Promise(
        id=0,
        conversation_id=held.id,
        buyer_id=held.buyer_id,
        seq=seq,
        owner_id=owner_id,
        about=about,
        text=words[:LONGEST_TEXT],
        due_at=due_at,
        remind_at=reminded_at(at, due_at, times),
        state=PromiseState.OPEN,
        made_at=at,
        made_by=owner_id,
    )
    book.add(made).begin(at)
    return made


def by_id(book: Book, id: int) -> Promise:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return by_number.held(book, Promise, id)


def owed_to(book: Book, buyer_id: int) -> list[Promise]:
    """What this buyer still waits for, from whatever conversation, the soonest due first."""
    return book.many(Promise, OWED_TO, {"buyer": buyer_id})


def settled_in(book: Book, conversation_id: int) -> list[Promise]:
    """The latest of the conversation that nobody waits for any more, newest first."""
    return book.many(Promise, LATEST_IN, {"conversation": conversation_id})


def made_by_message(book: Book, conversation_id: int, seq: int) -> bool:
    return bool(book.value(COUNT_OF_MESSAGE, {"conversation": conversation_id, "seq": seq}))


def of_message(book: Book, conversation_id: int, seq: int) -> list[Promise]:
    """What this message promised, whatever became of it."""
    statement = OF_MESSAGE_LOCKED if book.locks else OF_MESSAGE
    return book.many(Promise, statement, {"conversation": conversation_id, "seq": seq})


def listed(book: Book, since: datetime, until: datetime, owner_id: int | None) -> list[Listed]:
    """Those owed that are due in this time, the longest due first: one person's, or everybody's. One more than a page
    means that it goes on."""
    values = {"since": to_ms(since), "until": to_ms(until)}
    if owner_id is None:
        rows = book.rows(LISTED, values)
    else:
        rows = book.rows(LISTED_OF, {**values, "owner": owner_id})
    return of_rows(rows)


def of_rows(rows: Iterable[tuple[Any, ...]]) -> list[Listed]:
    """As a `listing` gives them."""
    mapped = MAPPED[Promise]
    return [Listed(mapped.noun(row[:-1]), row[-1]) for row in rows]


def count(book: Book, owner_id: int) -> int:
    """How many this person owes."""
    return int(book.value(COUNT_OF, {"owner": owner_id}))


def settled(book: Book, since: datetime, until: datetime) -> Mapping[int, tuple[int, int]]:
    """Of those due in this time: by person how many were kept, and how many not."""
    found: dict[int, tuple[int, int]] = {}
    for by, state, count in book.rows(SETTLED, {"since": to_ms(since), "until": to_ms(until)}):
        kept, broken = found.get(by, (0, 0))
        found[by] = (kept + count, broken) if state == PromiseState.KEPT else (kept, broken + count)
    return found


def owed_by(book: Book) -> Mapping[int, int]:
    """How many each person owes."""
    return {row[0]: row[1] for row in book.rows(OWED_BY)}
