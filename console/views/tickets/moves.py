"""What is done to a ticket: every move of the table by one handler; giving it to somebody, its reason, raising it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from aiohttp import web

from console import access
from console.answers import see_other
from console.door import Door, door, form, visit
from console.form import Form
from console.pictures import prepare
from console.ticket_acts import buyer_before, seen
from console.ticket_evidence import lacking
from console.ticket_facts import REFUSALS, MovedOn, Unreadable, booked, facts, fault, limit_of, typed
from console.ticket_page_shapes import Refused
from console.views.tickets.lists import receiver
from console.views.tickets.page import page_with
from desk.agent import Agent
from desk.conversation import Conversation
from desk.errors import DeskError, NotAllowed, NotNow
from desk.order import Order
from desk.photo import Photo
from desk.shops import ShopDown
from desk.store import Book, got_back, photos, ticket_beside, ticket_reasons, tickets
from desk.ticket.evidence import Shows
from desk.ticket.facts import Mover
from desk.ticket.going_back import left, look_before_paying
from desk.ticket.kinds import CLAIMS
from desk.ticket.moves import MOVES, Need, find
from desk.ticket.opening import look_again, look_whether_it_is_used, submit
from desk.ticket.ticket import LONGEST_NOTE, Ticket

Unit = Callable[[Book], object]
PAYS = frozenset({"pay", "pay_again"})


async def move(request: web.Request) -> web.Response:
    here, agent, sent, at = door(request), visit(request).agent, form(request), door(request).clock()
    id, verb = access.number(request.match_info["id"]), request.match_info["verb"]
    try:
        pictures = await _pictures(here, agent, id, verb, sent, at)
        order = await _order_now(here, agent, id, verb)
        await here.store.write(lambda book: _move(book, here, agent, id, verb, sent, pictures, at, order))
    except REFUSALS as error:
        return await _refused(request, verb, error)
    return see_other(f"/tickets/{id}?said=ticket_moved")


async def _pictures(here: Door, agent: Agent, id: int, verb: str, sent: Form, at: datetime) -> list[Photo]:
    """Still without a row. Raises Unreadable where the move has no photos of its own: what nobody asked for would be decoded
    and kept."""
    files = sent.files
    if not files:
        return []

    def unit(book: Book) -> Conversation:
        held = access.ticket(book, agent, id)
        row = find(held.kind, held.state, verb)
        if not row.by & Mover.of(agent).by:
            raise NotAllowed()
        if not row.photos or any(one.field != "photos" for one in files):
            raise Unreadable("no_photos")
        return access.conversation(book, agent, held.conversation_id)

    talk = await here.store.read(unit)
    prepared = [None if one.too_big else await prepare(here, one) for one in files]
    if None in prepared:
        raise Unreadable("picture")
    return [one.of_a_case(talk, at) for one in prepared if one is not None]


async def _order_now(here: Door, agent: Agent, id: int, verb: str) -> Order | None:
    """As the shop has it now, where money is decided or a claim is sent in. Raises NotNow for a claim that cannot be sent in
    because nobody knows whether its parcel has left."""
    held = await here.store.read(lambda book: access.ticket(book, agent, id))
    sends = verb.startswith("submit") and held.kind in CLAIMS
    if not sends and not any(
        move.verb == verb and (verb in PAYS or Need.AMOUNT in move.needs) for move in MOVES
    ):
        return None
    try:
        return await access.order_of(here, held)
    except ShopDown:
        if sends:
            raise NotNow() from None
        return None


def _move(
    book: Book,
    here: Door,
    agent: Agent,
    id: int,
    verb: str,
    sent: Form,
    pictures: list[Photo],
    at: datetime,
    order: Order | None,
) -> None:
    held = fresh(book, agent, id, sent)
    row, mover, policy = find(held.kind, held.state, verb), Mover.of(agent), here.rules.after_sales
    if row.approves is not None and not sent.text("seen"):
        raise MovedOn()
    before = buyer_before(book, held, here, at) if row.approves is not None else 0
    units = booked(sent, verb, held.quantity)
    others = (
        [one for one in tickets.of_order(book, held.order_number) if one.id != id]
        if held.order_number
        else []
    )
    if verb in PAYS:
        look_before_paying(held, others, order)
    most = left(held, others, order)
    known = facts(
        held, row, sent, here.zone, at, most, photos=len(pictures), buyer_before=before, booked_in=units
    )
    if verb.startswith("submit"):
        if order is not None and held.kind in CLAIMS:
            earlier = tickets.earlier(book, held.order_number, held.sku, but=id)
            look_again(held, order, mover, at, policy, earlier=earlier, others=others)
        if lacking(book, held) and not known.note:
            raise Unreadable("lacks_photos")
        submit(held, mover, at, policy, got_back.by_rule(book, held, at, policy), known.note)
    else:
        if verb == "reconsider":
            look_whether_it_is_used(held, tickets.earlier(book, held.order_number, held.sku, but=id))
        if verb == "receive" and sent.text("whose") != "1":
            _one_buyers(book, held, known.tracking)
        held.do(verb, mover, at, policy, known)
    hang(book, agent, held, pictures, at)


def _one_buyers(book: Book, held: Ticket, tracking: str) -> None:
    if ticket_beside.of_another_buyer(book, held, tracking or held.tracking_back):
        raise Unreadable("two_buyers")


def fresh(book: Book, agent: Agent, id: int, sent: Form) -> Ticket:
    """As the reader saw it: whoever approves an amount approves the one that stood on their page. Raises MovedOn."""
    held = access.ticket(book, agent, id)
    if sent.text("seen") not in ("", str(seen(book, id))):
        raise MovedOn()
    return held


def hang(book: Book, agent: Agent, held: Ticket, pictures: list[Photo], at: datetime) -> None:
    """The warehouse's own."""
    for one in pictures:
        photo = book.add(replace(one, id=0))
        photos.keep_likeness(book, photo.id, photo.likeness)
        tickets.add_photo(book, held.id, photo.id, Shows.INSPECTION, at, agent.id)


