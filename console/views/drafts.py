"""What I have begun to write, kept on the server so that no change of hands loses it."""

from __future__ import annotations

from aiohttp import web

from console import access
from console.door import door, form, visit
from desk.store import Book
from desk.store import drafts as kept


async def keep(request: web.Request) -> web.Response:
    here, someone, sent, at = door(request), visit(request), form(request), door(request).clock()
    id = access.number(request.match_info["id"])
    text, note = sent.text("text"), sent.text("note") == "1"

    def unit(book: Book) -> None:
        held = access.conversation(book, someone.agent, id)
        kept.keep(book, held.id, someone.agent.id, text[: here.reach(held.channel).max_text], at, note=note)

    await here.store.write(unit)
    return web.Response(status=204)
