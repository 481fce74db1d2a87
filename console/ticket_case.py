"""One ticket read for one reader: what it is about, how it stands, its photos and its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from console.door import Door
from console.thread import Reader
from console.thread import photo as shape_of
from console.ticket_history import history, note_in_words
from console.ticket_page_shapes import Case, Evidence, OnTheShelf, Payment
from console.ticket_rows import late
from desk.money import Money
from desk.store import Book, conversations, goods_moves, refunds, ticket_beside, ticket_reasons, tickets
from desk.ticket.dues import turn
from desk.ticket.evidence import Shows, missing
from desk.ticket.kinds import MONEY
from desk.ticket.reason import TicketReason
from desk.ticket.ticket import Ticket


def case(book: Book, held: Ticket, here: Door, reader: Reader, language: str, at: datetime) -> Case:
    reason = reason_of(book, held)
    photos = evidence(book, held, reader)
    shown = {one.shows for one in photos if one.photo.state != "failed"}
    money = _money(held) if held.kind in MONEY else {}
    return Case(
        id=held.id,
        kind=held.kind,
        state=held.state,
        conversation_id=held.conversation_id,
        buyer=conversations.by_id(book, held.conversation_id).buyer_name,
        opened_at=held.opened_at,
        opened_by=_name(held.opened_by, reader),
        late=late(held.due_at, held.over, here, at),
        turn=turn(held.state),
        due_at=None if held.over else held.due_at,
        order_number=held.order_number,
        sku=held.sku,
        item=held.item,
        quantity=held.quantity,
        wanted_sku=held.wanted_sku,
        reason=reason.in_words(language) if reason else "",
        words=reader.text(held.words),
        **money,
        coupons=held.coupons,
        assignee=_name(held.assignee_id, reader),
        approved_by=tuple(_name(id, reader) for id in held.approved_by),
        alone=held.alone,
        raised_at=held.raised_at,
        platform_at=held.platform_at,
        address=reader.text(held.address),
        back=f"{held.carrier_back} {held.tracking_back}".strip(),
        same_number=()
        if held.over
        else tuple(ticket_beside.of_another_buyer(book, held, held.tracking_back)),
        out=f"{held.carrier_out} {held.tracking_out}".strip(),
        booked_in=held.booked_in,
        responsible=held.responsible,
        finding=reader.text(held.finding),
        measure=reader.text(held.measure),
        photos=photos,
        missing=tuple(missing(held.kind, shown, demanded=bool(reason and reason.photos))),
        payments=_payments(book, held, reader),
        shelf=tuple(
            OnTheShelf(one.sku, one.units, one.state, one.settled_at or one.wanted_at)
            for one in goods_moves.of_ticket(book, held.id)
        ),
        steps=history(tickets.steps(book, held.id), held.currency, reasons(book, language), reader),
    )


def reason_of(book: Book, held: Ticket) -> TicketReason | None:
    return None if held.reason_id is None else ticket_reasons.by_id(book, held.reason_id)


def reasons(book: Book, language: str) -> Mapping[int, str]:
    """All that are not deleted, in words."""
    return {one.id: one.in_words(language) for one in ticket_reasons.every(book)}


def evidence(book: Book, held: Ticket, reader: Reader) -> tuple[Evidence, ...]:
    same, alike = defaultdict[str, list[int]](list), defaultdict[int, list[int]](list)
    for number, sha256 in tickets.same_pictures(book, held.id):
        same[sha256].append(number)
    for photo_id, number in tickets.look_alike(book, held.id):
        alike[photo_id].append(number)
    return tuple(
        Evidence(shape_of(one, reader), Shows(shows), tuple(same[one.sha256 or ""]), tuple(alike[one.id]))
        for shows, one in tickets.photos(book, held.id)
    )


def _payments(book: Book, held: Ticket, reader: Reader) -> tuple[Payment, ...]:
    return tuple(
        Payment(
            one.money,
            one.state,
            one.settled_at or one.asked_at or one.wanted_at,
            one.reference,
            note_in_words(one.reason, one.currency, reader),
        )
        for one in refunds.of_ticket(book, held.id)
    )


def _name(id: int | None, reader: Reader) -> str:
    return "" if id is None else reader.names.get(id, "")


def _money(held: Ticket) -> dict[str, Money]:
    parts = {
        "paid": held.paid,
        "goods": held.goods,
        "freight": held.freight,
        "fee": held.fee,
        "total": held.total.minor,
    }
    return {name: Money(minor, held.currency) for name, minor in parts.items()}
