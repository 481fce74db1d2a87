"""How a case begins: out of a line of an order, by the buyer in the chat or by an agent for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from desk.errors import NotNow
from desk.order import Order, OrderLine, Status
from desk.ticket.amounts import asked, freight_back, paid_for
from desk.ticket.eligibility import BEFORE_SHIPMENT, Earlier, Why, eligible, line_of
from desk.ticket.facts import THE_DESK, Mover
from desk.ticket.kinds import KINDS, TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.policy import Policy
from desk.ticket.ticket import Ticket

NOTHING_GOES_BACK = frozenset({TicketState.TELLING, TicketState.WITHDRAWN, TicketState.REFUSED})
NOTHING_EVER = NOTHING_GOES_BACK | {TicketState.SENT_BACK}
SHUT = frozenset({Why.ANOTHER_CASE, Why.CLOSED, Why.NOT_PAID})


class Shut(NotNow):
    """The line is not open to this case any more."""


def refunded(others: Iterable[Ticket]) -> Mapping[str, int]:
    """Units of each line of an order whose money goes back, or went, before anything was shipped."""
    return {
        one.sku: one.quantity
        for one in others
        if one.unshipped and one.kind is TicketKind.REFUND and one.state not in NOTHING_GOES_BACK
    }


def claim(
    order: Order,
    line: OrderLine,
    kind: TicketKind,
    quantity: int,
    *,
    item: str,
    buyer_id: int,
    conversation_id: int,
    opened_by: int | None,
    at: datetime,
    others: Iterable[Ticket] = (),
) -> Ticket:
    """A case that is still being told, with what it is about in money. `others`: the order's other tickets."""
    unshipped, goods = order.status in BEFORE_SHIPMENT, asked(order, line, quantity)
    others = list(others)
    freight = freight_back(order, {**refunded(others), line.sku: quantity}) if unshipped else 0
    freight = min(freight, freight_left(order.freight.minor if order.freight else 0, others))
    money = KINDS[kind].money
    return Ticket(
        0,
        kind,
        TicketState.TELLING,
        buyer_id,
        conversation_id,
        opened_by,
        at,
        at,
        order.total.currency,
        order_number=order.number,
        sku=line.sku,
        item=item,
        quantity=min(quantity, line.quantity),
        unshipped=unshipped,
        paid=goods,
        freight_paid=order.freight.minor if order.freight else 0,
        goods=goods if money else 0,
        freight=freight if money else 0,
        ordered_at=order.placed_at,
    )


class LeftSince(NotNow):
    """The parcel has left since; nobody of the service has looked at this case."""


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
    known = order is not None and line_of(order, ticket.sku) is not None
    paid = (
        paid_for(order, ticket.sku) if order and known else max(ticket.paid, *(one.paid for one in same), 0)
    )
    goods = max(0, paid - sum(max(0, one.goods - one.fee) for one in same))
    return min(ticket.paid, goods), freight_left(ticket.freight_paid, going)


TOLD_ANEW = (
    "kind",
    "order_number",
    "sku",
    "item",
    "quantity",
    "unshipped",
    "paid",
    "freight_paid",
    "goods",
    "freight",
)


def told_anew(ticket: Ticket, fresh: Ticket, mover: Mover, at: datetime) -> None:
    """While it is still being told: it is of another line, kind or quantity, and so about other money."""
    ticket.change(mover, at, **{name: getattr(fresh, name) for name in TOLD_ANEW})
    ticket.ordered_at = fresh.ordered_at  # goes with the order's number; no line of the history


def look_again(
    ticket: Ticket,
    order: Order,
    mover: Mover,
    at: datetime,
    policy: Policy,
    *,
    earlier: Iterable[Earlier],
    others: Iterable[Ticket],
) -> None:
    """Of a claim, before it is sent in: the order may have left since it was told, and its line may have got another case.
    `earlier`, `others`: without this one. Raises Shut."""
    line = line_of(order, ticket.sku)
    if line is None or eligible(order, earlier, at, policy)[ticket.kind] in SHUT:
        raise Shut()
    fresh = claim(
        order, line, ticket.kind, ticket.quantity, item=ticket.item, buyer_id=ticket.buyer_id,
        conversation_id=ticket.conversation_id, opened_by=ticket.opened_by, at=at, others=others,
    )  # fmt: skip
    told_anew(ticket, fresh, mover, at)


def case(
    kind: TicketKind,
    currency: str,
    *,
    buyer_id: int,
    conversation_id: int,
    opened_by: int | None,
    at: datetime,
    about: Ticket | None = None,
) -> Ticket:
    """A delivery exception or a complaint. `about`: a claim of the line that it is about; no money of it goes back before
    somebody has looked into it."""
    if about is not None:
        about.kind, about.goods, about.freight = kind, 0, 0
        return about
    return Ticket(0, kind, TicketState.TELLING, buyer_id, conversation_id, opened_by, at, at, currency)


def goes_to_finance(ticket: Ticket) -> bool:
    """At once, when it is sent in."""
    return ticket.kind is TicketKind.REFUND and ticket.unshipped


def submit(ticket: Ticket, mover: Mover, at: datetime, policy: Policy) -> None:
    """Sent in. Before shipment no service review is needed, and for a small sum no finance review either (C4)."""
    if not goes_to_finance(ticket):
        ticket.do("submit", mover, at, policy)
        return
    ticket.do("submit_unshipped", mover, at, policy)
    # What a person of the shop opened, another one pays: nobody moves money alone.
    if ticket.opened_by is None and 0 < ticket.amounts.total <= policy.automatic:
        ticket.do("pay_by_rule", THE_DESK, at, policy)
