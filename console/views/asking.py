"""An agent and the guard: what it says while they write, and asking a supervisor about what it stopped."""

from __future__ import annotations

from aiohttp import web

from console import access, allowing, shapes
from console.answers import drawn, is_piece, see_other
from console.door import door, form, visit
from console.wording import marks, proposal
from desk.allowance import Allowance
from desk.errors import NotFound, NotNow, NotYourTurn
from desk.store import Book, allowances

LONGEST_LOOKED_AT = 8_000


async def check(request: web.Request) -> web.Response:
    """The piece at the answer box, while somebody writes: nothing is recorded."""
    here, agent = door(request), visit(request).agent
    id = access.number(request.match_info["id"])
    held = await here.store.read(lambda book: access.conversation(book, agent, id))
    text = form(request).text("text").replace("\r\n", "\n")[:LONGEST_LOOKED_AT]
    verdict = here.guard.check(text.strip(), "agent", channel=held.channel)
    if not verdict.hits:
        return drawn(request, "desk/_check.html", checked=shapes.Checked(id, "pass"))
    text = text.strip()
    found = marks(verdict.hits, here.guard)
    proposed = proposal(text, verdict.hits, here.guard, held.channel)
    return drawn(
        request, "desk/_check.html", checked=shapes.Checked(id, verdict.decision, text, found, proposed)
    )


async def ask(request: web.Request) -> web.Response:
    """The stopped text goes before a supervisor, as it is; asked twice is asked once."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id = access.number(request.match_info["id"])
    text = form(request).text("asked").replace("\r\n", "\n").strip()

    def unit(book: Book) -> None:
        held = access.conversation(book, agent, id)
        if held.agent_id != agent.id:
            raise NotYourTurn()
        verdict = here.guard.check(text, "agent", channel=held.channel)
        if verdict.decision != "ask":
            raise NotNow("only what the guard would ask about can be asked about")
        if allowances.granted(book, id, agent.id, text) is None:
            allowances.request(book, text, id, agent.id, {hit.rule for hit in verdict.hits}, at)

    await here.store.write(unit)
    return await _answer(request, id)


async def piece(request: web.Request) -> web.Response:
    """What stands at the answer box of whoever asks for it."""
    return await _answer(request, access.number(request.match_info["id"]))


async def put_away(request: web.Request) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    number = access.number(request.match_info["id"])

    def unit(book: Book) -> Allowance:
        held = access.allowance(book, agent, number)
        if held.agent_id != agent.id:
            raise NotFound()
        held.put_away(at)
        return held

    held = await here.store.write(unit)
    return await _answer(request, held.conversation_id)


async def _answer(request: web.Request, id: int) -> web.Response:
    here, someone = door(request), visit(request)

    def unit(book: Book) -> shapes.Asking | None:
        access.conversation(book, someone.agent, id)
        return allowing.asking(book, someone.agent, id)

    asking = await here.store.read(unit)
    if not is_piece(request):
        return see_other(f"/desk/{id}")
    return drawn(request, "desk/_asking.html", csrf=someone.session.csrf, asking=asking, conversation_id=id)
