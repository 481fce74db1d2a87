"""The warehouse's table: a number is typed or scanned, and the ticket is there."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web

from console import access
from console.answers import Around, around, drawn, frame
from console.door import door, language_of, visit
from console.reading import reader_of
from console.thread import Reader
from console.ticket_acts import seen
from console.ticket_case import evidence, reason_of
from console.ticket_desk_shapes import Parcel, Receiving
from console.ticket_tabs import tabs
from desk import masking
from desk.store import Book, agents, conversations, log, ticket_beside, ticket_list, ticket_search, tickets
from desk.ticket.facts import Mover
from desk.ticket.moves import Actor, TicketState
from desk.ticket.ticket import Ticket

MOST = 5


async def page(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    number = (
        request.query.get("number", "").encode("utf-8", "replace").decode().replace("\0", "").strip()[:64]
    )

    def unit(book: Book) -> tuple[Around, Receiving]:
        reader = reader_of(request, agents.names(book))
        found = [access.ticket(book, agent, one.id) for one in ticket_search.found(book, number)[:MOST]]
        parcels = tuple(_parcel(book, request, one, reader, number) for one in found)
        waiting = ticket_list.awaiting(ticket_list.counts(book), {Actor.WAREHOUSE})
        return around(book, agent, log.now(book).token()), Receiving(number, parcels, waiting)

    about, shown = await here.store.read(unit)
    return drawn(
        request, "tickets/receive.html", frame=frame(request, about), receiving=shown, tabs=tabs(agent)
    )


def _parcel(book: Book, request: web.Request, held: Ticket, reader: Reader, number: str) -> Parcel:
    moves = {move.verb for move in held.moves(Mover.of(visit(request).agent).by)}
    reason = reason_of(book, held)
    scanned = "" if number.lstrip("#") in (str(held.id), held.order_number) else "".join(number.split())
    tracking = held.tracking_back or scanned
    return Parcel(
        id=held.id,
        kind=held.kind,
        state=held.state,
        item=held.item,
        sku=held.sku,
        quantity=held.quantity,
        reason=reason.in_words(language_of(request)) if reason else "",
        words=reader.text(held.words),
        photos=evidence(book, held, reader),
        seen=seen(book, held.id),
        may_receive="receive" in moves,
        carrier=held.carrier_back,
        tracking=tracking,
        order=held.order_number,
        buyer=masking.name(conversations.by_id(book, held.conversation_id).buyer_name),
        awaited_since=_awaited_since(book, held),
        receivable=any(move.verb == "receive" for move in held.moves({Actor.WAREHOUSE})),
        shared=bool(ticket_beside.of_another_buyer(book, held, tracking)),
    )


def _awaited_since(book: Book, held: Ticket) -> datetime | None:
    """Since the buyer was told to send it; None where they were not."""
    told = [step.at for step in tickets.steps(book, held.id) if step.after == TicketState.AWAITING_RETURN]
    return told[-1] if told else None
