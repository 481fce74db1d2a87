"""The list of tickets: what runs, by when it is due, and everything from the newest.

What runs is read through the indexes of what runs, the rest a page at a time by number, or by the time it was applied for
where days are asked for: none costs more for a long history. A column inside an expression is one that no planner shall
choose the way by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, or_, select, text

from desk.clock import from_ms, to_ms
from desk.money import Money
from desk.record import record
from desk.store.book import Book
from desk.store.tables import conversation, ticket
from desk.store.tables.tickets import OVER as IS_OVER
from desk.store.tables.tickets import OVER_OF_KIND, RUNNING
from desk.ticket.dues import DUES
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import OVER, Actor, TicketState

Sort = Literal["due", "newest"]
Group = Literal["running", "mine", "raised", "all"]
Show = Group | Actor | TicketState
"""An actor: what awaits them."""
WHICH: tuple[Group, ...] = ("running", "mine", "raised", "all")
AWAITED = (Actor.AGENT, Actor.FINANCE, Actor.WAREHOUSE, Actor.SUPERVISOR, Actor.BUYER, Actor.SHOP)
PAGE, PIECE = 50, 500

c = ticket.c
COLUMNS = (
    c.id, c.order_number, conversation.c.channel, conversation.c.account, c.kind, c.item, c.quantity,
    c.goods + c.freight - c.fee, c.currency, c.opened_at, c.submitted_at, c.due_at, c.state, c.assignee_id, c.raised_at, c.closed_at,
    c.ordered_at, c.reviewed_at,
)  # fmt: skip
ROW = select(*COLUMNS).join_from(ticket, conversation, conversation.c.id == c.conversation_id)
RUNS = text(f"ticket.{RUNNING}")
NOTHING: ColumnElement[int] = literal_column("0")
_OVER = {False: text(f"ticket.{IS_OVER}"), True: text(f"ticket.{OVER_OF_KIND}")}
_KIND = c.kind.concat(literal_column("''"))
_ID = c.id + NOTHING
_applied = c.submitted_at + NOTHING
OF_DAYS = (_applied >= bindparam("since"), _applied < bindparam("before"))


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


def _by_due(show: Show, kind: bool, dated: bool) -> Select[Any]:
    after = or_(c.due_at > bindparam("due"), and_(c.due_at == bindparam("due"), c.id > bindparam("id")))
    which = [*_running(show), c.due_at >= bindparam("due"), after, *(OF_DAYS if dated else ())]
    return _of_kind(ROW.where(*which), _KIND, kind).order_by(c.due_at, c.id)


def _newest(show: Show, kind: bool, dated: bool) -> Select[Any]:
    if by_due(show):
        which = [*_running(show), bindparam("id") > _ID, *(OF_DAYS if dated else ())]
        return _of_kind(ROW.where(*which), _KIND, kind).order_by(_ID.desc())
    which = [] if show == "all" else [c.state == literal_column(f"'{show}'")]
    if not dated:
        return _of_kind(ROW.where(*which, c.id < bindparam("id")), c.kind, kind).order_by(c.id.desc())
    at = c.submitted_at
    after = or_(at < bindparam("at"), and_(at == bindparam("at"), c.id < bindparam("id")))
    which += [at <= bindparam("at"), at >= bindparam("since"), after, *([_OVER[kind]] if which else [])]
    return _of_kind(ROW.where(*which), c.kind, kind).order_by(at.desc(), c.id.desc())


def _of_kind(tickets: Select[Any], column: ColumnElement[str], kind: bool) -> Select[Any]:
    return tickets.where(column == bindparam("of_kind")) if kind else tickets


def by_due(show: Show) -> bool:
    """Whether all of these run, and so are due at some time."""
    return show != "all" and show not in OVER


SHOWS: tuple[Show, ...] = (*WHICH, *AWAITED, *TicketState)
Which = tuple[Show, bool, bool, Sort]
"""What is shown, whether of one kind, whether of some days, and in which order."""
LISTS: tuple[Which, ...] = tuple(
    (show, kind, dated, sort)
    for show in SHOWS
    for kind in (False, True)
    for dated in (False, True)
    for sort in (("due", "newest") if by_due(show) else ("newest",))
)


@cache
def statement(which: Which, most: int) -> Select[Any]:
    """Made when it is first asked for, and kept: of a hundred most desks look at five."""
    show, kind, dated, sort = which
    return (_by_due if sort == "due" else _newest)(show, kind, dated).limit(most)


COUNTS = select(c.state, func.count()).where(RUNS).group_by(c.state)
LATE = select(func.count()).select_from(ticket).where(RUNS, c.due_at < bindparam("at"))
RAISED = select(func.count()).select_from(ticket).where(RUNS, c.raised_at.is_not(None))


@record(frozen=True, slots=True)
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
    ordered_at: datetime | None
    reviewed_at: datetime | None


@record(frozen=True, slots=True)
class Wanted:
    show: Show = "running"
    kind: TicketKind | None = None
    sort: Sort = "due"
    me: int = 0
    after: tuple[int, int] | None = None
    """The place of the last one seen (`place`)."""
    since: datetime | None = None
    """Applied for from then on,"""
    before: datetime | None = None
    """and before that."""

    @property
    def dated(self) -> bool:
        return self.since is not None or self.before is not None

    @property
    def order(self) -> Sort:
        return self.sort if by_due(self.show) else "newest"

    @property
    def by_day(self) -> bool:
        """Ordered by the time it was applied for."""
        return self.dated and not by_due(self.show)


LAST = 2**62


def page(book: Book, wanted: Wanted) -> list[Listed]:
    """One more than a page means that it goes on."""
    return _listed(book, wanted, PAGE + 1)


def piece(book: Book, wanted: Wanted) -> list[Listed]:
    """For a file: as many as are read at once; fewer means that it is over."""
    return _listed(book, wanted, PIECE)


def place(wanted: Wanted, last: Listed) -> tuple[int, int]:
    """Where a list goes on: milliseconds of what it is ordered by, and the ticket's number."""
    at = last.submitted_at if wanted.by_day else last.due_at
    return to_ms(at) if at else 1, last.id


