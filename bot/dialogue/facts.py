"""What the shop says right now about what the buyer asks for: gathered before the dialogue decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, tzinfo

from bot.dialogue.ask import Ask
from bot.dialogue.case_facts import NO_AFTER_SALES, AfterSales
from bot.dialogue.digits import order_key
from bot.dialogue.memory import Memory
from desk.order import Order
from desk.order_times import DEFAULT_TIMES, OrderTimes
from desk.record import record
from desk.shops import Shop, ShopDown
from desk.stock import Catalogue, Product, StockNow, Variant

NEAR_PRODUCTS = 5
MOST_LINES = 100


@record(frozen=True, slots=True)
class Wants:
    """The facts that a run of letters needs."""

    products: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """Products whose page is all that matters: no stock is asked for them."""
    orders: tuple[str, ...] = ()
    own: bool = False
    """The orders bound to the buyer's account."""
    near: bool = False
    """Products like the first one, to offer instead."""
    cases: bool = False
    """The buyer's after-sales cases, and what the orders contain, with live stock."""
    named: tuple[str, ...] = ()
    """Numbers that may be those of a case, an order or a parcel: an old case is looked for by them."""
    memory: Memory | None = field(default=None, compare=False, repr=False)
    only_ask: Ask | None = field(default=None, compare=False, repr=False)
    """What is remembered, and what the only letter of the run asks: read to know what is wanted, they need not be
    read again to answer."""


@record(frozen=True, slots=True)
class Front:
    """What the shop says of itself."""

    shop: str
    zone: tzinfo
    privacy_url: str = ""
    open_now: bool = True
    opens_at: datetime | None = None
    """When people are there again; None while open, or where nobody knows."""
    times: OrderTimes = DEFAULT_TIMES
    """What the shop promises of orders."""
    place: int = 0
    """In the queue, of whoever asks for a person now; 0 while somebody is free, or nobody is there at all."""
    minutes: int = 0
    """Until that place is taken; 0 where nobody can tell."""


@record(frozen=True, slots=True)
class KnownOrder:
    order: Order
    own: bool
    """Bound to this buyer's account, or proven before."""


@record(frozen=True, slots=True)
class Facts:
    now: datetime
    front: Front
    products: Mapping[str, Product] = field(default_factory=dict)
    live: Mapping[str, StockNow] = field(default_factory=dict)
    """By SKU."""
    near: tuple[str, ...] = ()
    """Products that may serve instead."""
    orders: Mapping[str, KnownOrder] = field(default_factory=dict)
    """By order_key; what does not exist is absent."""
    own: tuple[Order, ...] = ()
    """Newest first."""
    places: Mapping[str, int] = field(default_factory=dict)
    """SKU → the buyer's place on its waiting list, from 1."""
    shop_down: bool = False
    """Something that was needed could not be asked."""
    pages: Mapping[str, Product] = field(default_factory=dict)
    """Products whose page may be named. Of their stock nothing is known."""
    after: AfterSales = NO_AFTER_SALES

    def order(self, number: str) -> KnownOrder | None:
        return self.orders.get(order_key(number))

    def owns(self, number: str) -> bool:
        known = self.order(number)
        return known is not None and known.own

    def with_known(self, proven: frozenset[str], places: Mapping[str, int]) -> Facts:
        """With the orders that the buyer once showed to be theirs, and their places on waiting lists."""
        shown = {order_key(number) for number in proven}
        orders = {
            key: KnownOrder(known.order, known.own or key in shown) for key, known in self.orders.items()
        }
        kept = self.now, self.front, self.products, self.live, self.near
        return Facts(*kept, orders, self.own, places, self.shop_down, self.pages, self.after)

    def sold(self, sku: str) -> tuple[Product, Variant] | None:
        for product in self.products.values():
            for variant in product.variants:
                if variant.sku == sku:
                    return product, variant
        return None


async def gather(
    wants: Wants,
    shop: Shop,
    front: Front,
    *,
    now: datetime,
    channel: str,
    identity: str,
    proven: frozenset[str] = frozenset(),
    places: Mapping[str, int] | None = None,
) -> Facts:
    """Asks the shop for no more than was wanted. `proven`: numbers of orders that the buyer showed to be theirs."""
    products: dict[str, Product] = {}
    live: dict[str, StockNow] = {}
    pages: dict[str, Product] = {}
    near: tuple[str, ...] = ()
    orders: dict[str, KnownOrder] = {}
    own: tuple[Order, ...] = ()
    down = False
    shown = {order_key(number) for number in proven}
    try:
        for number in wants.orders:
            if order := await shop.order(number):
                mine = order.bound_to(channel, identity) or order_key(order.number) in shown
                orders[order_key(number)] = KnownOrder(order, mine)
        if wants.own:
            own = tuple(await shop.orders_of(channel, identity))
            orders |= {order_key(order.number): KnownOrder(order, True) for order in own}
        lines = _lines(orders.values()) if wants.cases else ()
        if wants.products or wants.skus or lines:
            catalogue = await shop.catalogue()
            products = _wanted(wants.products, (*wants.skus, *lines), catalogue)
            if wants.near and products:
                near = _like(next(iter(products.values())), catalogue)
                products |= {id: catalogue.products[id] for id in near}
            live = await shop.stock({v.sku for p in products.values() for v in p.variants})
        if wants.pages:
            sold = (await shop.catalogue()).products
            pages = {id: sold[id] for id in wants.pages if id in sold}
    except ShopDown:
        down = True
    return Facts(now, front, products, live, near, orders, own, places or {}, down, pages)


def _lines(orders: Iterable[KnownOrder]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.sku for known in orders for line in known.order.lines))[:MOST_LINES]


def _wanted(ids: Sequence[str], skus: Sequence[str], catalogue: Catalogue) -> dict[str, Product]:
    found = {id: catalogue.products[id] for id in ids if id in catalogue.products}
    if not skus:
        return found
    missing = set(skus) - {v.sku for p in found.values() for v in p.variants}
    for sku in tuple(missing):
        if sku in catalogue.products:  # not the two sets' common part: that looks at every product
            found[sku] = catalogue.products[sku]
            missing.discard(sku)
    if missing:  # rare: an old button, or a SKU typed by a buyer that is not the first of its product
        for product in catalogue.products.values():
            if any(variant.sku in missing for variant in product.variants):
                found[product.id] = product
    return found


def _like(product: Product, catalogue: Catalogue) -> tuple[str, ...]:
    """What a thing is stands at the end of its name, in both languages: linen lamp, 亚麻台灯."""
    kind = product.name[-2:]
    kind_en = product.name_en.casefold().rpartition(" ")[2]
    alike = (
        other.id
        for other in catalogue.products.values()
        if other.id != product.id
        and ((kind and other.name.endswith(kind)) or (kind_en and other.name_en.casefold().endswith(kind_en)))
    )
    return tuple(id for id, _ in zip(alike, range(NEAR_PRODUCTS), strict=False))
