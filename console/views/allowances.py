"""Texts that the guard stopped and agents asked about: supervisors allow each once, or refuse it."""

from __future__ import annotations

from aiohttp import web

from console import access, allowing, shapes
from console.answers import Around, around, drawn, frame, is_piece, see_other
from console.door import door, form, visit
from console.views.lists import LAST, place
from desk.allowance import LONGEST_REASON
from desk.store import Book, agents, allowances, log

Waiting = tuple[shapes.StoppedText, ...]


async def page(request: web.Request) -> web.Response:
    return await _page(request)


async def _page(request: web.Request, unreasoned: int = 0, code: int = 200) -> web.Response:
    """`unreasoned`: the one that somebody wanted to decide without a word."""
    here, agent, before = door(request), visit(request).agent, place(request, LAST)

    def unit(book: Book) -> tuple[Around, Waiting, list[shapes.StoppedText]]:
        about = around(book, agent, log.now(book).token())
        names = agents.names(book)
        found = allowances.decided(book, before)
        return (
            about,
            _waiting(book, request),
            [allowing.stopped(one, here.guard, names, agent) for one in found],
        )

    about, waiting, decided = await here.store.read(unit)
    more = str(decided[allowances.PAGE - 1].id) if len(decided) > allowances.PAGE else None
    return drawn(
        request, "lists/allowances.html", code, frame=frame(request, about), csrf=visit(request).session.csrf,
        waiting=waiting, decided=tuple(decided[: allowances.PAGE]), more=more, unreasoned=unreasoned, now=here.clock(),
    )  # fmt: skip


async def open_ones(request: web.Request) -> web.Response:
    """The list alone, as it changes."""
    return await _list(request)


async def count(request: web.Request) -> web.Response:
    number = await door(request).store.read(allowances.count)
    return drawn(
        request, "_allowances_count.html", frame=frame(request, Around(shapes.Counts(allowances=number)))
    )


async def grant(request: web.Request) -> web.Response:
    return await _decide(request, grants=True)


async def refuse(request: web.Request) -> web.Response:
    return await _decide(request, grants=False)


async def _decide(request: web.Request, *, grants: bool) -> web.Response:
    """With a reason, always: the agent reads it, and so does whoever looks back."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    number = access.number(request.match_info["id"])
    reason = " ".join(form(request).text("reason").split())[:LONGEST_REASON]

    def unit(book: Book) -> None:
        held = access.allowance(book, agent, number)
        (held.grant if grants else held.refuse)(agent.id, reason, at)

    if not reason:
        await here.store.read(lambda book: access.allowance(book, agent, number))
        return await (_list if is_piece(request) else _page)(request, number, 422)
    await here.store.write(unit)
    return await _list(request) if is_piece(request) else see_other("/allowances?said=saved")


def _waiting(book: Book, request: web.Request) -> Waiting:
    here, agent, names = door(request), visit(request).agent, agents.names(book)
    return tuple(allowing.stopped(one, here.guard, names, agent) for one in allowances.waiting(book))


async def _list(request: web.Request, unreasoned: int = 0, code: int = 200) -> web.Response:
    waiting = await door(request).store.read(lambda book: _waiting(book, request))
    csrf, now = visit(request).session.csrf, door(request).clock()
    return drawn(
        request, "lists/_allowances.html", code, csrf=csrf, waiting=waiting, unreasoned=unreasoned, now=now
    )
