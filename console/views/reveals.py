"""Looking at personal data in full: asked for one by one, recorded, and not too often."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import cast

from aiohttp import web

from console import access, beside, shapes
from console.answers import drawn, drawn_pieces
from console.door import door, form, visit
from console.errors import TooMany
from console.views.conversation import message_pieces
from desk.agent import Agent
from desk.errors import NotFound
from desk.events import Revealed
from desk.store import Book, reveals

MOST, WITHIN = 50, timedelta(hours=1)


async def reveal(request: web.Request) -> web.Response:
    here, someone, at = door(request), visit(request), door(request).clock()
    id = access.number(request.match_info["id"])
    field, of = form(request).text("field"), form(request).text("of")
    if field == "text":
        return await _text(request, id, access.number(of))
    if field not in ("phone", "address"):
        raise NotFound()
    held, order = await access.order(here, someone.agent, id, of)
    await here.store.write(lambda book: record(book, someone.agent, id, field, order.number, at))
    shown = beside.secret(held.id, order, cast(shapes.Field, field), may_reveal=True, revealed=True)
    if shown is None:
        raise NotFound()
    return drawn(request, "desk/_secret.html", secret=shown, csrf=someone.session.csrf)


async def _text(request: web.Request, id: int, number: int) -> web.Response:
    """A message as it was written, for this answer only: drawn anew it is masked again."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()

    def unit(book: Book) -> int:
        _, message = access.message(book, agent, id, number)
        record(book, agent, id, "text", str(message.seq), at)
        return message.seq

    seq = await here.store.write(unit)
    return drawn_pieces(
        request, await here.store.read(lambda book: message_pieces(book, request, id, [seq], open=True))
    )


def record(
    book: Book, agent: Agent, id: int | None, what: str, which: str, at: datetime, count: int = 1
) -> None:
    """`id`: of the conversation; None for what belongs to none. Raises TooMany."""
    _may_look(book, agent, 1, at)
    book.happened(Revealed(at=at, conversation_id=id, agent_id=agent.id, what=what, which=which, count=count))


def record_all(book: Book, agent: Agent, looks: Collection[tuple[int, str, str]], at: datetime) -> None:
    """Of each its conversation, what is looked at, and which: all of them, or none. Raises TooMany."""
    _may_look(book, agent, len(looks), at)
    for id, what, which in looks:
        book.happened(Revealed(at=at, conversation_id=id, agent_id=agent.id, what=what, which=which))


def _may_look(book: Book, agent: Agent, more: int, at: datetime) -> None:
    if reveals.since(book, agent.id, at - WITHIN) + more > MOST:
        raise TooMany()
