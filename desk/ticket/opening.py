"""How a case begins: out of a line of an order, by the buyer in the chat or by an agent for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from desk.errors import NotNow
from desk.order import Order, OrderLine
from desk.ticket.amounts import asked, freight_back
from desk.ticket.eligibility import BEFORE_SHIPMENT, FREE, Earlier, Why, eligible, line_of, units_left
from desk.ticket.facts import THE_DESK, Facts, Mover
from desk.ticket.going_back import freight_left, left, refunded
from desk.ticket.kinds import CLAIMS, KINDS, TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.policy import Policy
from desk.ticket.ticket import Ticket

SHUT = frozenset({Why.ANOTHER_CASE, Why.CLOSED, Why.NOT_PAID})


class Shut(NotNow):
    """The line is not open to this case any more."""


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
    others = list(others)
    gone = refunded(others)
    before = gone[line.sku] if kind in CLAIMS else 0  # whatever happened on the way may be about any of them
    quantity = max(1, min(quantity, line.quantity - before))
    unshipped, paid = order.status in BEFORE_SHIPMENT, asked(order, line, quantity, before)
    freight = freight_back(order, gone | {line.sku: gone[line.sku] + quantity}) if unshipped else 0
    freight = min(freight, freight_left(order.freight.minor if order.freight else 0, others))
    money = KINDS[kind].money
    made = Ticket(
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
        quantity=quantity,
        unshipped=unshipped,
        paid=paid,
        freight_paid=order.freight.minor if order.freight else 0,
        freight=freight if money else 0,
        ordered_at=order.placed_at,
    )
    made.goods = left(made, others, order)[0] if money else 0
    return made


def look_whether_it_is_used(ticket: Ticket, earlier: Iterable[Earlier]) -> None:
    """Before a refused case is reconsidered: refused before shipment it left the line to the case after, and where there is
    one, the same units would go back twice. `earlier`: without this one. Raises Shut."""
    if ticket.unshipped and any(not one.unshipped and one.state not in FREE for one in earlier):
        raise Shut()


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
    earlier = list(earlier)
    if line is None or eligible(order, line, earlier, at, policy)[ticket.kind] in SHUT:
        raise Shut()
    if ticket.quantity > units_left(line, earlier):
        raise Shut()  # fewer than the buyer has confirmed are a matter for the buyer
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


def submit(ticket: Ticket, mover: Mover, at: datetime, policy: Policy, by_rule: int, note: str = "") -> None:
    """Sent in. Before shipment no service review is needed, and for a small sum no finance review either (C4). `by_rule`:
    minor units that went to this buyer or for this order without finance lately; many small sums are a large one. `note`:
    of whoever sends it in for the buyer, why it goes without the photos that are demanded."""
    known = Facts(note=note.strip())
    if not goes_to_finance(ticket):
        ticket.do("submit", mover, at, policy, known)
        return
    ticket.do("submit_unshipped", mover, at, policy, known)
    # What a person of the shop opened, another one pays: nobody moves money alone.
    small = 0 < ticket.amounts.total <= policy.automatic - by_rule
    if ticket.opened_by is None and small:
        ticket.do("pay_by_rule", THE_DESK, at, policy)
