"""To a colleague or a queue, with a word for whoever comes; and a word from beside to who has it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from aiohttp import web

from console import access, routing
from console import routing_shapes as shapes
from console.answers import Pieces, drawn, drawn_pieces, frame, is_piece, see_other
from console.door import door, form, visit
from console.views.conversation import hand_pieces, message_pieces
from desk.agent import Agent, Right
from desk.conversation import Conversation, Mode, Targets
from desk.errors import NotFound, NotYourTurn
from desk.store import Book, agents, offers, posts, queues

LONGEST_WORD = 1_000


async def form_of(request: web.Request) -> web.Response:
    here, someone = door(request), visit(request)
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> shapes.PassOn:
        held = _movable(book, someone.agent, id)
        others = tuple(one for one in _colleagues(book) if one.id not in (someone.agent.id, held.agent_id))
        return shapes.PassOn(id, held.buyer_name, others, routing.queue_names(book))

    shown = await here.store.read(unit)
    if is_piece(request):
        return drawn(request, "desk/_pass_on.html", passing=shown, csrf=someone.session.csrf)
    return drawn(request, "desk/pass_on.html", frame=frame(request), passing=shown)


async def pass_on(request: web.Request) -> web.Response:
    here, someone, at, sent = door(request), visit(request), door(request).clock(), form(request)
    id, to, note = (
        access.number(request.match_info["id"]),
        sent.text("to"),
        sent.text("note").strip()[:LONGEST_WORD],
    )
    await here.store.write(lambda book: _pass_on(book, someone.agent, id, to, note, at, here.targets))
    if not is_piece(request):
        return see_other("/desk")

    def after(book: Book) -> Pieces:
        return hand_pieces(book, here, someone.agent, someone.session.csrf, id, "head", "composer", "row")

    return drawn_pieces(request, await here.store.read(after))


def _pass_on(book: Book, by: Agent, id: int, to: str, note: str, at: datetime, targets: Targets) -> None:
    held = _movable(book, by, id)
    kind, _, written = to.partition(":")
    if kind == "agent":
        held.pass_on(at, by.id, targets, meant_for=_colleague(book, access.number(written)).id, note=note)
    elif kind == "queue":
        queue = queues.by_id(book, access.number(written))
        held.pass_on(at, by.id, targets, queue_id=queue.id, note=note)
    else:
        raise NotFound()


def _movable(book: Book, by: Agent, id: int) -> Conversation:
    """One's own; a supervisor also what others have, and what waits."""
    held = access.conversation(book, by, id)
    if not (held.mode == Mode.HUMAN and held.agent_id == by.id) and not by.may(Right.DIRECT):
        raise NotYourTurn()
    return held


def _colleague(book: Book, id: int) -> Agent:
    found = agents.by_id(book, id)
    if found is None or not found.may(Right.CONVERSE):
        raise NotFound()
    return found


def _colleagues(book: Book) -> list[shapes.Colleague]:
    """Who answers buyers: those who are available first."""
    seen, loads = posts.all_seen(book), offers.load(book)
    found = [
        shapes.Colleague(
            id=one.id,
            name=one.display_name,
            state=cast(shapes.Presence, str(place.state)),
            because=place.because,
            load=loads.get(one.id, 0),
            capacity=one.capacity,
        )
        for one in posts.staff(book)
        if one.may(Right.CONVERSE)
        for place in (seen.get(one.id, posts.NEVER_CAME),)
    ]
    return sorted(found, key=lambda one: (one.state != "available", one.name.casefold()))


async def whisper(request: web.Request) -> web.Response:
    """The buyer hears nothing of it; the person who has it sees it on whichever page they are."""
    here, someone, at = door(request), visit(request), door(request).clock()
    id, text = access.number(request.match_info["id"]), form(request).text("text").strip()[:LONGEST_WORD]

    def unit(book: Book) -> int | None:
        held = access.conversation(book, someone.agent, id)
        return held.whisper(text, someone.agent.id, at).seq if text else None

    seq = await here.store.write(unit)
    if not is_piece(request):
        return see_other(f"/desk/{id}")
    seqs = [] if seq is None else [seq]
    return drawn_pieces(request, await here.store.read(lambda book: message_pieces(book, request, id, seqs)))
