"""What receiving parcels, the list of reasons and the slips are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import ClassVar, Literal

from console.ticket_page_shapes import Evidence
from desk.money import Money
from desk.record import record
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState

ReasonFault = Literal["no_words", "too_long", "no_kind", "too_many"]


@record(frozen=True, slots=True)
class Parcel:
    """A ticket that a number was found to belong to, as the warehouse looks at it."""

    id: int
    kind: TicketKind
    state: TicketState
    item: str
    sku: str
    quantity: int
    reason: str
    words: str
    photos: tuple[Evidence, ...]
    seen: int
    may_receive: bool
    """The state and the role of who looks allow it."""
    carrier: str = ""
    tracking: str = ""
    order: str = ""
    buyer: str = ""
    """Masked: to be compared with the label."""
    awaited_since: datetime | None = None
    receivable: bool = False
    """The state allows it, to the warehouse."""
    shared: bool = False
    """Another buyer gave the same number: who receives it says whose it is."""


@record(frozen=True, slots=True)
class Receiving:
    number: str
    parcels: tuple[Parcel, ...]
    waiting: int
    """Tickets that await the warehouse."""


@record(frozen=True, slots=True)
class Reason:
    id: int
    words: Mapping[str, str]
    kinds: frozenset[str] = frozenset()
    photos: bool = False
    shop_pays: bool = False
    shown: bool = True
    used: bool = False
    fault: ReasonFault | None = None
    title: str = ""


@record(frozen=True, slots=True)
class Reasons:
    reasons: tuple[Reason, ...]
    new: Reason
    languages: tuple[str, ...]
    kinds: ClassVar[tuple[TicketKind, ...]] = tuple(TicketKind)


@record(frozen=True, slots=True)
class Slip:
    """退换货单 (C10)."""

    id: int
    printed_at: datetime
    opened_at: datetime
    kind: TicketKind
    state: TicketState
    buyer: str
    phone: str
    address: str
    order_number: str
    shipment: str
    item: str
    sku: str
    quantity: int
    reason: str
    words: str
    opinion: str
    """What was said when it was approved or refused."""
    approved_by: tuple[str, ...]
    assignee: str
    back_to: str
    back: str
    out: str
    bars: str
    """The bar code, as one path."""
    width: int
    """Of the bar code, in its own units."""
    total: Money | None = None
    photos: tuple[Evidence, ...] = ()


@record(frozen=True, slots=True)
class Slips:
    slips: tuple[Slip, ...]
    full: bool
    """With phone and address."""
    may_reveal: bool
    paper: Literal["a4", "a5"] = "a4"
    shop_down: bool = False
    language: str = ""
    ids: tuple[int, ...] = field(default_factory=tuple)
