"""Coming and going: name and password, a one-time code, signing out."""

from __future__ import annotations

import re

from aiohttp import web

from console import attempts, session
from console.answers import drawn, frame, see_other
from console.door import door, form, visit, visitor
from console.errors import TooMany
from console.signing_off import refused
from desk.agent import Agent
from desk.events import Signed
from desk.passwords import LONGEST
from desk.shift_handover import StillUnassigned
from desk.store import Book, agents, sessions

HERE = re.compile(r"/(?:[A-Za-z0-9_-][\w./?=&%-]{0,300})?", re.ASCII)
LONGEST_NAME, LONGEST_CODE = 64, 100


def place_after(wanted: str) -> str:
    """Where to go after signing in: a path of ours, never another host."""
    return wanted if HERE.fullmatch(wanted) and not wanted.startswith(("/sign-", "/welcome")) else "/"


async def page(request: web.Request) -> web.Response:
    wanted = place_after(request.query.get("next", "/"))
    if visitor(request) is not None:
        return see_other(wanted)
    return _door(request, wanted)


def _door(
    request: web.Request, wanted: str, name: str = "", failed: str | None = None, code: int = 200
) -> web.Response:
    return drawn(request, "sign_in.html", code, frame=frame(request), name=name, failed=failed, next=wanted)


async def sign_in(request: web.Request) -> web.Response:
    here, sent, at = door(request), form(request), door(request).clock()
    name, password, wanted = (
        sent.text("name")[:LONGEST_NAME],
        sent.text("password"),
        place_after(sent.text("next")),
    )
    peer = session.peer_of(request)
    heard, agent = await here.store.write(lambda book: attempts.try_name(book, name, peer, at))
    if not heard:
        return _door(request, wanted, name, "slow", 429)
    matches = await here.passwords.right(password[: LONGEST + 1], agent.password_hash if agent else None)
    if not matches or agent is None:
        await here.store.write(lambda book: attempts.wrong(book, agent, peer, at))
        return _door(request, wanted, name, "wrong", 403)
    await here.store.write(lambda book: attempts.right(book, name))
    response = see_other(wanted)
    await session.begin(request, agent, response)
    return response


async def welcome(request: web.Request) -> web.Response:
    """The code stands behind the `#` of the link, where no log and no proxy sees it; a script puts it into the form."""
    return drawn(request, "welcome.html", frame=frame(request), failed=False)


async def use_code(request: web.Request) -> web.Response:
    here, at = door(request), door(request).clock()
    code, peer = form(request).text("code").strip()[:LONGEST_CODE], session.peer_of(request)

    def unit(book: Book) -> tuple[bool, Agent | None]:
        heard = attempts.try_code(book, peer, at)
        return heard, agents.use_code(book, code, at) if heard and code else None

    heard, agent = await here.store.write(unit)
    if not heard:
        raise TooMany()
    if agent is None:
        return drawn(request, "welcome.html", 403, frame=frame(request), failed=True)
    response = see_other("/first-password" if agent.password_hash is None else "/")
    await session.begin(request, agent, response)
    return response


async def sign_out(request: web.Request) -> web.Response:
    here, someone, at = door(request), visit(request), door(request).clock()
    peer = session.peer_of(request)

    def unit(book: Book) -> None:
        sessions.end(book, someone.agent.id, someone.session.id, at)
        book.happened(Signed(at=at, agent_id=someone.agent.id, what="out", peer=peer))
        session.leave(book, here, someone)

    try:
        await here.store.write(unit)
    except StillUnassigned:
        return await refused(request)
    response = see_other("/sign-in")
    session.forget_cookie(here, response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
