"""A conversation changes hands: taken, taken over, put back into the queue, given back to the bot, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from console import access
from console.answers import Pieces, drawn_pieces, is_piece, see_other
from console.door import door, form, visit
from console.errors import JustWritten
from console.missed import missed, seen
from console.views.conversation import hand_pieces
from desk.agent import Agent
from desk.conversation import Conversation, Mode
from desk.errors import NotYourTurn
from desk.store import Book, offers

Verb = Callable[[Book, Conversation, Agent, datetime], None]


async def take(request: web.Request) -> web.Response:
    """From the queue or the bot; from a colleague who says nothing, where it is held out to this person."""
    targets = door(request).targets

    def verb(book: Book, held: Conversation, agent: Agent, at: datetime) -> None:
        held.take(agent.id, at, may_take_over=offers.stands(book, held.id, agent.id), targets=targets)

    return await _move(request, verb)


async def take_over(request: web.Request) -> web.Response:
    targets = door(request).targets
    return await _move(
        request, lambda book, held, agent, at: held.take(agent.id, at, may_take_over=True, targets=targets)
    )


async def release(request: web.Request) -> web.Response:
    targets = door(request).targets
    return await _move(
        request, lambda book, held, agent, at: _own(held, agent).release(at, agent.id, targets)
    )


async def give_back(request: web.Request) -> web.Response:
    return await _let_go(request, lambda held, agent, at: held.give_back(at, agent.id))


async def close(request: web.Request) -> web.Response:
    targets = door(request).targets
    return await _let_go(request, lambda held, agent, at: held.close(at, by=agent.id, targets=targets))


async def _let_go(request: web.Request, go: Callable[[Conversation, Agent, datetime], None]) -> web.Response:
    """Nobody would answer what the buyer wrote at the moment of the press: it is shown first."""
    seq = seen(form(request))

    def verb(book: Book, held: Conversation, agent: Agent, at: datetime) -> None:
        if missed(book, _own(held, agent), seq):
            raise JustWritten()
        go(held, agent, at)

    return await _move(request, verb)


def _own(held: Conversation, agent: Agent) -> Conversation:
    """A colleague's conversation is taken over first, so that nobody loses one without its being seen."""
    if held.mode == Mode.HUMAN and held.agent_id != agent.id:
        raise NotYourTurn()
    return held


async def _move(request: web.Request, verb: Verb) -> web.Response:
    here, someone, at = door(request), visit(request), door(request).clock()
    id = access.number(request.match_info["id"])
    await here.store.write(
        lambda book: verb(book, access.conversation(book, someone.agent, id), someone.agent, at)
    )
    if not is_piece(request):
        return see_other(f"/desk/{id}")

    def after(book: Book) -> Pieces:
        return hand_pieces(book, here, someone.agent, someone.session.csrf, id, "head", "composer", "row")

    return drawn_pieces(request, await here.store.read(after))
