"""A ticket's page, and the pieces of it that are drawn anew when somebody did something."""

from __future__ import annotations

from aiohttp import web

from console import access
from console.answers import drawn, frame
from console.door import door, language_of, visit
from console.ticket_page import acts_of, case_of, known, whole
from console.ticket_page_shapes import Refused


async def page(request: web.Request) -> web.Response:
    return await page_with(request)


async def page_with(request: web.Request, refused: Refused | None = None, code: int = 200) -> web.Response:
    here, someone, id = door(request), visit(request), access.number(request.match_info["id"])
    read = await here.store.read(lambda book: known(book, request, id, refused))
    shown = await whole(here, read, someone.agent, language_of(request))
    around = frame(request, read.about)
    return drawn(request, "tickets/page.html", code, frame=around, page=shown, csrf=someone.session.csrf)


async def case(request: web.Request) -> web.Response:
    id = access.number(request.match_info["id"])
    shown = await door(request).store.read(lambda book: case_of(book, request, id))
    csrf, now = visit(request).session.csrf, door(request).clock()
    return drawn(request, "tickets/_case.html", case=shown, now=now, csrf=csrf)


async def acts(request: web.Request) -> web.Response:
    id = access.number(request.match_info["id"])
    shown = await door(request).store.read(lambda book: acts_of(book, request, id))
    return drawn(request, "tickets/_acts.html", acts=shown, csrf=visit(request).session.csrf)
