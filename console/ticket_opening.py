"""Opening a ticket for a buyer: their orders and what each article is open to, and what was filled in, read with care."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from console import access, beside
from console.door import Door
from console.form import Form
from console.ticket_opening_shapes import (
    KindOffered,
    Line,
    Opening,
    OpeningFault,
    OrderOffered,
    Picture,
)
from desk.agent import Agent
from desk.conversation import Conversation
from desk.errors import DeskError
from desk.order import Order, OrderLine, Status
from desk.photo import Photo, ViewState
from desk.record import record
from desk.shops import ShopDown
from desk.store import Book, photos, ticket_reasons, tickets, waiting
from desk.ticket.eligibility import Earlier, Why, eligible, line_of, units_left
from desk.ticket.evidence import Shows
from desk.ticket.kinds import CLAIMS, TicketKind
from desk.ticket.reason import TicketReason

PICTURES = 24
TYPED = ("reason", "quantity", "wanted", "words", "without")
NOT_ON_ITS_WAY: Mapping[Status, Why] = {Status.AWAITING_PAYMENT: Why.NOT_PAID, Status.CLOSED: Why.CLOSED}


class Unfit(DeskError):
    """It cannot be opened as it was filled in."""

    def __init__(self, what: OpeningFault | Why) -> None:
        super().__init__()
        self.what = what


@record(frozen=True, slots=True)
class Known:
    """What the store says."""

    talk: Conversation
    owned: frozenset[str]
    reasons: list[TicketReason]
    pictures: list[Photo]
    earlier: list[Earlier]
    newest: int


@record(frozen=True, slots=True)
class Wish:
    order: str = ""
    sku: str = ""
    kind: TicketKind | None = None


def wish(asked: Mapping[str, str]) -> Wish:
    kind = next((kind for kind in TicketKind if kind == asked.get("kind")), None)
    return Wish(asked.get("order", "")[:64], asked.get("sku", "")[:64], kind)


def known(book: Book, agent: Agent, id: int, wish: Wish) -> Known:
    talk = access.conversation(book, agent, id)
    shown = [
        one for one in photos.of_conversation(book, id) if one.view_state == ViewState.OK and one.inbox_id
    ]
    return Known(
        talk,
        waiting.owned(book, talk.buyer_id),
        ticket_reasons.every(book),
        shown[-PICTURES:],
        tickets.earlier(book, wish.order, wish.sku) if wish.order else [],
        next((one.id for one in tickets.of_conversation(book, id)), 0),
    )


async def opening(here: Door, known: Known, wish: Wish, language: str, at: datetime) -> Opening:
    """When the shop's system is down only what needs no order can be opened."""
    begun = Opening(
        conversation_id=known.talk.id,
        buyer=known.talk.buyer_name,
        order=wish.order,
        sku=wish.sku,
        kind=wish.kind,
        claim=wish.kind in CLAIMS,
        mark=known.newest,
        reasons=_reasons(known, wish, language),
        pictures=tuple(Picture(one.key, one.created_at) for one in known.pictures),
    )
    try:
        found = await access.orders(here, known.talk, known.owned)
        sold = beside.sold_by(await here.shop.catalogue())
    except ShopDown:
        return replace(begun, shop_down=True, kinds=_kinds(None, None, wish, known, here, at))
    chosen = next((one for one in found if one.number == wish.order), None)
    line = line_of(chosen, wish.sku) if chosen is not None else None
    return replace(
        begun,
        orders=tuple(_order(one, wish, sold, language) for one in found),
        kinds=_kinds(chosen, line, wish, known, here, at),
        most=most(line, wish.kind, known.earlier) if line else 1,
        wanted=wanted(wish, sold),
    )


def _order(one: Order, wish: Wish, sold: beside.Sold, language: str) -> OrderOffered:
    lines = tuple(
        Line(
            line.sku, title(line.sku, sold, language), options(line.sku, sold), line.quantity, line.unit_price,
            one.number == wish.order and line.sku == wish.sku,
        )
        for line in one.lines
    )  # fmt: skip
    return OrderOffered(one.number, str(one.status), one.placed_at, lines)


def title(sku: str, sold: beside.Sold, language: str) -> str:
    return sold[sku][0].title(language) if sku in sold else sku


def options(sku: str, sold: beside.Sold) -> str:
    return " · ".join(sold[sku][1].options.values()) if sku in sold else ""


def wanted(wish: Wish, sold: beside.Sold) -> tuple[tuple[str, str], ...]:
    """What can be sent instead: the same article first, then its other variants that are there and cost no more: nobody pays
    a difference by an exchange."""
    if wish.kind is not TicketKind.EXCHANGE or wish.sku not in sold:
        return ()
    product, own = sold[wish.sku]
    others = [
        one
        for one in product.variants
        if one.sku != own.sku and one.stock > 0 and one.price.minor <= own.price.minor
    ]
    return tuple((one.sku, " · ".join((*one.options.values(), one.sku))) for one in (own, *others))


def _kinds(
    order: Order | None, line: OrderLine | None, wish: Wish, known: Known, here: Door, at: datetime
) -> tuple[KindOffered, ...]:
    """A complaint needs no article; everything else does."""
    complaint = KindOffered(TicketKind.COMPLAINT, None, wish.kind is TicketKind.COMPLAINT)
    if order is None or line is None:
        return (complaint,)
    why = why_not(order, line, known.earlier, here, at)
    return (*(KindOffered(kind, why[kind], wish.kind is kind) for kind in why), complaint)


def most(line: OrderLine, kind: TicketKind | None, earlier: list[Earlier]) -> int:
    """Units that it can be about; of what happened on the way, any of them."""
    return max(1, units_left(line, earlier)) if kind in CLAIMS else line.quantity


def why_not(
    order: Order, line: OrderLine, earlier: list[Earlier], here: Door, at: datetime
) -> dict[TicketKind, Why | None]:
    """Of every kind that is about an article."""
    found = dict(eligible(order, line, earlier, at, here.rules.after_sales))
    return {**found, TicketKind.DELIVERY: NOT_ON_ITS_WAY.get(order.status)}


def _reasons(known: Known, wish: Wish, language: str) -> tuple[tuple[int, str, bool], ...]:
    if wish.kind is None:
        return ()
    return tuple(
        (one.id, one.in_words(language), one.photos) for one in known.reasons if one.offered_for(wish.kind)
    )


def shown_on(sent: Form, pictures: list[Photo]) -> list[tuple[Photo, Shows]]:
    """Pictures of the conversation that shall hang on the ticket, with what each shows."""
    said = {one.key: sent.text(f"shows-{one.key}") for one in pictures}
    return [(one, Shows(said[one.key])) for one in pictures if said[one.key] in tuple(Shows)]
