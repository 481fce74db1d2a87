"""What a ticket's page is drawn from: plain values, masked and allowed for this reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from console.shapes import Level, Message, OrderCard, Photo
from console.ticket_shapes import Late
from desk.money import Money
from desk.record import record
from desk.ticket.approval import Barred
from desk.ticket.evidence import Shows
from desk.ticket.goods import GoodsState
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.refund import RefundState

Part = Literal["note", "amount", "address", "tracking", "photos", "responsible", "measure", "booked", "whose"]
"""What a form asks for."""
Fault = Literal[
    "not_now", "not_allowed", "moved_on", "handled", "over_cap", "over_buyer_cap", "too_much", "amount", "date", "picture",
    "note", "address", "tracking", "photos", "responsible", "measure", "booked", "reason",
    "left_since", "paid_less", "no_photos", "lacks_photos", "two_buyers",
]  # fmt: skip
Field = Literal[
    "kind", "goods", "freight", "fee", "coupons", "assignee_id", "reason_id", "words", "quantity", "wanted_sku", "address",
    "carrier_back", "tracking_back", "carrier_out", "tracking_out", "booked_in", "responsible", "finding", "measure", "extended_until", "other",
]  # fmt: skip


@record(frozen=True, slots=True)
class Change:
    field: Field
    before: str
    after: str


@record(frozen=True, slots=True)
class Step:
    """One line of the history."""

    id: int
    at: datetime
    verb: str
    side: Actor
    who: str = ""
    """A person of the shop."""
    before: TicketState | None = None
    after: TicketState | None = None
    """Where it moved on."""
    note: str = ""
    changes: tuple[Change, ...] = ()


@record(frozen=True, slots=True)
class Evidence:
    photo: Photo
    shows: Shows
    same_in: tuple[int, ...] = ()
    """Other tickets in which the very same picture stands."""
    alike_in: tuple[int, ...] = ()
    """Others with a picture that looks like it."""


@record(frozen=True, slots=True)
class Payment:
    money: Money
    state: RefundState
    at: datetime
    reference: str = ""
    reason: str = ""


@record(frozen=True, slots=True)
class OnTheShelf:
    """Goods that the back end was told to take in or give out."""

    sku: str
    units: int
    """Below zero: off the shelf."""
    state: GoodsState
    at: datetime


@record(frozen=True, slots=True)
class Case:
    """The ticket itself."""

    id: int
    kind: TicketKind
    state: TicketState
    conversation_id: int
    buyer: str
    opened_at: datetime
    opened_by: str
    """Empty: the buyer, in the chat."""
    late: Late
    turn: Actor | None
    due_at: datetime | None
    order_number: str = ""
    sku: str = ""
    item: str = ""
    quantity: int = 1
    wanted_sku: str = ""
    reason: str = ""
    words: str = ""
    paid: Money | None = None
    """None where no money can go back, as with the rest of the amounts."""
    goods: Money | None = None
    freight: Money | None = None
    fee: Money | None = None
    total: Money | None = None
    coupons: bool = False
    assignee: str = ""
    approved_by: tuple[str, ...] = ()
    alone: bool = False
    raised_at: datetime | None = None
    platform_at: datetime | None = None
    address: str = ""
    back: str = ""
    """Carrier and number of the parcel that comes."""
    out: str = ""
    booked_in: int = 0
    responsible: str = ""
    finding: str = ""
    measure: str = ""
    photos: tuple[Evidence, ...] = ()
    missing: tuple[Shows, ...] = ()
    """What the reason demands and nobody has shown."""
    payments: tuple[Payment, ...] = ()
    shelf: tuple[OnTheShelf, ...] = ()
    steps: tuple[Step, ...] = ()
    same_number: tuple[int, ...] = ()
    """Tickets of other buyers that were given the same parcel's number."""


@record(frozen=True, slots=True)
class Past:
    """Facts about the buyer, and no verdict."""

    name: str
    channel: str
    account: str
    since: datetime
    cases: int
    """Others than this one."""
    returned: int
    """Orders out of which something came back, or is to."""
    orders: int | None
    """That the shop knows of them; None while it is down."""
    got: Money
    """Back, lately."""
    level: Level


@record(frozen=True, slots=True)
class Act:
    """One move that the table gives this reader, with what its form asks for."""

    verb: str
    parts: tuple[Part, ...] = ()
    needs: frozenset[str] = frozenset()
    barred: Barred | None = None
    """Why this person may not."""
    typed: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    limit: str = ""
    buyer_reads: bool = False
    main: bool = False
    lacks: tuple[Shows, ...] = ()
    """Photos that are demanded and not there: it is sent in without them only with a word on why."""

    @property
    def open(self) -> bool:
        return self.fault is not None


@record(frozen=True, slots=True)
class Refused:
    """What was not done, and everything that was typed."""

    verb: str
    fault: Fault
    typed: Mapping[str, str]
    limit: str = ""


@record(frozen=True, slots=True)
class Acts:
    """The forms of a ticket."""

    id: int
    seen: int
    """The newest line of the history that the reader knows."""
    now: datetime
    currency: str
    acts: tuple[Act, ...]
    over: bool = False
    freight_paid: Money | None = None
    quantity: int = 1
    people: tuple[tuple[int, str], ...] = ()
    me: int = 0
    assignee_id: int | None = None
    reasons: tuple[tuple[int, str], ...] = ()
    """None to choose for who may not change it."""
    reason_id: int | None = None
    refused: Refused | None = None
    """Of a move that is no longer there."""


@record(frozen=True, slots=True)
class TicketPage:
    case: Case
    acts: Acts
    past: Past
    now: datetime
    order: OrderCard | None = None
    shop_down: bool = False
    lines: tuple[Message, ...] = ()
    """The last ones of the conversation."""
