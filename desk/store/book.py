"""The book: one unit of work's view of the store. It writes what the unit changed, and nothing else.

A unit is a plain function of the book. It cannot await, so no transaction ever waits for the network; it may
be run again from its start, so it has no effect outside the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from sqlalchemy import ClauseElement, Table

from desk.agent import Agent
from desk.allowance import Allowance
from desk.banned.hit import BannedHit
from desk.buyer import Buyer, Identity
from desk.clock import to_ms
from desk.conversation import Conversation
from desk.deadlines import Deadline
from desk.escalation import Escalation
from desk.events import Event
from desk.follow_up import FollowUp
from desk.handover import Came, Handoff
from desk.message import Message, Revision
from desk.offer import Offer
from desk.open_matter import OpenMatter
from desk.outgoing import Outgoing
from desk.photo import Photo
from desk.presence import Post
from desk.promise import Promise
from desk.report_sending import MadeReport, ReportSending
from desk.routing import Queue
from desk.satisfaction import Score
from desk.shift_handover import ShiftHandover
from desk.store import offers_over, tables
from desk.store.endings import ENDINGS
from desk.store.inherited import inherit
from desk.store.mapping import Mapped, to_json
from desk.store.statements import Statements
from desk.ticket.goods import GoodsMove
from desk.ticket.reason import TicketReason
from desk.ticket.refund import Refund
from desk.ticket.step import TicketStep
from desk.ticket.ticket import Ticket

N = TypeVar("N")

HELD_BACK = "outbox held back"
"""Rung besides the outbox where a letter may leave only later."""

MAPPED: dict[type[Any], Mapped[Any]] = {
    m.noun_type: m
    for m in (
        Mapped(Agent, tables.agent),
        Mapped(Buyer, tables.buyer),
        Mapped(Identity, tables.identity),
        Mapped(Conversation, tables.conversation),
        Mapped(Message, tables.message),
        Mapped(Revision, tables.revision),
        Mapped(Outgoing, tables.outbox),
        Mapped(Photo, tables.photo),
        Mapped(Handoff, tables.handoff),
        Mapped(Deadline, tables.deadline),
        Mapped(Queue, tables.queue),
        Mapped(Post, tables.post),
        Mapped(Offer, tables.offer),
        Mapped(BannedHit, tables.banned_hit),
        Mapped(Allowance, tables.allowance),
        Mapped(Promise, tables.promise),
        Mapped(Escalation, tables.escalation),
        Mapped(ShiftHandover, tables.shift_handover),
        Mapped(OpenMatter, tables.open_matter),
        Mapped(TicketReason, tables.ticket_reason),
        Mapped(Ticket, tables.ticket),
        Mapped(TicketStep, tables.ticket_step),
        Mapped(Refund, tables.refund),
        Mapped(GoodsMove, tables.goods_move),
        Mapped(Score, tables.score),
        Mapped(FollowUp, tables.follow_up),
        Mapped(MadeReport, tables.report),
        Mapped(ReportSending, tables.report_sending),
    )
}


class Stale(Exception):
    """Somebody else changed the row since it was read; the unit runs again."""


class Cursor(Protocol):
    """The driver's cursor: sqlite3's or psycopg's."""

    @property
    def rowcount(self) -> int: ...

    def execute(self, text: Any, values: Any = ..., /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...


class Book:
    def __init__(self, cursor: Cursor, statements: Statements, *, locks: bool, writes: bool = True) -> None:
        self._cursor, self._statements, self._writes = cursor, statements, writes
        self.locks = locks
        """Whether rows must be locked when read for writing (PostgreSQL; SQLite has one writer)."""
        self._seen: dict[tuple[type[Any], int], tuple[Any, list[Any]]] = {}
        """Each noun of this unit, and a frozen copy of how it stood."""
        self._events: list[Event] = []
        self.touched: set[str] = set()
        """Tables this unit wrote to: what the bell rings."""

    # --- statements

    def run(self, statement: ClauseElement, values: Mapping[str, Any] | None = None) -> int:
        """Runs it and returns how many rows it changed."""
        self._execute(statement, values)
        table = getattr(statement, "table", None)
        if table is not None and self._cursor.rowcount:
            self.touched.add(table.name)
        return self._cursor.rowcount

    def row(
        self, statement: ClauseElement, values: Mapping[str, Any] | None = None
    ) -> tuple[Any, ...] | None:
        self._execute(statement, values)
        return self._cursor.fetchone()  # type: ignore[no-any-return]

    def rows(
        self, statement: ClauseElement, values: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        self._execute(statement, values)
        return self._cursor.fetchall()  # type: ignore[no-any-return]

    def value(self, statement: ClauseElement, values: Mapping[str, Any] | None = None) -> Any:
        row = self.row(statement, values)
        return None if row is None else row[0]

    def insert(self, table: Table, values: Mapping[str, Any]) -> None:
        """One plain row."""
        prepared = self._statements.insert(table, tuple(values))
        self._cursor.execute(prepared.text, prepared.places(values))
        self.touched.add(table.name)

    def insert_new(self, table: Table, values: Mapping[str, Any]) -> int | None:
        """One plain row, if it breaks no unique key: its number, or None where there is such a row already."""
        prepared = self._statements.insert(table, tuple(values), numbered=True, if_new=True)
        self._cursor.execute(prepared.text, prepared.places(values))
        if not self._cursor.rowcount:
            return None
        self.touched.add(table.name)
        return self._statements.number_of(self._cursor)

    def _execute(self, statement: ClauseElement, values: Mapping[str, Any] | None) -> None:
        prepared = self._statements.of(statement)
        self._cursor.execute(prepared.text, prepared.places(values))

    # --- nouns

    def one(
        self, kind: type[N], statement: ClauseElement, values: Mapping[str, Any] | None = None
    ) -> N | None:
        row = self.row(statement, values)
        return None if row is None else self._meet(kind, row)

    def many(
        self, kind: type[N], statement: ClauseElement, values: Mapping[str, Any] | None = None
    ) -> list[N]:
        return [self._meet(kind, row) for row in self.rows(statement, values)]

    def _meet(self, kind: type[N], row: tuple[Any, ...]) -> N:
        key = (kind, row[0])
        if key not in self._seen:
            mapped = MAPPED[kind]
            noun = mapped.noun(row)
            self._seen[key] = (noun, mapped.frozen(noun) if self._writes else [])
        return self._seen[key][0]  # type: ignore[no-any-return]

    def again(self, noun: N) -> N:
        """A noun as an earlier unit left it, without a look at its row. If somebody changed it since, saving raises
        Stale and nothing is written. Only for nouns with a version, in a unit that changes them."""
        same, before = MAPPED[type(noun)].copy(noun)
        self._seen[type(noun), noun.id] = (same, before)  # type: ignore[attr-defined]
        return same  # type: ignore[no-any-return]

    def add(self, noun: N) -> N:
        """Writes a new noun now; it gets its id, and later changes to it are saved like any other's."""
        mapped = MAPPED[type(noun)]
        self._insert(mapped, noun, numbered=True)
        self._seen[type(noun), noun.id] = (noun, mapped.frozen(noun))  # type: ignore[attr-defined]
        return noun

    def _insert(self, mapped: Mapped[Any], noun: Any, *, numbered: bool) -> None:
        """`numbered`: the noun must learn its id."""
        prepared = self._statements.insert(mapped.table, mapped.names[1:], numbered=numbered)
        self._cursor.execute(prepared.text, mapped.row(noun)[1:])
        self.touched.add(mapped.table.name)
        if numbered:
            noun.id = self._statements.number_of(self._cursor)

    def keep(self, noun: N) -> N:
        """Writes now what changed of it, where a statement of this very unit looks at its row."""
        key = (type(noun), noun.id)  # type: ignore[attr-defined]
        self._update(noun, self._seen[key][1])
        self._seen[key] = (noun, MAPPED[type(noun)].frozen(noun))
        return noun

    def happened(self, event: Event) -> None:
        """For what belongs to no conversation; a noun's own events are found by themselves."""
        self._events.append(event)

    # --- saving

    def save(self) -> None:
        """Writes what changed, what was born, and what happened. Called once, by the store."""
        self._inherit()
        for noun, before in list(self._seen.values()):
            # First the noun itself: if somebody changed it since, what was born of it has no place either.
            self._update(noun, before)
            for newborn in getattr(noun, "born", ()):
                self._write(newborn)
            self._events += getattr(noun, "events", ())
        if self._events:
            self._append(self._events)

    def _inherit(self) -> None:
        """Whoever comes to a conversation owes what was promised in it: here, so that nobody can forget it."""
        came = [
            one for noun, _ in self._seen.values() for one in getattr(noun, "born", ()) if type(one) is Came
        ]
        for one in came:
            inherit(self, one)

    def _update(self, noun: Any, before: list[Any]) -> None:
        mapped = MAPPED[type(noun)]
        names, values = mapped.changed(noun, before)
        if not names:
            return
        text = self._statements.update(mapped.table, tuple(names))
        values.append(noun.id)
        if mapped.versioned:
            values.append(noun.version)
        self._cursor.execute(text, values)
        self.touched.add(mapped.table.name)
        if self._cursor.rowcount != 1:
            raise Stale(f"{mapped.table.name} {noun.id}")
        if mapped.versioned:
            noun.version += 1

    def _write(self, born: Any) -> None:
        if (mapped := MAPPED.get(type(born))) is not None:
            # A message's id is asked for (the web stream names it); a letter's or a deadline's nobody needs yet.
            self._insert(mapped, born, numbered=isinstance(born, Message))
            if isinstance(born, Outgoing) and born.not_before is not None:
                self.touched.add(HELD_BACK)
        else:
            for statement, values in ENDINGS[type(born)](born):
                self.run(statement, values)
            if type(born) in offers_over.ENDS:
                offers_over.end(self, born)

    def _append(self, events: list[Event]) -> None:
        """All in one statement: a letter that is answered at once has two."""
        text = self._statements.insert_rows(tables.event, EVENT, len(events))
        values: list[object] = []
        for event in events:
            values += (
                to_ms(event.at),
                event.kind,
                event.conversation_id,
                event.agent_id,
                to_json(event.data()),
            )
        self._cursor.execute(text, values)
        self.touched.add("event")


EVENT = ("at", "kind", "conversation_id", "agent_id", "data")
"""The columns that an event's row is written with; the others number it."""

Unit = Callable[[Book], N]


def run_unit(unit: Unit[N], book: Book) -> N:
    """A StopIteration that escapes from a unit (a `next` that found nothing) cannot be raised into a future: whoever waits
    for it, and all behind them, would wait for ever."""
    try:
        return unit(book)
    except StopIteration as error:
        raise RuntimeError("a unit raised StopIteration") from error
