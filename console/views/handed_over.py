"""What a colleague hands over: accepted or declined one by one, or accepted all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from console import access
from console.door import Door, door, form, visit
from console.views.handover import done, means
from desk.agent import Agent
from desk.open_matter import OpenMatter
from desk.store import Book, handing, shift_handovers


async def accept(request: web.Request) -> web.Response:
    return await _answer(
        request, lambda book, matter, agent, here, at: handing.accept(book, matter, agent, means(here), at)
    )


async def decline(request: web.Request) -> web.Response:
    return await _answer(request, lambda book, matter, agent, here, at: handing.decline(matter, agent.id, at))


Answer = Callable[[Book, OpenMatter, Agent, Door, datetime], object]


async def _answer(request: web.Request, answer: Answer) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id = access.number(request.match_info["id"])
    await here.store.write(lambda book: answer(book, access.offered_matter(book, agent, id), agent, here, at))
    return await done(request)


async def accept_all(request: web.Request) -> web.Response:
    """Of one colleague, everything that stood in the list as it was pressed."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id = access.number(request.match_info["id"])
    seen = [access.number(one) for one in form(request).text("seen").split()[:200]]

    def unit(book: Book) -> int:
        handover = shift_handovers.by_id(book, id)
        found = [shift_handovers.matter_by_id(book, one) for one in seen]
        theirs = [one for one in found if one.handover_id == handover.id]
        return handing.accept_all(book, theirs, agent, means(here), at)

    await here.store.write(unit)
    return await done(request)
