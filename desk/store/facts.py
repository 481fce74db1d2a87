"""The facts of conversations, kept beside the log of events from which they are told (desk/figures/telling).

They follow the log: whoever asks for figures reads on from where the last one stopped, and each conversation that was
touched is told anew, whole. So they can be thrown away and made again at any time; nothing decides by them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert  # the same words on SQLite

from desk.clock import to_ms
from desk.figures.facts import Piece, Told, Whose
from desk.figures.telling import told
from desk.store import day_log, day_tallies, log
from desk.store.book import Book
from desk.store.fact_rows import AT, TABLES, columns, reader_of, row_of
from desk.store.log import BEGINNING, Place
from desk.store.tables import bookmark, conversation, event, round_fact

__all__ = ["TABLES", "behind", "catch_up", "hold_still", "of_span", "place"]

F = TypeVar("F")

WHO = "figures 1"
"""With the number of the way in which they are told: where that changes, all is told anew."""
AT_ONCE = 400
"""Events of one unit of work: some ten milliseconds of the one writer."""

e, c = event.c, conversation.c
READ = select(bookmark.c.transaction, bookmark.c.number).where(bookmark.c.name == bindparam("who"))
READ_FOR_WRITING = READ.with_for_update()
NEW = (
    insert(bookmark)
    .values(name=bindparam("who"), transaction=bindparam("xid"), number=bindparam("upto"))
    .on_conflict_do_nothing()
)
TURN = (
    bookmark.update()
    .where(bookmark.c.name == bindparam("who"))
    .values(transaction=bindparam("xid"), number=bindparam("upto"))
)
_new = (
    select(e.xid, e.number, e.conversation_id)
    .where(*log.LATER, e.xid < log.Horizon())
    .order_by(day_log.First(e.xid), e.number)
    .limit(bindparam("count"))
)
_later = _new.subquery()
NEXT = _new
TOUCHED = select(_later.c.conversation_id).where(_later.c.conversation_id.is_not(None))
FACTS = day_log.FACTS.where(
    e.conversation_id.in_(TOUCHED), day_log.ABOUT_DEBTS, e.xid < log.Horizon()
).order_by(e.conversation_id, e.number)
WHOSE = select(c.id, c.buyer_id, c.channel, c.account, c.language, c.queue_id).where(c.id.in_(TOUCHED))
OF_ONE = {
    table: select(*table.c).where(table.c.conversation_id == bindparam("id")) for table in TABLES.values()
}
GONE = {table: delete(table).where(table.c.conversation_id == bindparam("id")) for table in TABLES.values()}


def catch_up(book: Book, count: int = AT_ONCE) -> bool:
    """Tells the conversations of the next events anew. Whether there are more.

    On PostgreSQL each statement sees what was settled by its own time: so whatever looks later may find more than what
    looked before, and never less."""
    place = _bookmark(book)
    values = {**log.values_of(place), "count": count}
    new = book.rows(NEXT, values)
    if not new:
        return False
    facts_of_all = book.rows(FACTS, values)
    whose = {row[0]: (Whose(*row[:5]), row[5]) for row in book.rows(WHOSE, values)}
    kept_until = day_tallies.latest(book)
    for id, rows in groupby(facts_of_all, key=lambda row: row[4]):
        who, queue = whose[id]
        _keep(book, id, told(who, map(day_log.fact_of, rows), queue), kept_until)
    xid, number = new[-1][0], new[-1][1]
    book.run(TURN, {"who": WHO, "xid": xid, "upto": number})
    return len(new) == count


def place(book: Book) -> Place:
    """How far the log is told."""
    row = book.row(READ, {"who": WHO})
    return BEGINNING if row is None else Place(*row)


def behind(book: Book) -> bool:
    """Whether anything happened that is not told yet."""
    return book.row(NEXT, {**log.values_of(place(book)), "count": 1}) is not None


def hold_still(book: Book) -> None:
    """Nothing is told until this unit is over, and whatever is told afterwards knows what it wrote."""
    _bookmark(book)


def _bookmark(book: Book) -> Place:
    """Locked, where the store locks rows: one process tells at a time."""
    read = READ_FOR_WRITING if book.locks else READ
    row = book.row(read, {"who": WHO})
    if row is None:
        book.run(NEW, {"who": WHO, "xid": BEGINNING.transaction, "upto": BEGINNING.number})
        row = book.row(read, {"who": WHO})  # another process may have been first, and further by now
    assert row is not None
    return Place(*row)


def _keep(book: Book, id: int, one: Told | None, kept_until: int) -> None:
    new: dict[Table, list[dict[str, Any]]] = {table: [] for table in TABLES.values()}
    for fact in (one.session, *one.rounds, *one.pieces, *one.queueings, *one.stints) if one else ():
        new[TABLES[type(fact)]].append(row_of(fact))
    if one is None or to_ms(one.session.started_at) < kept_until:
        day_tallies.spoil(book, _changed(book, id, new))
    for gone in GONE.values():
        book.run(gone, {"id": id})
    for table, rows in new.items():
        for row in rows:
            book.insert(table, row)


def _changed(book: Book, id: int, new: Mapping[Table, list[dict[str, Any]]]) -> set[int]:
    """Instants of those facts that are told otherwise than before. The others spoil nothing: a conversation that goes on
    for weeks has old facts that stay as they are."""
    found = set()
    for kind, table in TABLES.items():
        before, now = set(book.rows(OF_ONE[table], {"id": id})), {tuple(row.values()) for row in new[table]}
        place = list(table.c.keys()).index(AT[kind])
        found |= {row[place] for row in before ^ now}
    return found


def _of_span(kind: type[Any]) -> Any:
    """In the order of time; what happened at the same instant, by its key."""
    table = TABLES[kind]
    at, key = table.c[AT[kind]], list(table.primary_key)
    found = select(*(table.c[name] for name in columns(kind)))
    if kind is Piece:
        its_round = (round_fact.c.conversation_id == table.c.conversation_id) & (round_fact.c.n == table.c.n)
        found = found.add_columns(round_fact.c.reason).join(round_fact, its_round)
    return found.where(at >= bindparam("since"), at < bindparam("until")).order_by(at, *key)


SPANS: Mapping[type[Any], Any] = {kind: _of_span(kind) for kind in TABLES}


def of_span(book: Book, kind: type[F], since: datetime, until: datetime) -> list[F]:
    """All facts of a kind that began in it: `since` inclusive, `until` not."""
    values = {"since": to_ms(since), "until": to_ms(until)}
    return list(map(reader_of(kind), book.rows(SPANS[kind], values)))
