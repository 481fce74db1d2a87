"""What the desk knows of a buyer's after-sales cases, as values: read from the book before the dialogue decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime

from bot.dialogue.digits import order_key
from desk.money import Money
from desk.record import record
from desk.ticket.eligibility import Earlier
from desk.ticket.evidence import DEMANDED, Shows
from desk.ticket.kinds import CLAIMS, TicketKind
from desk.ticket.moves import OVER, Actor, TicketState, open_to
from desk.ticket.policy import USUALLY, Policy
from desk.ticket.reason import TicketReason

BUYER_ONLY = frozenset({Actor.BUYER})


@record(frozen=True, slots=True)
class Case:
    """A ticket as the buyer may know it."""

    id: int
    kind: TicketKind
    state: TicketState
    order: str
    sku: str
    item: str
    quantity: int
    total: Money
    opened_at: datetime
    freight: int = 0
    fee: int = 0
    """In minor units, of the total."""
    reason: int | None = None
    wanted: str = ""
    words: str = ""
    due_at: datetime | None = None
    address: str = ""
    tracking_back: str = ""
    carrier_out: str = ""
    tracking_out: str = ""
    note: str = ""
    """What the shop wrote for the buyer: why it was refused, what came out."""
    reminded: bool = False
    """The last thing that happened is that they are reminded."""
    held_until: date | None = None
    """The order does not complete by itself before then, for the exchange's sake."""
    disputed: bool = False
    """The platform was asked to step in."""
    shows: tuple[Shows, ...] = ()
    """Of the photos that hang on it."""
    version: int = 0

    @property
    def over(self) -> bool:
        return self.state in OVER

    def may(self, verb: str) -> bool:
        """Whether the buyer may do this now: the table says so."""
        return any(move.verb == verb for move in open_to(self.kind, self.state, BUYER_ONLY))


@record(frozen=True, slots=True)
class AfterSales:
    cases: tuple[Case, ...] = ()
    """Of this buyer, the newest first."""
    reasons: tuple[TicketReason, ...] = ()
    earlier: Mapping[str, Mapping[str, tuple[Earlier, ...]]] = field(default_factory=dict)
    """By order_key and SKU: cases that a line had or has, whoever opened them."""
    loose: int = 0
    """Photos of this conversation that hang on no case yet."""
    policy: Policy = USUALLY

    def case(self, id: int) -> Case | None:
        return next((case for case in self.cases if case.id == id), None)

    def being_told(self, order: str = "", sku: str = "") -> Case | None:
        """The newest claim that is still being told; `order`, `sku`: of that line."""
        for case in self.cases:
            same = not order or (order_key(case.order) == order_key(order) and case.sku == sku)
            if case.state is TicketState.TELLING and case.kind in CLAIMS and same:
                return case
        return None

    def offered(self, kind: TicketKind) -> list[TicketReason]:
        return [reason for reason in self.reasons if reason.offered_for(kind)]

    @property
    def of_claims(self) -> list[TicketReason]:
        """Reasons for which something is claimed; others say what happened to a parcel, or what a complaint is about."""
        return [reason for reason in self.reasons if not CLAIMS.isdisjoint(reason.kinds)]

    def had(self, order: str, sku: str) -> tuple[Earlier, ...]:
        return self.earlier.get(order_key(order), {}).get(sku, ())

    def reason(self, id: int) -> TicketReason | None:
        return next((reason for reason in self.reasons if reason.id == id), None)


NO_AFTER_SALES = AfterSales()


def filled(kind: TicketKind, shows: tuple[Shows, ...], more: int) -> tuple[Shows, ...]:
    """What is shown once `more` photos have come: each stands for the first thing that is missing, the rest for others."""
    there = list(shows)
    for _ in range(more):
        there.append(next((one for one in DEMANDED[kind] if one not in there), Shows.OTHER))
    return tuple(there)
