"""Promises: their page, and the acts on them beside a conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast, get_args
from urllib.parse import urlencode

from aiohttp import web

from console import access, promising
from console.answers import Around, Pieces, around, drawn, drawn_pieces, frame, is_piece, see_other
from console.door import Door, door, form, visit
from console.errors import NoSuchTime
from console.promise_shapes import AfterSending, Period, Promises
from desk.agent import Agent
from desk.errors import NotFound, NotNow
from desk.noticing import LONGEST
from desk.promise import Promise
from desk.promise_words import About
from desk.store import Book, agents, conversations, inherited, left_promises, log, promises

Verb = Callable[[Promise, Agent, datetime], None]


async def page(request: web.Request) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    owner, days = _owner(request), _days(request)
    again = f"/promises?{urlencode({'owner': owner or '', 'days': days})}"

    def unit(book: Book) -> tuple[Around, Promises]:
        about = around(book, agent, log.now(book).token())
        return about, promising.page(book, here, agent, owner, days, again, at)

    about, shown = await here.store.read(unit)
    csrf = visit(request).session.csrf
    if is_piece(request):
        return drawn(request, "promises/_lists.html", promises=shown, csrf=csrf)
    return drawn(request, "promises/promises.html", frame=frame(request, about), promises=shown, csrf=csrf)


def _owner(request: web.Request) -> int | None:
    try:
        return access.number(request.query.get("owner", ""))
    except NotFound:
        return None


def _days(request: web.Request) -> Period:
    asked = request.query.get("days", "")
    return cast(Period, asked) if asked in get_args(Period) else "7"


async def count(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    about = await here.store.read(lambda book: around(book, agent))
    return drawn(request, "promises/_count.html", count=about.counts.promises)


async def call(request: web.Request) -> web.Response:
    """One line above the page: this promise is due soon, or was not kept."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> object:
        held = access.promise(book, agent, id)
        buyer = conversations.by_id(book, held.conversation_id).buyer_name
        left = left_promises.is_unattended(book, id, at)
        return promising.promised(held, buyer, agent, agents.names(book), at, left=left)

    shown = await here.store.read(unit)
    return drawn(request, "promises/_call.html", promise=shown, now=at)


# --- beside a conversation


async def beside(request: web.Request) -> web.Response:
    id = access.number(request.match_info["id"])
    return drawn_pieces(request, await door(request).store.read(lambda book: _beside(book, request, id)))


def _beside(book: Book, request: web.Request, id: int) -> Pieces:
    here, agent = door(request), visit(request).agent
    shown = promising.here(book, access.conversation(book, agent, id), agent, here.clock())
    return [("promises/_here.html", {"promised": shown, "csrf": visit(request).session.csrf})]


async def notice(request: web.Request) -> web.Response:
    """While somebody types: whether it is a promise."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id, text = access.number(request.match_info["id"]), form(request).text("text")[:LONGEST]
    await here.store.read(lambda book: access.conversation(book, agent, id))
    found = promising.in_words(here, id, text, at)
    return drawn(request, "promises/_noticed.html", conversation_id=id, noticed=found)


async def note(request: web.Request) -> web.Response:
    """By hand, or of a message that was sent before anybody noted it."""
    here, agent, sent, at = door(request), visit(request).agent, form(request), door(request).clock()
    id = access.number(request.match_info["id"])
    due_at = promising.time_written(sent.text("due"), here.zone)
    about, words = sent.text("about"), sent.text("text").strip()

    def unit(book: Book) -> None:
        held = access.conversation(book, agent, id)
        if about not in tuple(About) or not words or due_at is None or due_at <= at:
            raise NoSuchTime()
        seq = _message(book, id, sent.text("seq"))
        if seq is not None and promises.made_by_message(book, id, seq):
            return
        promises.make(
            book, held, owner_id=agent.id, about=About(about), words=words, due_at=due_at, at=at,
            times=here.promise_times, seq=seq,
        )  # fmt: skip

    await here.store.write(unit)
    if not is_piece(request):
        return see_other(f"/desk/{id}#promises-{id}")
    return drawn_pieces(
        request, [_nothing_asked(id, at), *await here.store.read(lambda book: _beside(book, request, id))]
    )


def _message(book: Book, conversation_id: int, written: str) -> int | None:
    """The message that made it, if it is one of ours; none for what was noted by hand."""
    if not written:
        return None
    found = conversations.message_at(book, conversation_id, min(access.number(written), 2**31 - 1))
    return found.seq if found.author_id is not None else None


def _nothing_asked(id: int, at: datetime) -> tuple[str, dict[str, object]]:
    return "promises/_after.html", {"asked": AfterSending(id, at), "csrf": None}


# --- what became of it


async def keep(request: web.Request) -> web.Response:
    return await _change(request, lambda held, agent, at: held.keep(agent.id, at))


async def take(request: web.Request) -> web.Response:
    """What is left with nobody is the reader's from now on."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> int:
        held = access.promise(book, agent, id)
        if not left_promises.is_unattended(book, id, at):
            raise NotNow("somebody has this promise")
        inherited.take_over(book, held, agent.id, at)
        return held.conversation_id

    conversation_id = await here.store.write(unit)
    if not is_piece(request):
        return see_other(_back(request, conversation_id))
    return drawn_pieces(
        request, await here.store.read(lambda book: _after(book, request, conversation_id, here))
    )


async def withdraw(request: web.Request) -> web.Response:
    return await _change(request, lambda held, agent, at: held.withdraw(agent.id, at))


async def put_off(request: web.Request) -> web.Response:
    here = door(request)
    due_at = promising.time_written(form(request).text("due"), here.zone)

    def one(held: Promise, agent: Agent, at: datetime) -> None:
        if due_at is None:
            raise NoSuchTime()
        held.put_off_to(due_at, agent.id, at, here.promise_times)

    return await _change(request, one)


async def _change(request: web.Request, verb: Verb) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> int:
        held = access.promise(book, agent, id)
        verb(held, agent, at)
        return held.conversation_id

    conversation_id = await here.store.write(unit)
    if not is_piece(request):
        return see_other(_back(request, conversation_id))
    return drawn_pieces(
        request, await here.store.read(lambda book: _after(book, request, conversation_id, here))
    )


def _back(request: web.Request, conversation_id: int) -> str:
    return (
        "/promises"
        if form(request).text("from") == "promises"
        else f"/desk/{conversation_id}#promises-{conversation_id}"
    )


def _after(book: Book, request: web.Request, conversation_id: int, here: Door) -> Pieces:
    """The stream reads the page anew; what was asked after sending is answered."""
    return [_nothing_asked(conversation_id, here.clock()), *_beside(book, request, conversation_id)]
