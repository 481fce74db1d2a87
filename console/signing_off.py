"""Signing off with something unassigned is refused: what is left, and one key to each way out of it."""

from __future__ import annotations

from aiohttp import web

from console import shifting
from console.answers import Around, around, drawn, frame, is_piece
from console.door import door, visit
from console.shift_shapes import Handing
from desk.store import Book, handing, log


async def refused(request: web.Request) -> web.Response:
    """Who wants to go says so by that: their board opens, if it was not open."""
    here, someone, at = door(request), visit(request), door(request).clock()
    await here.store.write(
        lambda book: handing.open_board(book, someone.agent, someone.agent.id, here.zone, at)
    )

    def unit(book: Book) -> tuple[Around, Handing]:
        about = around(book, someone.agent, log.now(book).token())
        return about, shifting.page(book, here, someone.agent, at, refused=True)

    about, shown = await here.store.read(unit)
    if is_piece(request):
        left = shown.board.left if shown.board else 0
        return drawn(request, "handover/_refused.html", 409, left=left)
    csrf = someone.session.csrf
    return drawn(
        request, "handover/handover.html", 409, frame=frame(request, about), handing=shown, csrf=csrf
    )
