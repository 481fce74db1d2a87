"""The supervisor's wall: its page, and the stream that keeps it up on every screen."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import web

from console import live
from console.answers import around, drawn, frame
from console.door import door, language_of, visit
from console.staying import Stay
from console.wall import BOARD

ALWAYS = "wall"
"""Where the page stands in its stream: every stream begins with the whole wall, nothing is ever missed."""


async def page(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    shown = await request.app[BOARD].shown()
    about = await here.store.read(lambda book: around(book, agent, ALWAYS))
    return drawn(request, "wall/wall.html", frame=frame(request, about), wall=shown)


async def stream(request: web.Request) -> web.StreamResponse:
    response = await live.opened(request)
    with contextlib.suppress(ConnectionError, TimeoutError):
        await _follow(request, response)
    return response


async def _follow(request: web.Request, response: web.StreamResponse) -> None:
    board, language, stay = request.app[BOARD], language_of(request), Stay(door(request), visit(request))
    version = -1 if board.version else 0
    waits = {
        "wall": asyncio.ensure_future(board.changed(version)),
        "session": asyncio.ensure_future(stay.changed.wait()),
        "closing": asyncio.ensure_future(request.app[live.CLOSING].wait()),
    }
    await stay.begin()
    try:
        async with board.watched():
            while True:
                done, _ = await asyncio.wait(
                    waits.values(), timeout=stay.pause, return_when=asyncio.FIRST_COMPLETED
                )
                if waits["closing"] in done:
                    break
                if waits["session"] in done:
                    stay.hurry()
                    waits["session"] = asyncio.ensure_future(stay.changed.wait())
                if not await stay.goes_on():
                    await live.send(response, "signed-out", "")
                    break
                if waits["wall"] in done:
                    version = board.version
                    await live.write(response, board.frame(language))
                    waits["wall"] = asyncio.ensure_future(board.changed(version))
                elif not done:
                    await live.write(response, b": ping\n\n")
    finally:
        await live.stop(waits.values())
        await stay.end()