def _listed(book: Book, wanted: Wanted, most: int) -> list[Listed]:
    since, before = wanted.since, wanted.before
    days = {"since": to_ms(since) if since else 0, "before": to_ms(before) if before else LAST}
    at, id = wanted.after or ((0, 0) if wanted.order == "due" else (days["before"] - 1, LAST))
    # Of these each statement takes what it names.
    values = {"due": at, "at": at, "id": id, "me": wanted.me, "of_kind": str(wanted.kind), **days}
    which = wanted.show, wanted.kind is not None, wanted.dated, wanted.order
    return listed(book.rows(statement(which, most), values))


def listed(rows: Iterable[tuple[Any, ...]]) -> list[Listed]:
    """Of statements that begin with `ROW`."""
    return [_ticket(row) for row in rows]


def counts(book: Book) -> Mapping[TicketState, int]:
    """Of what runs."""
    return {TicketState(state): count for state, count in book.rows(COUNTS)}


def raised(book: Book) -> int:
    """How many that run were raised to a supervisor."""
    return int(book.value(RAISED))


def late(book: Book, at: datetime) -> int:
    """How many that run should have been seen to."""
    return int(book.value(LATE, {"at": to_ms(at)}))


def awaiting(counted: Mapping[TicketState, int], sides: Collection[Actor]) -> int:
    return sum(count for state, count in counted.items() if state in DUES and DUES[state].of in sides)


def _ticket(row: tuple[Any, ...]) -> Listed:
    opened, submitted, due, ordered, reviewed = (
        None if ms is None else from_ms(ms) for ms in (*row[9:12], *row[16:18])
    )
    assert opened is not None
    money, kind, state = Money(row[7], row[8]), TicketKind(row[4]), TicketState(row[12])
    return Listed(
        row[0], row[1], row[2], row[3], kind, row[5], row[6], money, opened, submitted, due, state, row[13],
        row[14] is not None, row[15] is not None, ordered, reviewed,
    )  # fmt: skip
