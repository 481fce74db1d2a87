"""The list of tickets: its page, its columns, views that are kept, and giving several to somebody."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web

from console import access
from console.answers import Around, around, drawn, frame, is_piece, see_other
from console.door import door, form, visit
from console.form import Form
from console.ticket_columns import arrange
from console.ticket_rows import handed_to, read, wish
from console.ticket_shapes import TicketList
from console.ticket_tabs import tabs
from console.ticket_views import forget, keep
from desk.agent import Agent
from desk.errors import NotAllowed, NotFound, NotNow
from desk.store import Book, agents, log
from desk.ticket.facts import Mover

CHOSEN = "ticket-"
MOST_CHOSEN = 200


async def page(request: web.Request) -> web.Response:
    here, agent, asked = door(request), visit(request).agent, wish(request)

    def unit(book: Book) -> tuple[Around, TicketList]:
        return around(book, agent, log.now(book).token()), read(book, here, agent, asked, here.clock())

    about, shown = await here.store.read(unit)
    csrf, code = visit(request).session.csrf, 422 if asked.refused else 200
    if is_piece(request):
        return drawn(request, "tickets/_list.html", code, tickets=shown, csrf=csrf)
    return drawn(
        request,
        "tickets/list.html",
        code,
        frame=frame(request, about),
        tickets=shown,
        csrf=csrf,
        tabs=tabs(agent),
    )


async def count(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    about = await here.store.read(lambda book: around(book, agent))
    return drawn(request, "tickets/_count.html", count=about.counts.tickets)


async def columns(request: web.Request) -> web.Response:
    sent = form(request)
    await _mine(request, lambda mine: arrange(mine, sent))
    return see_other(back(sent))


async def keep_view(request: web.Request) -> web.Response:
    sent = form(request)
    query = back(sent).partition("?")[2]
    await _mine(request, lambda mine: keep(mine, sent.text("name"), query))
    return see_other(f"{back(sent)}&said=saved")


async def forget_view(request: web.Request) -> web.Response:
    sent = form(request)
    await _mine(request, lambda mine: forget(mine, sent.text("name")))
    return see_other(back(sent))


async def _mine(request: web.Request, change: Callable[[Agent], None]) -> None:
    here, agent = door(request), visit(request).agent

    def unit(book: Book) -> None:
        mine = agents.by_id(book, agent.id)
        assert mine is not None
        change(mine)

    await here.store.write(unit)


async def assign(request: web.Request) -> web.Response:
    """Those that are over meanwhile stay as they are."""
    here, agent, sent, at = door(request), visit(request).agent, form(request), door(request).clock()
    to, ids = sent.text("to"), chosen(sent)

    def unit(book: Book) -> None:
        person = receiver(book, agent, to)
        for id in ids:
            with contextlib.suppress(NotNow):
                access.ticket(book, agent, id).change(Mover.of(agent), at, assignee_id=person)

    await here.store.write(unit)
    return see_other(f"{back(sent)}&said=ticket_assigned" if ids else back(sent))


def receiver(book: Book, agent: Agent, written: str) -> int | None:
    """None: to nobody. Raises NotAllowed where the reader cannot give it to that person."""
    if not written:
        return None
    id = access.number(written)
    if id not in {one.id for one in handed_to(book, agent)}:
        raise NotAllowed()
    return id


def chosen(sent: Form) -> list[int]:
    """The tickets that were ticked, by their numbers: so they are locked in one order by everybody."""
    names = [name.removeprefix(CHOSEN) for name in sent.fields if name.startswith(CHOSEN)]
    if len(names) > MOST_CHOSEN:
        raise NotFound()
    return sorted({access.number(name) for name in names})


def back(sent: Form) -> str:
    """The list as it was: only its filters are taken over from what was sent."""
    return f"/tickets?{urlencode(filters(sent))}"


def filters(sent: Form) -> dict[str, str]:
    try:
        return dict(parse_qsl(urlsplit(sent.text("back")[:500]).query))
    except ValueError:  # no address at all
        return {}
