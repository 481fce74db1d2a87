"""What opening a ticket for a buyer is drawn from, and the tickets that stand beside a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Literal

from console.ticket_shapes import Late
from desk.money import Money
from desk.record import record
from desk.ticket.eligibility import Why
from desk.ticket.evidence import Shows
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState

OpeningFault = Literal["reason", "words", "quantity", "wanted", "lacks_photos", "shop_down"]


@record(frozen=True, slots=True)
class Line:
    """An article of an order."""

    sku: str
    title: str
    options: str
    quantity: int
    price: Money
    chosen: bool = False


@record(frozen=True, slots=True)
class OrderOffered:
    number: str
    status: str
    placed_on: date | datetime
    lines: tuple[Line, ...]


@record(frozen=True, slots=True)
class KindOffered:
    kind: TicketKind
    why_not: Why | None = None
    chosen: bool = False


@record(frozen=True, slots=True)
class Picture:
    """Of the conversation: it may be hung on the ticket."""

    key: str
    at: datetime
    shows: Shows | None = None


@record(frozen=True, slots=True)
class Opening:
    """As far as it was told: first the article, then the kind, then why."""

    conversation_id: int
    buyer: str
    orders: tuple[OrderOffered, ...] = ()
    kinds: tuple[KindOffered, ...] = ()
    order: str = ""
    sku: str = ""
    kind: TicketKind | None = None
    claim: bool = False
    """It needs a reason out of the list."""
    most: int = 1
    reasons: tuple[tuple[int, str, bool], ...] = ()
    """Whether photos are demanded stands last."""
    wanted: tuple[tuple[str, str], ...] = ()
    """What can come instead: SKU and words."""
    pictures: tuple[Picture, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    fault: OpeningFault | None = None
    why_not: Why | None = None
    shop_down: bool = False
    mark: int = 0
    """The newest ticket of the conversation when the form was drawn: the same told again since is the same press again."""

    @property
    def demands_photos(self) -> bool:
        """For some reason that can be chosen."""
        return any(photos for _, _, photos in self.reasons)


@record(frozen=True, slots=True)
class TicketHere:
    id: int
    kind: TicketKind
    state: TicketState
    item: str
    late: Late


@record(frozen=True, slots=True)
class TicketsHere:
    """Beside a conversation."""

    conversation_id: int
    tickets: tuple[TicketHere, ...]
    may_open: bool = False
