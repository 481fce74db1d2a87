"""Two hundred orders of the demo shop, from three months ago until this hour, in every state."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from importlib.resources import files
from random import Random

from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.record import record
from desk.shops.demo.parcels import Parcel, parcel
from desk.stock import Listing

FIRST, LAST = 841, 1040
OLDEST_DAYS = 90
FREIGHT, FREE_FROM = 1200, 19900

# Per age of an order in days, how often it stands where.
STATES: Sequence[tuple[float, dict[Status, int]]] = (
    (0.8, {Status.AWAITING_PAYMENT: 4, Status.PAID: 6}),
    (3, {Status.AWAITING_PAYMENT: 1, Status.PAID: 6, Status.SHIPPED: 3}),
    (7, {Status.AWAITING_PAYMENT: 1, Status.PAID: 2, Status.SHIPPED: 8, Status.DELIVERED: 1}),
    (18, {Status.SHIPPED: 1, Status.DELIVERED: 6, Status.COMPLETED: 3, Status.CLOSED: 1}),
    (OLDEST_DAYS + 1, {Status.COMPLETED: 8, Status.CLOSED: 1}),
)


@record(frozen=True, slots=True)
class DemoBuyer:
    name: str
    phone: str
    address: str
    channel: str
    identity: str


# What the documentation and the demo's pages speak of: number → (buyer's account, state).
TOLD_OF = {
    1007: ("telegram", "7", Status.SHIPPED),
    1008: ("web", "demo-mina", Status.SHIPPED),
    1021: ("web", "demo-mina", Status.PAID),
    1036: ("telegram", "7", Status.AWAITING_PAYMENT),
}


def buyers() -> list[DemoBuyer]:
    text = (files(__package__) / "buyers.csv").read_text("utf-8")
    return [DemoBuyer(**row) for row in csv.DictReader(text.splitlines())]


def orders_and_lines(
    now: datetime, zone: tzinfo, listings: Sequence[Listing]
) -> tuple[tuple[Order, ...], tuple[tuple[str, OrderLine], ...]]:
    """Numbers rise with time, more of them lately. A seed of its own for each order keeps the others as they
    are when one is changed."""
    orders, lines = [], []
    people = buyers()
    for number in range(FIRST, LAST + 1):
        random = Random(number)
        age = timedelta(days=OLDEST_DAYS * ((LAST - number + 0.2) / (LAST - FIRST + 1)) ** 1.8)
        buyer, status = _who_and_where(number, age, people, random)
        bought = _lines(listings, status, random)
        orders.append(
            _order(
                number, buyer, status, (now - age).replace(second=0, microsecond=0), now, zone, bought, random
            )
        )
        lines += [(str(number), line) for line in bought]
    return tuple(orders), tuple(lines)


def _who_and_where(
    number: int, age: timedelta, people: list[DemoBuyer], random: Random
) -> tuple[DemoBuyer, Status]:
    days = age / timedelta(days=1)
    weights = next(states for until, states in STATES if days < until)
    [status] = random.choices(list(weights), list(weights.values()))
    buyer = random.choice(people)
    if number in TOLD_OF:
        channel, identity, status = TOLD_OF[number]
        buyer = next(one for one in people if (one.channel, one.identity) == (channel, identity))
    return buyer, status


def _lines(listings: Sequence[Listing], status: Status, random: Random) -> list[OrderLine]:
    chosen = random.sample(listings, random.choices([1, 2, 3], [6, 3, 1])[0])
    lines = []
    for listing in chosen:
        quantity = random.choices([1, 2, 4], [7, 2, 1])[0]
        price = listing.variant.price
        paid = None if status in (Status.AWAITING_PAYMENT, Status.CLOSED) else price * quantity
        lines.append(OrderLine(listing.variant.sku, quantity, price, paid))
    return lines


def _order(
    number: int,
    buyer: DemoBuyer,
    status: Status,
    placed: datetime,
    now: datetime,
    zone: tzinfo,
    bought: list[OrderLine],
    random: Random,
) -> Order:
    goods = sum((line.unit_price * line.quantity for line in bought), Money(0, bought[0].unit_price.currency))
    freight = Money(0 if goods.minor >= FREE_FROM else FREIGHT, goods.currency)
    paid = None
    if status not in (Status.AWAITING_PAYMENT, Status.CLOSED):
        paid = placed + min(timedelta(minutes=random.randint(1, 40)), (now - placed) / 3)
    sent = parcel(number, status, paid, now, zone, random) if paid else Parcel()
    return Order(
        number=str(number),
        buyer_name=buyer.name,
        phone=buyer.phone,
        channel=buyer.channel,
        identity=buyer.identity,
        status=status,
        placed_at=placed,
        paid_at=paid,
        shipped_at=sent.shipped_at,
        delivered_at=sent.delivered_at,
        carrier=sent.carrier,
        tracking=sent.tracking,
        address=buyer.address,
        total=goods + freight,
        expected_on=sent.expected_on,
        last_scan=sent.last_scan,
        last_scan_at=sent.last_scan_at,
        freight=freight,
    )
