"""What goes back of an order by its cases, in units and in money, and what is left of it for one more. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from desk.errors import NotNow
from desk.money import Money
from desk.order import Order, Status
from desk.ticket.amounts import at_most, paid_for
from desk.ticket.eligibility import BEFORE_SHIPMENT, NOTHING_GOES_BACK, Earlier, line_of
from desk.ticket.moves import TicketState
from desk.ticket.ticket import Ticket

NOTHING_EVER = NOTHING_GOES_BACK | {TicketState.SENT_BACK}


def refunded(others: Iterable[Ticket]) -> Counter[str]:
    """Units of each line of an order whose money goes back, or went, before anything was shipped."""
    units = Counter[str]()
    for one in others:
        units[one.sku] += as_earlier(one).gives_units_back
    return units


def as_earlier(ticket: Ticket) -> Earlier:
    return Earlier(ticket.id, ticket.state, ticket.unshipped, ticket.kind, ticket.quantity)


class Held(StrEnum):
    """Why what was approved is not paid as things are now."""

    LEFT_SINCE = "left_since"  # the parcel has left, and nobody of the service has looked at the case
    PAID_LESS = "paid_less"  # for the line, or by another case of it more goes back already


class HeldBack(NotNow):
    def __init__(self, why: Held, most: Money) -> None:
        super().__init__()
        self.why, self.most = why, most

    @property
    def note(self) -> str:
        """As it is written down; `told` reads it."""
        return f"{self.why} {self.most.minor}"


def told(note: str) -> tuple[Held, int] | None:
    """Why, and how much can go back at most (minor units), out of a note; None where it is no such note."""
    why, _, minor = note.partition(" ")
    return (Held(why), int(minor)) if why in tuple(Held) and minor.isdecimal() else None


def look_before_paying(ticket: Ticket, others: Iterable[Ticket], order: Order | None) -> None:
    """The shop may have shipped the order, or changed what was paid for it, since the amount was set. Raises HeldBack."""
    goods, freight = left(ticket, others, order)
    most = Money(goods + freight, ticket.currency)
    if order is not None and has_left_since(ticket, order):
        raise HeldBack(Held.LEFT_SINCE, most)
    if ticket.goods > goods or ticket.freight > freight:
        raise HeldBack(Held.PAID_LESS, most)


def has_left_since(ticket: Ticket, order: Order) -> bool:
    """Whether a refund that needed no service review, because nothing had left, would now give the buyer goods and money.
    Sent back to the service and set anew, it may be paid all the same: for a parcel that is refused at the door."""
    nobody_looked = ticket.unshipped and not ticket.approved_by
    return nobody_looked and order.status not in BEFORE_SHIPMENT and order.status is not Status.CLOSED


def freight_left(paid: int, others: Iterable[Ticket]) -> int:
    """Of an order's freight: what no other case of it gives back. It was paid once, whatever is withdrawn and begun anew."""
    return max(0, paid - sum(one.freight for one in others if one.state not in NOTHING_EVER))


def left(ticket: Ticket, others: Iterable[Ticket], order: Order | None) -> tuple[int, int]:
    """Of the goods and of the freight: what a reviewer can give back by this case, beside `others` of the same order. A
    delivery exception and a claim of one line are about the same money. Without the order, its line was paid as far as the
    cases know."""
    going = [one for one in others if one.id != ticket.id and one.state not in NOTHING_EVER]
    same = [one for one in going if one.sku == ticket.sku]
    line = line_of(order, ticket.sku) if order is not None else None
    if order is None or line is None:
        paid = part = max(ticket.paid, *(one.paid for one in same), 0)
    else:
        paid, part = paid_for(order, ticket.sku), at_most(order, line, ticket.quantity)
    goods = max(0, paid - sum(max(0, one.goods - one.fee) for one in same))
    freight = ticket.freight_paid
    if order is not None and order.freight is not None:
        freight = min(freight, order.freight.minor)
    return min(ticket.paid, part, goods), freight_left(freight, going)
