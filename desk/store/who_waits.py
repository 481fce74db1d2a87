"""Who waits for a person and who is there, out of the book: what routing decides from."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from sqlalchemy import Text, bindparam, cast, exists, func, literal, literal_column, or_, select, text

from desk.clock import from_ms
from desk.record import noun
from desk.routing import Colleague, Queue, Waiting, without_anybody
from desk.store import answers, offers, queues
from desk.store.book import Book
from desk.store.tables import conversation, handoff, offer

AT_ONCE = 500
"""Of more who wait, those who wait longest are looked at."""

_c, _past, _held = conversation.c, handoff.alias("past"), conversation.alias("held")
_newest = (
    select(func.max(handoff.c.id)).where(handoff.c.conversation_id == _c.id).correlate(conversation)
).scalar_subquery()
_last_agent = (
    select(_past.c.taken_by)
    .join(_held, _held.c.id == _past.c.conversation_id)
    .where(_held.c.buyer_id == _c.buyer_id, _past.c.taken_by.is_not(None))
    .order_by(_past.c.id.desc())
    .limit(1)
    .correlate(conversation)
).scalar_subquery()
_this = handoff.alias("this")
# Written out, not bound, for the index of open conversations.
_WAITS = (text("mode <> 'closed'"), _c.mode == literal_column("'waiting'"))
# Whose queue nobody serves now takes nobody's place; the numbers of those queues are bound as ",3,8,".
_SERVED = or_(
    _c.queue_id.is_(None),
    cast(bindparam("unserved"), Text).not_like(literal("%,") + cast(_c.queue_id, Text) + literal(",%")),
    _this.c.meant_for.in_(offers.AVAILABLE_IDS),
    _last_agent.in_(offers.AVAILABLE_IDS),
)
ANYBODY = select(_c.id).where(*_WAITS, _c.gone == 0).limit(1)
WAITING = (
    select(
        _c.id, _c.owed_since, _c.channel, _c.language, _c.reason, _this.c.topic, _c.queue_id, _c.handoffs,
        _last_agent, _this.c.meant_for, _this.c.given_by,
    )
    .select_from(conversation)
    .join(_this, _this.c.id == _newest)
    .where(*_WAITS, _c.gone == 0, _SERVED)
    .where(~exists().where(offer.c.conversation_id == _c.id, offer.c.state == "offered"))
    .order_by(_c.owed_since)
    .limit(AT_ONCE)
)  # fmt: skip


@noun(slots=True)
class Look:
    """Everything that decides who is asked for what, as it was in one moment."""

    waiting: list[Waiting]
    colleagues: list[Colleague] = field(default_factory=list)
    queues: list[Queue] = field(default_factory=list)

    def unsorted(self) -> list[Waiting]:
        return [one for one in self.waiting if one.queue_id is None] if self.queues else []


def look(book: Book, at: datetime) -> Look:
    if book.value(ANYBODY) is None:
        return Look([])
    colleagues, kept = offers.available(book), queues.all_queues(book)
    unserved = ",".join(map(str, without_anybody(kept, colleagues)))
    rows = book.rows(WAITING, {"unserved": f",{unserved},"})
    lately, last = answers.of_all(book, at)
    waiting = [
        Waiting(
            id, from_ms(since), channel, language, reason or "", topic, queue, n, had, meant, given,
            False, lately.get(id, {}), last.get(id),
        )
        for id, since, channel, language, reason, topic, queue, n, had, meant, given in rows
    ]  # fmt: skip
    return Look(waiting, colleagues, kept)
