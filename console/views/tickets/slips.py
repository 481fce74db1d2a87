"""Slips on paper: of one ticket, and of several at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from aiohttp import web

from console import access
from console.answers import Around, around, frame
from console.door import door, form, language_of, visit
from console.reading import reader_of
from console.slips import orders_of, slip
from console.ticket_desk_shapes import Slips
from console.views.reveals import record_all
from console.views.tickets.lists import chosen
from desk.agent import Right
from desk.errors import NotAllowed, NotFound
from desk.store import Book, agents
from desk.ticket.ticket import Ticket

MOST = 50
Paper = Literal["a4", "a5"]


async def one(request: web.Request) -> web.Response:
    """Masked, as everything that is only looked at."""
    asked = request.query
    return await _drawn(
        request, [access.number(request.match_info["id"])], asked.get("paper"), asked.get("language")
    )


async def several(request: web.Request) -> web.Response:
    """With phone and address for who may see them, recorded."""
    sent, may = form(request), visit(request).may(Right.REVEAL)
    full = sent.text("full") == "1"
    if full and not may:
        raise NotAllowed()
    return await _drawn(request, chosen(sent)[:MOST], sent.text("paper"), sent.text("language"), full=full)


async def _drawn(
    request: web.Request, ids: list[int], paper: str | None, language: str | None, *, full: bool = False
) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    spoken = language if language and language in here.renderer.languages else language_of(request)
    if not ids:
        raise NotFound()

    def first(book: Book) -> list[Ticket]:
        held = [access.ticket(book, agent, id) for id in ids]
        if full:
            record_all(book, agent, [look for one in held for look in _looks(one)], at)
        return held

    held = await (here.store.write(first) if full else here.store.read(first))
    orders = await orders_of(here, held)

    def then(book: Book) -> tuple[Around, Slips]:
        reader = replace(
            reader_of(request, agents.names(book), open=full), words=here.renderer.languages[spoken]
        )
        drawn = tuple(slip(book, agent, id, orders or {}, reader, spoken, at) for id in ids)
        size: Paper = "a5" if paper == "a5" else "a4"
        return around(book, agent), Slips(
            drawn, full, agent.may(Right.REVEAL), size, orders is None, spoken, tuple(ids)
        )

    about, shown = await here.store.read(then)
    html = here.renderer.render("tickets/slips.html", spoken, frame=frame(request, about), slips=shown)
    return web.Response(text=html, content_type="text/html", charset="utf-8")


def _looks(held: Ticket) -> list[tuple[int, str, str]]:
    """What is read in full on a slip: of the order phone and address, otherwise what the buyer wrote."""
    what = ("slip_phone", "slip_address") if held.order_number else ("slip",)
    return [(held.conversation_id, one, str(held.id)) for one in what]
