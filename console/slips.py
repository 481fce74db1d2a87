"""The slip 退换货单 (C10): one page of paper for each ticket, with what everybody who touches the goods must know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from console import access
from console.code128 import bars
from console.door import Door
from console.thread import Reader
from console.ticket_case import evidence, reason_of
from console.ticket_desk_shapes import Slip
from desk import masking
from desk.agent import Agent
from desk.order import Order
from desk.shops import ShopDown
from desk.store import Book, conversations, tickets
from desk.ticket.kinds import MONEY
from desk.ticket.step import TicketStep
from desk.ticket.ticket import Ticket

OPINIONS = frozenset(
    {"approve", "refuse", "amend", "refund_instead", "compensate", "tell_outcome", "accept_anyway"}
)


async def orders_of(here: Door, held: list[Ticket]) -> Mapping[str, Order] | None:
    """By number; None while the shop's system is down: the slip is printed without what only it knows."""
    try:
        found = [
            await access.order_of(here, one) for one in {each.order_number: each for each in held}.values()
        ]
    except ShopDown:
        return None
    return {one.number: one for one in found if one is not None}


def slip(
    book: Book,
    agent: Agent,
    id: int,
    orders: Mapping[str, Order],
    reader: Reader,
    language: str,
    at: datetime,
) -> Slip:
    held = access.ticket(book, agent, id)
    order, reason, (path, width) = orders.get(held.order_number), reason_of(book, held), bars(f"#{held.id}")
    phone, address = (order.phone, order.address) if order is not None else ("", "")
    return Slip(
        id=held.id,
        printed_at=at,
        opened_at=held.opened_at,
        kind=held.kind,
        state=held.state,
        buyer=conversations.by_id(book, held.conversation_id).buyer_name,
        phone=phone if reader.open or not phone else masking.phone(phone),
        address=address if reader.open or not address else masking.address(address),
        order_number=held.order_number,
        shipment=f"{order.carrier} {order.tracking}".strip() if order is not None else "",
        item=held.item,
        sku=held.sku,
        quantity=held.quantity,
        reason=reason.in_words(language) if reason else "",
        words=reader.text(held.words),
        opinion=reader.text(_opinion(tickets.steps(book, id))),
        approved_by=tuple(reader.names.get(one, "") for one in held.approved_by),
        assignee=reader.names.get(held.assignee_id, "") if held.assignee_id is not None else "",
        back_to=held.address,
        back=f"{held.carrier_back} {held.tracking_back}".strip(),
        out=f"{held.carrier_out} {held.tracking_out}".strip(),
        bars=path,
        width=width,
        total=held.total if held.kind in MONEY else None,
        photos=tuple(one for one in evidence(book, held, reader) if one.photo.state == "ok"),
    )


def _opinion(steps: list[TicketStep]) -> str:
    return next((step.note for step in reversed(steps) if step.verb in OPINIONS and step.note), "")
