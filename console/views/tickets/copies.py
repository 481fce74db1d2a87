"""The list of tickets as a file: a copy of many at once, by a right of its own, and recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

from console.answers import see_other
from console.door import door, form, language_of, visit
from console.ticket_columns import layout
from console.ticket_file import Sheet, as_csv, pieces
from console.ticket_rows import wish_of
from console.ticket_shapes import TicketRow
from console.ticket_workbook import as_workbook
from console.views.reveals import record
from console.views.tickets.lists import filters
from desk.errors import NotFound

PIECE = 64 << 10
Write = Callable[[Sheet, AsyncIterator[list[TicketRow]], Path], Awaitable[int]]
WAYS: dict[str, tuple[Write, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


async def file(request: web.Request) -> web.StreamResponse:
    """Made whole before its first byte leaves: only then it is known, and recorded, how much that is."""
    here, agent, sent, at = door(request), visit(request).agent, form(request), door(request).clock()
    asked, kind = wish_of(filters(sent), agent, here), sent.text("as")
    if kind not in WAYS:
        raise NotFound()
    if asked.refused:
        return see_other(f"/tickets?{asked.address}")
    write, type_ = WAYS[kind]
    sheet = Sheet(layout(agent).columns, here.renderer.languages[language_of(request)], here.zone)
    name = f"tickets-{at.astimezone(here.zone):%Y-%m-%d}.{kind}"
    headers = {"Content-Type": type_, "Content-Disposition": f'attachment; filename="{name}"'}
    response, into = web.StreamResponse(headers=headers), here.files.temporary()
    try:
        count = await write(sheet, pieces(here, asked), into)
        await here.store.write(lambda book: record(book, agent, None, "tickets", asked.address, at, count))
        await response.prepare(request)
        with into.open("rb") as made:
            while piece := made.read(PIECE):
                await response.write(piece)
    finally:
        into.unlink(missing_ok=True)
    return response
