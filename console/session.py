"""Sessions: who is behind a request, how long they stay, and the cookie that says so."""

from __future__ import annotations

import contextlib
import secrets
from datetime import timedelta

from aiohttp import web

from console.door import Door, Visit, door
from desk.agent import Agent, Right, Role
from desk.config import Console
from desk.errors import StoreBusy
from desk.events import Signed
from desk.peer import networks, peer
from desk.presence import Presence
from desk.store import Book, agents, handing, posts, sessions
from desk.store.sessions import Session

ABSOLUTE = timedelta(hours=12)
IDLE = {
    Role.AGENT: timedelta(hours=12),
    Role.WAREHOUSE: timedelta(hours=12),
    Role.SUPERVISOR: timedelta(minutes=30),
    Role.FINANCE: timedelta(minutes=30),
    Role.ADMIN: timedelta(minutes=30),
    Role.SCREEN: ABSOLUTE,  # nobody presses a key on a wall
}
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the idle time is known; a write per request would be too dear."""

SECURE_COOKIE, PLAIN_COOKIE = "__Host-desk", "desk"


def cookie_name(settings: Console) -> str:
    return SECURE_COOKIE if settings.secure else PLAIN_COOKIE


async def visit_of(request: web.Request) -> Visit | None:
    """Who this is, read anew at every request: a role taken away is gone at once."""
    here = door(request)
    token = request.cookies.get(cookie_name(here.settings), "")
    if not 20 <= len(token) <= 100:
        return None
    return await here.store.read(lambda book: _visit(book, here, token))


def _visit(book: Book, here: Door, token: str) -> Visit | None:
    session = sessions.by_token(book, token)
    agent = None if session is None else agents.by_id(book, session.agent_id)
    if session is None or agent is None or not agent.active or is_over(session, agent, here):
        return None
    return Visit(agent, session)


def is_over(session: Session, agent: Agent, here: Door) -> bool:
    at = here.clock()
    idle = min(IDLE[Role(role)] for role in agent.roles) if agent.roles else timedelta()
    return at - session.created_at >= ABSOLUTE or at - session.seen_at >= idle


async def still_there(here: Door, someone: Visit) -> bool:
    """Whether a stream may go on: asked at each of its pings, and when sessions or people change."""

    def unit(book: Book) -> bool:
        agent = agents.by_id(book, someone.agent.id)
        open_ones = sessions.of_agent(book, someone.agent.id, here.clock() - ABSOLUTE)
        found = next((one for one in open_ones if one.id == someone.session.id), None)
        same = agent is not None and agent.active and agent.roles == someone.agent.roles
        return found is not None and agent is not None and same and not is_over(found, agent, here)

    return await here.store.read(unit)


async def touch(here: Door, someone: Visit) -> None:
    at = here.clock()
    if at - someone.session.seen_at < SEEN_EVERY:
        return
    with contextlib.suppress(StoreBusy):  # a full disk must not lock out who is to free it
        await here.store.write(lambda book: sessions.seen(book, someone.session.id, at))


async def begin(request: web.Request, agent: Agent, response: web.StreamResponse) -> None:
    """A new token at every sign-in; whatever cookie came with the request counts for nothing."""
    here, token, csrf = door(request), secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    at, caller = here.clock(), peer_of(request)
    browser = browser_of(request.headers.get("User-Agent", ""))

    def unit(book: Book) -> None:
        sessions.begin(book, token, csrf, agent.id, browser, caller, at)
        book.happened(Signed(at=at, agent_id=agent.id, what="in", peer=caller))
        # Whoever answers is there; a supervisor or an owner says so when they want to be asked.
        if agent.may(Right.CONVERSE) and Role.AGENT in agent.roles:
            posts.of(book, agent.id, at).sign_in(at)

    await here.store.write(unit)
    response.set_cookie(
        cookie_name(here.settings),
        token,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=here.settings.secure,
    )


def leave(book: Book, here: Door, someone: Visit) -> None:
    """Signed out on the last browser, nobody is at the desk any more. Raises StillUnassigned."""
    at = here.clock()
    if someone.may(Right.CONVERSE) and not sessions.of_agent(book, someone.agent.id, at - ABSOLUTE):
        handing.sign_off(book, someone.agent.id, at)
        posts.of(book, someone.agent.id, at).choose(Presence.OFFLINE, "", at)


def forget_cookie(here: Door, response: web.StreamResponse) -> None:
    response.del_cookie(
        cookie_name(here.settings), path="/", httponly=True, samesite="Lax", secure=here.settings.secure
    )


def peer_of(request: web.Request) -> str:
    """The real peer's address; what a proxy says counts only from one that the settings trust."""
    trusted = networks(door(request).settings.trusted_proxies)
    return peer(request.remote, request.headers.getall("X-Forwarded-For", []), trusted)


def browser_of(user_agent: str) -> str:
    """`Firefox, Linux`: enough to know one's own browsers by."""
    names = [name for name in ("Edg", "Firefox", "Chrome", "Safari") if name in user_agent]
    systems = [name for name in ("iPhone", "Android", "Windows", "Mac OS", "Linux") if name in user_agent]
    return ", ".join([names[0] if names else "Browser", *systems[:1]])
