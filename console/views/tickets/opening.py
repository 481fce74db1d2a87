"""Opening a ticket for a buyer, out of their conversation; and the tickets of a conversation."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from console import access, ticket_telling
from console.answers import Around, around, drawn, frame, see_other
from console.beside import sold_by
from console.door import Door, door, form, language_of, visit
from console.form import Form
from console.ticket_evidence import lacks
from console.ticket_opening import TYPED, Known, Unfit, Wish, known, opening, shown_on, wish
from console.ticket_opening_shapes import Opening
from console.ticket_telling import Told
from console.tickets_here import tickets_here
from desk.errors import NotFound
from desk.shops import ShopDown
from desk.store import Book, got_back, log, tickets
from desk.ticket.eligibility import Why, line_of
from desk.ticket.evidence import Shows
from desk.ticket.facts import Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.opening import submit
from desk.ticket.ticket import LONGEST_NOTE


async def page(request: web.Request) -> web.Response:
    return await _page(request, wish(request.query))


async def _page(request: web.Request, asked: Wish, refused: Unfit | None = None) -> web.Response:
    here, agent, id = door(request), visit(request).agent, access.number(request.match_info["id"])

    def unit(book: Book) -> tuple[Around, Known]:
        return around(book, agent, log.now(book).token()), known(book, agent, id, asked)

    about, read = await here.store.read(unit)
    shown = await opening(here, read, asked, language_of(request), here.clock())
    if refused is not None:
        shown = _given_back(shown, form(request), refused)
    code = 422 if refused else 200
    return drawn(request, "tickets/opening.html", code, frame=frame(request, about), opening=shown)


def _given_back(shown: Opening, sent: Form, refused: Unfit) -> Opening:
    """With everything that was filled in."""
    said = {one.key: sent.text(f"shows-{one.key}") for one in shown.pictures}
    pictures = tuple(
        replace(one, shows=next((shows for shows in Shows if shows == said[one.key]), None))
        for one in shown.pictures
    )
    typed = {name: sent.text(name) for name in TYPED if sent.text(name)}
    if isinstance(refused.what, Why):
        return replace(shown, typed=typed, pictures=pictures, why_not=refused.what)
    return replace(shown, typed=typed, pictures=pictures, fault=refused.what)


async def open_one(request: web.Request) -> web.Response:
    id, asked = access.number(request.match_info["id"]), wish(form(request).fields)
    if asked.kind is None:
        raise NotFound()
    here, someone = door(request), visit(request)
    told = Told(asked.kind, asked, form(request), someone.agent, here.clock(), language_of(request))
    try:
        told = await _about(here, id, told)
        made = await here.store.write(lambda book: _open(book, here, id, told))
    except Unfit as error:
        return await _page(request, asked, error)
    return see_other(f"/tickets/{made}?said=ticket_opened")


async def _about(here: Door, id: int, told: Told) -> Told:
    """With the order, if it is this buyer's. Raises Unfit, NotFound."""
    if not told.wish.order and told.kind is TicketKind.COMPLAINT:
        return told
    read = await here.store.read(lambda book: known(book, told.agent, id, told.wish))
    try:
        found = await access.orders(here, read.talk, read.owned)
        sold = sold_by(await here.shop.catalogue())
    except ShopDown:
        raise Unfit("shop_down") from None
    order = next((one for one in found if one.number == told.wish.order), None)
    if order is None or line_of(order, told.wish.sku) is None:
        raise NotFound()
    return replace(told, order=order, sold=sold)


def _open(book: Book, here: Door, id: int, told: Told) -> int:
    read, mover, policy = known(book, told.agent, id, told.wish), Mover.of(told.agent), here.rules.after_sales
    if (before := ticket_telling.pressed_before(book, id, told)) is not None:
        return before
    hung, without = shown_on(told.sent, read.pictures), told.sent.text("without").strip()[:LONGEST_NOTE]
    begun = ticket_telling.ticket(book, here, read, told)
    if not without and lacks(book, begun, [shows for _, shows in hung]):
        raise Unfit("lacks_photos")
    made = tickets.open_ticket(book, begun, mover, policy)
    for photo, shows in hung:
        tickets.add_photo(book, made.id, photo.id, shows, told.at, told.agent.id)
    submit(made, mover, told.at, policy, got_back.by_rule(book, made, told.at, policy), without)
    return made.id


async def beside(request: web.Request) -> web.Response:
    here, agent, id = door(request), visit(request).agent, access.number(request.match_info["id"])
    shown = await here.store.read(lambda book: tickets_here(book, here, agent, id, here.clock()))
    return drawn(request, "tickets/_here.html", here=shown)
