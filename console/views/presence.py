"""Where I am: available, busy, on a break, away; said by a press in the head of the page."""

from __future__ import annotations

from aiohttp import web

from console import routing
from console.answers import drawn, is_piece, see_other
from console.door import door, form, visit
from console.routing_shapes import CHOICES
from console.signing_off import refused
from desk.presence import Presence
from desk.shift_handover import StillUnassigned
from desk.store import Book, handing, posts


async def mine(request: web.Request) -> web.Response:
    here, someone = door(request), visit(request)
    shown = await here.store.read(lambda book: routing.presence_of(book, someone.agent))
    return drawn(request, "_presence.html", presence=shown, csrf=someone.session.csrf)


async def choose(request: web.Request) -> web.Response:
    here, someone, at = door(request), visit(request), door(request).clock()
    chosen = form(request).text("choice")
    if chosen not in CHOICES:
        raise web.HTTPBadRequest()
    state, _, reason = chosen.partition(".")

    def unit(book: Book) -> None:
        if state == Presence.OFFLINE:
            handing.sign_off(book, someone.agent.id, at)
        posts.of(book, someone.agent.id, at).choose(Presence(state), reason, at)

    try:
        await here.store.write(unit)
    except StillUnassigned:
        return await refused(request)
    return await mine(request) if is_piece(request) else see_other("/desk")
