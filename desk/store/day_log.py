"""What happened on one day to the debts of buyers, out of the log of events: read once, and then only what is new.

The log has no index by time, but its numbers ascend with it, so the day's first one is found by halving. What was open
at midnight is gone through from its own beginning, or nobody knew what was owed then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Integer, bindparam, func, literal_column, or_, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression

from desk.clock import from_ms, to_ms
from desk.debt import Fact
from desk.record import record
from desk.store import log
from desk.store.ascending import Ascending
from desk.store.book import Book
from desk.store.log import Place
from desk.store.tables import conversation, event, message, outbox

AT_ONCE = 2000
"""Facts of one read: on a busy day the first look is several."""


class SeqOf(expression.FunctionElement[int]):
    """The number of the message that an event is about."""

    type = Integer()
    inherit_cache = True


@compiles(SeqOf, "postgresql")
def _on_postgresql(element: SeqOf, compiler: Any, **kw: Any) -> str:
    return f"(({compiler.process(element.clauses, **kw)})::json ->> 'seq')::int"


@compiles(SeqOf)
def _elsewhere(element: SeqOf, compiler: Any, **kw: Any) -> str:
    return f"json_extract({compiler.process(element.clauses, **kw)}, '$.seq')"


class First(expression.FunctionElement[int]):
    """What comes before the number in the log's order. On SQLite that is the same everywhere, and by the number alone
    the rows come in order: otherwise all that is left of the day is sorted for each piece of it."""

    type = Integer()
    inherit_cache = True


@compiles(First, "postgresql")
def _first_on_postgresql(element: First, compiler: Any, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)  # type: ignore[no-any-return]


@compiles(First)
def _first_elsewhere(element: First, compiler: Any, **kw: Any) -> str:
    return "event.number"


e, c, m, o = event.c, conversation.c, message.c, outbox.c
_seq = SeqOf(e.data)
# Of a message the letter with its last part, once the channel has it: then the whole of it was said. A letter that
# only changed a message that stood there is none.
FACTS = (
    select(
        e.xid, e.number, e.at, e.kind, e.conversation_id, e.agent_id, e.data,
        (e.xid < log.Horizon()).label("settled"),
        c.channel, c.buyer_name, func.coalesce(m.event_at, m.at), m.author, o.sent_at, o.perfunctory,
        m.author_id,
    )
    .select_from(event)
    .join(conversation, c.id == e.conversation_id)
    .outerjoin(message, (m.conversation_id == e.conversation_id) & (m.seq == _seq))
    .outerjoin(
        outbox,
        (o.conversation_id == e.conversation_id) & (o.seq == _seq) & (o.part == o.parts) & (o.state == literal_column("'sent'"))
        & o.edits.is_(None),
    )
)  # fmt: skip
ABOUT_DEBTS = or_(*(e.kind == literal_column(f"'{kind}'") for kind in ("heard", "delivered", "mode", "gone")))
_ALARMS = or_(e.kind == literal_column("'step'"), e.kind == literal_column("'promise'"))
TODAY = (
    FACTS.where(*log.LATER, or_(ABOUT_DEBTS, _ALARMS))
    .order_by(First(e.xid), e.number)
    .limit(bindparam("count"))
)
_since = event.alias("since")
_over_midnight = (
    select(c.id)
    .where(text("mode <> 'closed'"), c.opened_at < bindparam("midnight"))
    .where((c.debts > 0) | c.waiting_since.is_not(None) | (c.mode != literal_column("'bot'")))
    .union_all(
        select(c.id)
        .where(c.opened_at < bindparam("midnight"), c.debts > 0, text("mode = 'closed'"))
        .where(c.id.in_(select(_since.c.conversation_id).where(_since.c.number >= bindparam("first"))))
    )
)
CARRIED = (
    FACTS.where(e.conversation_id.in_(_over_midnight), e.number < bindparam("first"), ABOUT_DEBTS)
    .where(e.number > bindparam("after"))
    .order_by(e.number)
    .limit(bindparam("count"))
)
LOG = Ascending(e.number, e.at)


@record(frozen=True, slots=True)
class Alarm:
    """What a supervisor has to hear of: a buyer at the limit, or a promise that was not kept."""

    number: int
    at: datetime
    kind: str
    """step or promise."""
    conversation_id: int
    buyer_name: str
    agent_id: int | None
    """Who had the conversation; whose promise it was."""


@record(frozen=True, slots=True)
class Piece:
    """The next part of a day, in order."""

    place: Place
    facts: list[Fact]
    alarms: list[Alarm]
    more: bool
    """There is more already, or something is written and not settled yet."""


def first_of(book: Book, at: datetime) -> int:
    """The number of the first event from that instant on: of the next one to come, where there is none yet."""
    return LOG.first(book, at)


def begin(book: Book, midnight: datetime) -> Place:
    """The place before the day's first event."""
    return Place(0, first_of(book, midnight) - 1)


def carried(book: Book, midnight: datetime, day: Place, after: int) -> tuple[list[Fact], int | None]:
    """The next part of what led to the conversations that were open at midnight, however long that is; and the number
    after which it goes on, None where that was all."""
    values = {"midnight": to_ms(midnight), "first": day.number + 1, "after": after, "count": AT_ONCE}
    rows = book.rows(CARRIED, values)
    return [fact_of(row) for row in rows], rows[-1][1] if len(rows) == AT_ONCE else None


def go_on(book: Book, first: int, after: Place) -> Piece:
    """What came since. `first`: the day's first number, below which nothing is looked at."""
    values = log.values_of(after)
    rows = book.rows(TODAY, {**values, "floor": max(values["floor"], first - 1), "count": AT_ONCE})
    settled = [row for row in rows if row[7]]
    place = Place(settled[-1][0], settled[-1][1]) if settled else after
    facts = [fact_of(row) for row in settled if row[3] not in ("step", "promise")]
    return Piece(place, facts, list(_alarms(settled)), len(rows) == AT_ONCE or len(settled) < len(rows))


def fact_of(row: tuple[Any, ...]) -> Fact:
    data: Mapping[str, Any] = orjson.loads(row[6])
    at, sent_at = row[2], row[12]
    return Fact(
        conversation_id=row[4],
        kind=row[3],
        at=from_ms(at),
        channel=row[8],
        seq=data.get("seq", 0),
        spoke_at=None if row[10] is None else from_ms(row[10]),
        author=row[11] or "",
        whole=sent_at is not None and sent_at <= at,
        perfunctory=bool(row[13]),
        verb=data.get("verb", ""),
        before=data.get("before", ""),
        after=data.get("after", ""),
        reason=data.get("reason", ""),
        queue=data.get("queue"),
        topic=data.get("topic", ""),
        agent_id=row[14] if row[3] == "delivered" else row[5],
    )


def _alarms(rows: Iterable[tuple[Any, ...]]) -> Iterable[Alarm]:
    for row in rows:
        if row[3] not in ("step", "promise"):
            continue
        data = orjson.loads(row[6])
        if data.get("act") == "alarm" or data.get("verb") == "lapse":
            yield Alarm(row[1], from_ms(row[2]), row[3], row[4], row[9], data.get("owner", row[5]))
