"""The list of tickets: what runs, by when it is due, everything from the newest, and what a number finds.

What runs is read through the indexes of what runs, the rest a page at a time by number: neither costs more for a long
history. A column inside an expression is one that no planner shall choose the way by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, or_, select, text, union

from desk.clock import from_ms
from desk.money import Money
from desk.store.book import Book
from desk.store.tables import conversation, ticket
from desk.store.tables.tickets import RUNNING
from desk.ticket.dues import DUES
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import OVER, Actor, TicketState
from desk.width import narrow

Sort = Literal["due", "newest"]
Which = Literal["running", "mine", "raised", "all"]
Show = Which | Actor | TicketState
"""An actor: what awaits them."""
WHICH: tuple[Which, ...] = ("running", "mine", "raised", "all")
AWAITED = (Actor.AGENT, Actor.FINANCE, Actor.WAREHOUSE, Actor.SUPERVISOR, Actor.BUYER, Actor.SHOP)
PAGE, PIECE = 50, 500

c = ticket.c
COLUMNS = (
    c.id, c.order_number, conversation.c.channel, conversation.c.account, c.kind, c.item, c.quantity,
    c.goods + c.freight - c.fee, c.currency, c.opened_at, c.submitted_at, c.due_at, c.state, c.assignee_id, c.raised_at, c.closed_at,
)  # fmt: skip
_ROW = select(*COLUMNS).join_from(ticket, conversation, conversation.c.id == c.conversation_id)
RUNS = text(f"ticket.{RUNNING}")
NOTHING: ColumnElement[int] = literal_column("0")
_KIND = c.kind.concat(literal_column("''"))
_ID = c.id + NOTHING


def _state(*states: TicketState) -> ColumnElement[bool]:
    return c.state.in_([literal_column(f"'{state}'") for state in states])


def _running(show: Show) -> list[Any]:
    match show:
        case "running":
            return [RUNS]
        case "mine":
            return [RUNS, c.assignee_id + NOTHING == bindparam("me")]
        case "raised":
            return [RUNS, c.raised_at.is_not(None)]
        case Actor():
            return [RUNS, _state(*(state for state, due in DUES.items() if due.of == show))]
    return [RUNS, _state(TicketState(show))]


def _by_due(show: Show, kind: bool) -> Select[Any]:
    after = or_(c.due_at > bindparam("due"), and_(c.due_at == bindparam("due"), c.id > bindparam("id")))
    statement = _ROW.where(*_running(show), c.due_at >= bindparam("due"), after)
    return _of_kind(statement, _KIND, kind).order_by(c.due_at, c.id)


def _newest(show: Show, kind: bool) -> Select[Any]:
    if not by_due(show):
        which = [] if show == "all" else [c.state == literal_column(f"'{show}'")]
        return _of_kind(_ROW.where(*which, c.id < bindparam("id")), c.kind, kind).order_by(c.id.desc())
    return _of_kind(_ROW.where(*_running(show), bindparam("id") > _ID), _KIND, kind).order_by(_ID.desc())


def _of_kind(statement: Select[Any], column: ColumnElement[str], kind: bool) -> Select[Any]:
    return statement.where(column == bindparam("of_kind")) if kind else statement


def by_due(show: Show) -> bool:
    """Whether all of these run, and so are due at some time."""
    return show != "all" and show not in OVER


SHOWS: tuple[Show, ...] = (*WHICH, *AWAITED, *TicketState)
LIST: Mapping[tuple[Show, bool, Sort], Select[Any]] = {
    (show, kind, sort): (_by_due if sort == "due" else _newest)(show, kind)
    for show in SHOWS
    for kind in (False, True)
    for sort in (("due", "newest") if by_due(show) else ("newest",))
}
PAGES = {which: statement.limit(PAGE + 1) for which, statement in LIST.items()}
PIECES = {which: statement.limit(PIECE) for which, statement in LIST.items()}
WRITTEN = ("written", "upper", "lower", "hashed")
_numbers: list[ColumnElement[str]] = [bindparam(name) for name in WRITTEN]
FOUND = (
    _ROW.where(
        c.id.in_(
            union(
                select(c.id).where(c.id == bindparam("number")),
                *(select(c.id).where(column.in_(_numbers)) for column in (c.order_number, c.tracking_back, c.tracking_out)),
            )
        )
    )
    .order_by(c.id.desc())
    .limit(PAGE + 1)
)  # fmt: skip
COUNTS = select(c.state, func.count()).where(RUNS).group_by(c.state)
RAISED = select(func.count()).select_from(ticket).where(RUNS, c.raised_at.is_not(None))


@dataclass(frozen=True, slots=True)
class Listed:
    """A ticket as the list shows it."""

    id: int
    order_number: str
    channel: str
    account: str
    kind: TicketKind
    item: str
    quantity: int
    amount: Money
    opened_at: datetime
    submitted_at: datetime | None
    due_at: datetime | None
    state: TicketState
    assignee_id: int | None
    raised: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    show: Show = "running"
    kind: TicketKind | None = None
    sort: Sort = "due"
    me: int = 0
    after: tuple[int, int] | None = None
    """Milliseconds of its due time, and the number of the last one seen."""


LAST = 2**62


def page(book: Book, wanted: Wanted) -> list[Listed]:
    """One more than a page means that it goes on."""
    return _listed(book, PAGES, wanted)


def piece(book: Book, wanted: Wanted) -> list[Listed]:
    """For a file: as many as are read at once; fewer means that it is over."""
    return _listed(book, PIECES, wanted)


def _listed(book: Book, statements: Mapping[Any, Select[Any]], wanted: Wanted) -> list[Listed]:
    sort = wanted.sort if by_due(wanted.show) else "newest"
    due, id = wanted.after or (0, 0 if sort == "due" else LAST)
    values: dict[str, Any] = {"id": id} | ({"due": due} if sort == "due" else {})
    values |= {"me": wanted.me} if wanted.show == "mine" else {}
    values |= {"of_kind": str(wanted.kind)} if wanted.kind else {}
    rows = book.rows(statements[wanted.show, wanted.kind is not None, sort], values)
    return [_ticket(row) for row in rows]


def found(book: Book, number: str) -> list[Listed]:
    """By the number of the ticket, of the order, or of a parcel, however it is written."""
    bare = "".join(narrow(number).split()).lstrip("#")[:64]
    written = (bare, bare.upper(), bare.lower(), f"#{bare}")
    if not bare:
        return []
    id = int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 19 else 0
    return [
        _ticket(row) for row in book.rows(FOUND, {"number": id, **dict(zip(WRITTEN, written, strict=True))})
    ]


def counts(book: Book) -> Mapping[TicketState, int]:
    """Of what runs."""
    return {TicketState(state): count for state, count in book.rows(COUNTS)}


def raised(book: Book) -> int:
    """How many that run were raised to a supervisor."""
    return int(book.value(RAISED))


def awaiting(counted: Mapping[TicketState, int], sides: Collection[Actor]) -> int:
    return sum(count for state, count in counted.items() if state in DUES and DUES[state].of in sides)


def _ticket(row: tuple[Any, ...]) -> Listed:
    opened, submitted, due = (None if ms is None else from_ms(ms) for ms in row[9:12])
    assert opened is not None
    money, kind, state = Money(row[7], row[8]), TicketKind(row[4]), TicketState(row[12])
    return Listed(
        row[0], row[1], row[2], row[3], kind, row[5], row[6], money, opened, submitted, due, state, row[13],
        row[14] is not None, row[15] is not None,
    )  # fmt: skip
