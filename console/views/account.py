"""My account: looks, password, and the browsers where I am signed in."""

from __future__ import annotations

from aiohttp import web

from console import access, session, shapes
from console.answers import Around, around, drawn, frame, see_other
from console.attempts import try_name
from console.door import door, form, visit
from console.errors import TooMany
from console.signing_off import refused
from desk.agent import Agent
from desk.errors import NotAllowed, NotFound
from desk.events import Signed
from desk.passwords import LONGEST, faults_of
from desk.shift_handover import StillUnassigned
from desk.store import Book, agents, sessions

UNDO_SECONDS = ("0", "3", "5")
THEMES = frozenset({"auto", "light", "dark"})


async def page(request: web.Request) -> web.Response:
    return await _page(request)


async def _page(request: web.Request, faults: tuple[str, ...] = (), code: int = 200) -> web.Response:
    here, someone = door(request), visit(request)
    since = here.clock() - session.ABSOLUTE

    def unit(book: Book) -> tuple[Around, list[sessions.Session]]:
        return around(book, someone.agent), sessions.of_agent(book, someone.agent.id, since)

    about, open_ones = await here.store.read(unit)
    browsers = tuple(
        shapes.Browser(str(one.id), one.browser, one.seen_at, one.id == someone.session.id)
        for one in open_ones
    )
    languages = tuple(here.renderer.languages)
    return drawn(
        request,
        "account.html",
        code,
        frame=frame(request, about),
        languages=languages,
        browsers=browsers,
        faults=faults,
    )


async def preferences(request: web.Request) -> web.Response:
    here, someone, sent = door(request), visit(request), form(request)

    def unit(book: Book) -> None:
        agent = _me(book, someone.agent)
        if sent.text("language") in here.renderer.languages:
            agent.language = sent.text("language")
        if sent.text("theme") in THEMES:
            agent.theme = sent.text("theme")
        agent.enter_sends = sent.text("enter_sends") == "1"
        if sent.text("undo_seconds") in UNDO_SECONDS:
            agent.undo_seconds = int(sent.text("undo_seconds"))

    await here.store.write(unit)
    return see_other("/account?said=saved")


async def password(request: web.Request) -> web.Response:
    """A new one: the present one is asked for, and every other browser has to sign in anew."""
    here, someone, sent = door(request), visit(request), form(request)
    peer, at = session.peer_of(request), here.clock()
    if not (await here.store.write(lambda book: try_name(book, someone.agent.name, peer, at)))[0]:
        raise TooMany()
    if not await here.passwords.right(sent.text("current")[: LONGEST + 1], someone.agent.password_hash):
        return await _page(request, ("wrong",), 422)
    if faults := _faults(request):
        return await _page(request, faults, 422)
    await _keep(request, await here.passwords.hash(sent.text("password")))
    return see_other("/account?said=password_set")


async def first_password(request: web.Request) -> web.Response:
    someone = visit(request)
    if someone.agent.password_hash is not None:
        return see_other("/account")
    return _first(request)


def _first(request: web.Request, faults: tuple[str, ...] = (), code: int = 200) -> web.Response:
    name = visit(request).agent.display_name
    return drawn(request, "set_password.html", code, frame=frame(request), name=name, faults=faults)


async def set_first_password(request: web.Request) -> web.Response:
    if visit(request).agent.password_hash is not None:
        raise NotAllowed()
    if faults := _faults(request):
        return _first(request, faults, 422)
    await _keep(request, await door(request).passwords.hash(form(request).text("password")))
    return see_other("/")


def _faults(request: web.Request) -> tuple[str, ...]:
    sent, agent = form(request), visit(request).agent
    if sent.text("password") != sent.text("again"):
        return ("differ",)
    return faults_of(sent.text("password"), agent.name)


async def _keep(request: web.Request, hashed: str) -> None:
    here, someone, at = door(request), visit(request), door(request).clock()
    peer = session.peer_of(request)

    def unit(book: Book) -> None:
        agent = _me(book, someone.agent)
        if agent.password_hash != someone.agent.password_hash:
            raise NotAllowed()  # set meanwhile, in another window
        agent.password_hash = hashed
        sessions.end_others(book, agent.id, someone.session.id, at)
        book.happened(Signed(at=at, agent_id=agent.id, what="password", peer=peer))

    await here.store.write(unit)


async def sign_out_browser(request: web.Request) -> web.Response:
    here, someone, at = door(request), visit(request), door(request).clock()
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> bool:
        if not sessions.end(book, someone.agent.id, id, at):
            return False
        session.leave(book, here, someone)
        return True

    try:
        if not await here.store.write(unit):
            raise NotFound()
    except StillUnassigned:
        return await refused(request)
    return see_other("/account?said=saved")


async def sign_out_everywhere(request: web.Request) -> web.Response:
    here, someone, at = door(request), visit(request), door(request).clock()

    def unit(book: Book) -> None:
        sessions.end_others(book, someone.agent.id, 0, at)
        session.leave(book, here, someone)

    try:
        await here.store.write(unit)
    except StillUnassigned:
        return await refused(request)
    response = see_other("/sign-in")
    session.forget_cookie(here, response)
    return response


def _me(book: Book, agent: Agent) -> Agent:
    found = agents.by_id(book, agent.id)
    if found is None:
        raise NotFound()
    return found
