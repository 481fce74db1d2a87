"""A buyer's level: said beside a conversation or on a ticket's page."""

from __future__ import annotations

from aiohttp import web

from console import access
from console.answers import drawn, is_piece, see_other
from console.door import door, form, visit
from console.shapes import Level
from desk.store import Book, conversations


async def rank(request: web.Request) -> web.Response:
    here, someone, sent, at = door(request), visit(request), form(request), door(request).clock()
    id = access.number(request.match_info["id"])
    ticket = access.number(sent.text("ticket")) if sent.text("ticket") else None
    # Looked up apart: whoever changes both locks the buyer before the conversation.
    buyer_id = await here.store.read(lambda book: access.conversation(book, someone.agent, id).buyer_id)

    def unit(book: Book) -> str:
        buyer = conversations.buyer_by_id(book, buyer_id)
        buyer.rank(sent.text("level"), someone.agent.id, at, id)
        return buyer.level

    level = await here.store.write(unit)
    if is_piece(request):
        shown = Level(id, level, True, ticket)
        return drawn(request, "desk/_level.html", level=shown, csrf=someone.session.csrf)
    return see_other(f"/tickets/{ticket}?said=saved" if ticket else f"/desk/{id}?said=saved")
