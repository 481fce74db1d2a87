"""What is held out to me: the list above the list, and saying no. Saying yes is taking it."""

from __future__ import annotations

from aiohttp import web

from console import access, routing
from console.answers import drawn, is_piece, see_other
from console.door import door, language_of, visit
from desk.store import Book
from desk.store import offers as kept


async def mine(request: web.Request) -> web.Response:
    here, someone = door(request), visit(request)
    words = here.renderer.languages[language_of(request)]
    shown = await here.store.read(lambda book: routing.offers_of(book, someone.agent, words))
    return drawn(request, "desk/_offers.html", offers=shown, csrf=someone.session.csrf)


async def decline(request: web.Request) -> web.Response:
    """What is over already stays so."""
    here, someone, at = door(request), visit(request), door(request).clock()
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> None:
        access.conversation(book, someone.agent, id)
        kept.decline(book, id, someone.agent.id, at)

    await here.store.write(unit)
    return await mine(request) if is_piece(request) else see_other("/desk")
