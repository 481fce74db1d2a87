"""The shop's list of reasons: add, change, show and hide, reorder, delete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from console import access
from console.answers import Around, around, drawn, frame, see_other
from console.door import door, form, language_of, visit
from console.reason_form import put, reasons, written
from console.ticket_desk_shapes import Reason, Reasons
from console.ticket_tabs import tabs
from desk.errors import NotFound
from desk.store import Book, ticket_reasons
from desk.ticket.reason import MOST, TicketReason

PATH = "/ticket-reasons"


async def page(request: web.Request) -> web.Response:
    return await _page(request)


async def _page(request: web.Request, sent: Reason | None = None) -> web.Response:
    here, agent, language = door(request), visit(request).agent, language_of(request)

    def unit(book: Book) -> tuple[Around, Reasons]:
        found, used = ticket_reasons.every(book), ticket_reasons.in_use(book)
        if sent is not None and sent.id not in {0, *(one.id for one in found)}:
            raise NotFound()
        return around(book, agent), reasons(found, used, _languages(request), language, sent)

    about, shown = await here.store.read(unit)
    code = 422 if sent else 200
    return drawn(
        request, "tickets/reasons.html", code, frame=frame(request, about), reasons=shown, tabs=tabs(agent)
    )


def _languages(request: web.Request) -> tuple[str, ...]:
    """In which buyers are spoken to."""
    return tuple(sorted((pack.language for pack in door(request).packs), reverse=True))


async def add(request: web.Request) -> web.Response:
    made = written(form(request), 0, _languages(request))

    def unit(book: Book) -> Reason:
        found = ticket_reasons.every(book)
        if len(found) >= MOST:
            return replace(made, fault="too_many")
        if made.fault is None:
            one = TicketReason(0, {}, [], max((each.position for each in found), default=0) + 1)
            put(one, made)
            book.add(one)
        return made

    tried = await door(request).store.write(unit)
    return await _page(request, tried) if tried.fault else see_other(f"{PATH}?said=saved")


async def save(request: web.Request) -> web.Response:
    id = access.number(request.match_info["id"])
    made = written(form(request), id, _languages(request))
    if made.fault:
        return await _page(request, made)
    return await _changed(request, lambda one, every: put(one, made))


async def delete(request: web.Request) -> web.Response:
    """Offered nowhere any more; the tickets that have it keep it."""

    def gone(one: TicketReason, every: list[TicketReason]) -> None:
        one.deleted = True

    return await _changed(request, gone)


async def move(request: web.Request) -> web.Response:
    by = -1 if form(request).text("up") == "1" else 1

    def moved(one: TicketReason, every: list[TicketReason]) -> None:
        place = every.index(one)
        every.insert(min(max(place + by, 0), len(every) - 1), every.pop(place))
        for position, each in enumerate(every, start=1):
            each.position = position

    return await _changed(request, moved)


async def _changed(
    request: web.Request, change: Callable[[TicketReason, list[TicketReason]], None]
) -> web.Response:
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> None:
        every = ticket_reasons.every(book)
        one = next((one for one in every if one.id == id), None)
        if one is None:
            raise NotFound()
        change(one, every)

    await door(request).store.write(unit)
    return see_other(f"{PATH}?said=saved#reason-{id}")
