"""Deadlines and leases out of the book."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, bindparam, literal, null, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from desk.clock import from_ms, to_ms
from desk.deadlines import LADDER, Deadline, Kind
from desk.store.book import MAPPED, Book
from desk.store.tables import conversation, deadline, lease, offer, outbox

_ARMED = select(*MAPPED[Deadline].columns).where(deadline.c.state == "armed")
DUE = (
    _ARMED.where(deadline.c.due_at <= bindparam("now")).order_by(deadline.c.due_at).limit(bindparam("count"))
)
NEXT = select(deadline.c.due_at).where(deadline.c.state == "armed").order_by(deadline.c.due_at).limit(1)
FIRE = (
    update(deadline)
    .where(deadline.c.id == bindparam("deadline"), deadline.c.state == "armed")
    .values(state="fired", fired_at=bindparam("now"))
)
PUT_OFF = (
    update(deadline)
    .where(deadline.c.id == bindparam("deadline"), deadline.c.state == "armed")
    .values(due_at=bindparam("until"))
)
ARM_AGAIN = (
    update(deadline)
    .where(deadline.c.id == bindparam("deadline"))
    .values(state="armed", fired_at=null(), due_at=bindparam("until"))
)
_STEPS = select(deadline.c.kind, deadline.c.due_at).where(
    deadline.c.conversation_id == bindparam("conversation"),
    deadline.c.kind.in_([literal(str(kind)) for kind in LADDER]),
)
CLIMBED = _STEPS.where(deadline.c.state == "fired", deadline.c.fired_at >= bindparam("since"))
ARMED_STEPS = _STEPS.where(deadline.c.state == "armed")
_SECONDS = (*LADDER, Kind.REPLY, Kind.OFFERED, Kind.QUEUE)
_BY = bindparam("by", type_=BigInteger)
_STILL_OWED = select(conversation.c.id).where(
    text("mode <> 'closed'"), conversation.c.owed_since.is_not(None)
)
_WAITS = (conversation.c.waiting_since, conversation.c.owed_since, conversation.c.held_at)
JUMPS = (
    update(deadline)
    .where(deadline.c.state == "armed", deadline.c.kind.in_([literal(str(kind)) for kind in _SECONDS]))
    .values(due_at=deadline.c.due_at + _BY),
    # What of a debt was done already is told by being later than its beginning, which moves.
    update(deadline)
    .where(deadline.c.state == "fired", deadline.c.kind.in_([literal(str(kind)) for kind in LADDER]))
    .where(deadline.c.conversation_id.in_(_STILL_OWED))
    .values(fired_at=deadline.c.fired_at + _BY),
    update(conversation)  # what is null stays so
    .where(text("mode <> 'closed'"))
    .where(or_(*(column.is_not(None) for column in _WAITS)))
    .values({column.name: column + _BY for column in _WAITS}),
    update(offer).where(offer.c.state == "offered").values(expires_at=offer.c.expires_at + _BY),
    # Who let it go rests for so many minutes.
    update(offer)
    .where(or_(offer.c.state == "declined", offer.c.state == "expired"))
    .where(offer.c.conversation_id.in_(_STILL_OWED))
    .values(ended_at=offer.c.ended_at + _BY),
    update(outbox)
    .where(outbox.c.state == "queued", outbox.c.not_before.is_not(None))
    .values(not_before=outbox.c.not_before + _BY),
)
_NEW_LEASE = insert_or_not(lease).values(
    name=bindparam("name"), holder=bindparam("holder"), until=bindparam("until")
)
LEASE = _NEW_LEASE.on_conflict_do_update(
    index_elements=["name"],
    set_={"holder": _NEW_LEASE.excluded.holder, "until": _NEW_LEASE.excluded.until},
    where=(lease.c.holder == _NEW_LEASE.excluded.holder) | (lease.c.until < bindparam("now")),
)
NOBODY = update(lease).values(until=0)
LET_GO = (
    update(lease).where(lease.c.name == bindparam("of"), lease.c.holder == bindparam("by")).values(until=0)
)


def due(book: Book, at: datetime, count: int) -> list[Deadline]:
    """Armed deadlines whose time has come, the longest due first."""
    return book.many(Deadline, DUE, {"now": to_ms(at), "count": count})


def climbed(book: Book, conversation_id: int, since: datetime) -> list[str]:
    """Which steps of the ladder were taken, or put off, since then."""
    return [row[0] for row in book.rows(CLIMBED, {"conversation": conversation_id, "since": to_ms(since)})]


def armed_steps(book: Book, conversation_id: int) -> list[tuple[str, int]]:
    """The kinds of steps that are armed, and when they are due in ms."""
    return [(kind, due_at) for kind, due_at in book.rows(ARMED_STEPS, {"conversation": conversation_id})]


def next_due(book: Book) -> datetime | None:
    ms = book.value(NEXT)
    return None if ms is None else from_ms(ms)


def fire(book: Book, id: int, at: datetime) -> bool:
    """Claims it: True for one caller only, ever."""
    return book.run(FIRE, {"deadline": id, "now": to_ms(at)}) == 1


def put_off(book: Book, id: int, until: datetime) -> None:
    """It stays armed, for then."""
    book.run(PUT_OFF, {"deadline": id, "until": to_ms(until)})


def arm_again(book: Book, id: int, until: datetime) -> None:
    """One that has just fired in this unit, and found that it is too early."""
    book.run(ARM_AGAIN, {"deadline": id, "until": to_ms(until)})


def jump(book: Book, by: timedelta) -> None:
    """The clock on the wall was moved: who waits has waited no longer and no shorter for it. What was begun in
    seconds (waits, steps, offers, the time to call an answer back) moves along; what is due at an hour of the day
    does not."""
    for statement in JUMPS:
        book.run(statement, {"by": by // timedelta(milliseconds=1)})


def hold(book: Book, name: str, holder: str, at: datetime, span: timedelta) -> bool:
    """Takes or renews a lease; False while somebody else holds it."""
    values = {"name": name, "holder": holder, "until": to_ms(at + span), "now": to_ms(at)}
    return book.run(LEASE, values) == 1


def forget_leases(book: Book) -> None:
    """At the start of the only server of a SQLite file: whoever held them is dead."""
    book.run(NOBODY)


def let_go(book: Book, name: str, holder: str) -> None:
    book.run(LET_GO, {"of": name, "by": holder})
