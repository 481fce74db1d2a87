"""What stands beside a conversation: who the buyer is, what the bot learnt, their orders, the products talked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from console import access, promise_shapes, promising, routing, shapes
from console.door import Door
from console.ticket_opening_shapes import TicketsHere
from console.tickets_here import tickets_here
from desk import masking
from desk.agent import Agent, Right
from desk.conversation import Conversation
from desk.order import Order, OrderLine
from desk.record import record
from desk.shops import ShopDown
from desk.stock import Catalogue, Product, Variant
from desk.store import Book, conversations, handoffs, thread, waiting

PRODUCTS, VARIANTS = 3, 6
Sold = Mapping[str, tuple[Product, Variant]]


@record(frozen=True, slots=True)
class Known:
    """What the store says; orders and stock are asked of the shop afterwards."""

    held: Conversation
    since: datetime
    owned: frozenset[str]
    past: list[tuple[int, datetime, str]]
    waiting: Mapping[str, int]
    handoff: handoffs.Known | None
    promised: promise_shapes.PromisedHere
    tickets: TicketsHere | None
    level: shapes.Level


def known(book: Book, here: Door, held: Conversation, reader: Agent, at: datetime) -> Known:
    buyer = conversations.buyer_by_id(book, held.buyer_id)
    return Known(
        held,
        buyer.created_at,
        waiting.owned(book, held.buyer_id),
        thread.past(book, held.buyer_id, held.id),
        thread.waiting_for(book),
        routing.known_of(book, held),
        promising.here(book, held, reader, at),
        tickets_here(book, here, reader, held.id, at),
        shapes.Level(held.id, buyer.level, reader.may(Right.BUYER_LEVEL)),
    )


async def side(door: Door, known: Known, reader: Agent, language: str) -> shapes.Side:
    """The pane. When the shop's system is down it says so and shows the rest."""
    held, memory = known.held, _Memory(known.held.dialogue)
    orders: tuple[shapes.OrderCard, ...] = ()
    products: tuple[shapes.ProductCard, ...] = ()
    down = False
    catalogue = None
    try:
        catalogue = await door.shop.catalogue()
        sold = sold_by(catalogue)
        found = await access.orders(door, held, known.owned)
        orders = tuple(
            order_card(one, held, sold, reader, language, talked_about=one.number in memory.orders)
            for one in found
        )
        products = await _products(door, memory, catalogue, known.waiting, language)
    except ShopDown:
        down = True
    return shapes.Side(
        conversation_id=held.id,
        buyer=held.buyer_name,
        channel=held.channel,
        account=held.account,
        since=known.since,
        language=held.language or None,
        card=routing.card(known.handoff, held, reader, door.renderer.languages[language]),
        collected=_collected(memory, catalogue, language),
        orders=orders,
        products=products,
        past=tuple(shapes.Past(id, at, masking.text(last)) for id, at, last in known.past),
        shop_down=down,
        promised=known.promised,
        may_escalate=reader.may(Right.ESCALATE),
        tickets=known.tickets,
        level=known.level,
    )


class _Memory:
    """What the dialogue keeps, read carefully: another version may have written it."""

    def __init__(self, dialogue: Mapping[str, Any]) -> None:
        self.products = _texts(dialogue.get("products"))
        self.orders = _texts(dialogue.get("orders"))
        sku = dialogue.get("sku")
        self.sku = sku if isinstance(sku, str) else ""


def _texts(kept: object) -> list[str]:
    return [text for text in kept if isinstance(text, str)] if isinstance(kept, list) else []


def _collected(memory: _Memory, catalogue: Catalogue | None, language: str) -> tuple[shapes.Collected, ...]:
    known = catalogue.products if catalogue is not None else {}
    titles = [known[id].title(language) if id in known else id for id in memory.products]
    found: list[tuple[shapes.Slot, str]] = [("product", title) for title in titles]
    found += [("order_number", number) for number in memory.orders]
    if memory.sku:
        found.append(("sku", memory.sku))
    return tuple(shapes.Collected(slot, masking.text(value)) for slot, value in found)


def sold_by(catalogue: Catalogue) -> Sold:
    return {v.sku: (product, v) for product in catalogue.products.values() for v in product.variants}


def order_card(
    one: Order,
    held: Conversation,
    sold: Sold,
    reader: Agent,
    language: str,
    *,
    talked_about: bool = False,
) -> shapes.OrderCard:
    return shapes.OrderCard(
        number=one.number,
        status=str(one.status),
        placed_at=one.placed_at,
        total=one.total,
        items=tuple(_item(line, sold, language) for line in one.lines),
        carrier=one.carrier,
        tracking=one.tracking,
        expected_on=one.expected_on,
        last_scan=masking.text(one.last_scan),
        last_scan_at=one.last_scan_at,
        phone=secret(held.id, one, "phone", may_reveal=reader.may(Right.REVEAL)),
        address=secret(held.id, one, "address", may_reveal=reader.may(Right.REVEAL)),
        talked_about=talked_about,
    )


def secret(
    conversation_id: int, one: Order, field: shapes.Field, *, may_reveal: bool, revealed: bool = False
) -> shapes.Secret | None:
    """Phone or address of an order, hidden unless it was just revealed. None when the shop knows none."""
    value = one.phone if field == "phone" else one.address
    if not value:
        return None
    masked = masking.phone(value) if field == "phone" else masking.address(value)
    return shapes.Secret(conversation_id, field, masked, one.number, value if revealed else None, may_reveal)


def _item(line: OrderLine, sold: Sold, language: str) -> shapes.OrderItem:
    product, variant = sold.get(line.sku, (None, None))
    title = product.title(language) if product is not None else line.sku
    return shapes.OrderItem(
        title, _options(variant) if variant is not None else "", line.quantity, line.unit_price
    )


async def _products(
    door: Door, memory: _Memory, catalogue: Catalogue, waiting: Mapping[str, int], language: str
) -> tuple[shapes.ProductCard, ...]:
    talked_of = [catalogue.products[id] for id in memory.products[:PRODUCTS] if id in catalogue.products]
    wanted = [(product, variant) for product in talked_of for variant in _variants(product, memory.sku)]
    now = await door.shop.stock([variant.sku for _, variant in wanted])
    return tuple(
        shapes.ProductCard(
            sku=variant.sku,
            title=product.title(language),
            options=_options(variant),
            price=variant.price,
            stock=now[variant.sku].stock,
            as_of=now[variant.sku].as_of,
            restock_on=now[variant.sku].restock_on,
            waiting=waiting.get(variant.sku, 0),
            url=variant.url,
        )
        for product, variant in wanted
        if variant.sku in now
    )


def _variants(product: Product, sku: str) -> Sequence[Variant]:
    return [v for v in product.variants if v.sku == sku] or product.variants[:VARIANTS]


def _options(variant: Variant) -> str:
    return " · ".join(variant.options.values())