async def _refused(request: web.Request, verb: str, error: DeskError) -> web.Response:
    what, code = fault(error)
    limit = limit_of(error)
    return await page_with(request, Refused(verb, what, typed(form(request)), limit), code)


async def assign(request: web.Request) -> web.Response:
    agent, sent, at = visit(request).agent, form(request), door(request).clock()
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> None:
        access.ticket(book, agent, id).change(
            Mover.of(agent), at, assignee_id=receiver(book, agent, sent.text("to"))
        )

    return await _done(request, "assign", unit, "ticket_assigned")


async def change_reason(request: web.Request) -> web.Response:
    agent, at = visit(request).agent, door(request).clock()
    id, written = access.number(request.match_info["id"]), form(request).text("reason")

    def unit(book: Book) -> None:
        held = access.ticket(book, agent, id)
        if written not in {str(one.id) for one in ticket_reasons.offered(book, held.kind)}:
            raise Unreadable("reason")
        held.change(Mover.of(agent), at, reason_id=int(written))

    return await _done(request, "reason", unit, "saved")


async def raise_it(request: web.Request) -> web.Response:
    agent, sent, at = visit(request).agent, form(request), door(request).clock()
    id, note = access.number(request.match_info["id"]), form(request).text("note").strip()[:LONGEST_NOTE]
    verb = "platform" if sent.text("platform") == "1" else "raise"

    def unit(book: Book) -> None:
        held = access.ticket(book, agent, id)
        if not note:
            raise Unreadable("note")
        held.raise_(at, Mover.of(agent), verb, note)

    return await _done(request, "raise", unit, "ticket_raised")


async def _done(request: web.Request, verb: str, unit: Unit, said: str) -> web.Response:
    try:
        await door(request).store.write(unit)
    except REFUSALS as error:
        return await _refused(request, verb, error)
    return see_other(f"/tickets/{access.number(request.match_info['id'])}?said={said}")
