"""What the list of tickets is drawn from: plain values, allowed for this reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from console.ticket_days import EVERY_DAY, Days
from desk.money import Money
from desk.record import record
from desk.store.ticket_list import Show, Sort
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState

Column = Literal[
    "ticket", "order", "shop", "kind", "item", "amount", "ordered", "applied", "reviewed", "due", "state", "assignee"
]  # fmt: skip
Late = Literal["late", "today", "later", "over"]
Tab = Literal["list", "receive", "reasons"]


@record(frozen=True, slots=True)
class TicketRow:
    id: int
    order_number: str
    channel: str
    account: str
    kind: TicketKind
    item: str
    quantity: int
    amount: Money | None
    """None where no money goes back."""
    applied_at: datetime | None
    """None while it is still being told."""
    due_at: datetime | None
    late: Late
    state: TicketState
    assignee: str = ""
    raised: bool = False
    ordered_at: datetime | None = None
    """None where the order is not known."""
    reviewed_at: datetime | None = None
    """None while the service has it to decide."""


@record(frozen=True, slots=True)
class Layout:
    """How one person wants the table."""

    columns: tuple[Column, ...]
    frozen: int
    every: tuple[tuple[Column, int | None], ...]
    """Each column with its place; None: hidden."""


@record(frozen=True, slots=True)
class TicketList:
    again: str
    now: datetime
    show: Show
    rows: tuple[TicketRow, ...]
    layout: Layout
    counts: Mapping[Show, int]
    """Of what runs: by state, and of the lists that somebody works through."""
    kind: TicketKind | None = None
    sort: Sort = "due"
    sorts: bool = True
    """Whether there is a choice."""
    query: str = ""
    days: Days = EVERY_DAY
    more: str | None = None
    people: tuple[tuple[int, str], ...] = ()
    """To whom the reader may give some."""
    me: int = 0
    views: tuple[tuple[str, str], ...] = ()
    """What the reader keeps: name and address."""
    may_copy: bool = False
    """Take it away as a file."""
    states: ClassVar[tuple[TicketState, ...]] = tuple(TicketState)
    kinds: ClassVar[tuple[TicketKind, ...]] = tuple(TicketKind)
