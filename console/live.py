"""What happens, while it happens: one stream per browser, each piece drawn once for all who may see the same."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiohttp import web

from console import due, rows
from console.door import Door, Visit, door, language_of, visit
from console.reading import reader_of
from console.session import still_there
from console.shapes import Counts, Frame
from console.thread import Reader, event_line, lines
from console.writers import Writers, conversation_on
from desk.clock import from_ms, ticks
from desk.errors import StoreBusy
from desk.line import Line
from desk.store import Book, agents, conversations, desk_list, log, thread
from desk.store.log import Happened, Place

PING_SECONDS = 15.0
WRITE_SECONDS = 20.0
CHECKS_APART_SECONDS = 1.0
BEHIND = 500
"""Who missed more than this reads the page anew: it is less work, for both."""
KEPT = 512
HUSHED = 3
"""So many of the newest messages are drawn again when hands change."""

ABOUT_A_MESSAGE = frozenset({"heard", "said", "edited", "delivered", "undelivered", "settled", "photo"})
IN_THE_THREAD = frozenset({"mode", "gone"})

CLOSING = web.AppKey("closing", asyncio.Event)


@dataclass(slots=True)
class Touched:
    """What a batch of events changed in one conversation."""

    messages: set[int] = field(default_factory=set)
    events: list[Happened] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The same for every reader; what it looks like for each is drawn from it."""

    listed: desk_list.Listed
    names: dict[int, str]
    pieces: list[thread.Piece]
    places: list[int]
    waiting: int
    held: dict[int, int] | None
    """How many each person has, where hands changed."""


class Drawings:
    """Pieces by what they show and for whom: however many streams want one, it is read and drawn once."""

    def __init__(self) -> None:
        self._made: OrderedDict[Any, asyncio.Future[Any]] = OrderedDict()

    async def once(self, key: Any, make: Callable[[], Awaitable[Any]]) -> Any:
        if key not in self._made:
            self._made[key] = asyncio.ensure_future(make())
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        try:
            return await asyncio.shield(self._made[key])
        except Exception:
            self._made.pop(key, None)
            raise


DRAWINGS = web.AppKey("drawings", Drawings)


def set_up(app: web.Application) -> None:
    app[DRAWINGS], app[CLOSING] = Drawings(), asyncio.Event()
    app.on_shutdown.append(_close)


async def _close(app: web.Application) -> None:
    """Streams end first: they would keep the server waiting."""
    app[CLOSING].set()


async def stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError, TimeoutError):
        after = await _place(request)
        if after is None:
            await _send(response, "reload", "")
        else:
            await _follow(request, response, after)
    return response


async def _place(request: web.Request) -> Place | None:
    """Where the page stands; None when it is of another time, or too far behind."""
    token = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    try:
        after = log.place(token)
    except ValueError:
        return None

    def unit(book: Book) -> bool:
        now = log.now(book)
        of_this_store = (after.transaction == 0) == (now.transaction == 0)
        return of_this_store and after <= now and len(log.after(book, after, BEHIND)[0]) < BEHIND

    return after if await door(request).store.read(unit) else None


async def _follow(request: web.Request, response: web.StreamResponse, after: Place) -> None:
    here, news = door(request), door(request).feed.follow(after)
    bell, writers = here.store.bell.listen("session", "agent"), Writers(here.typing)
    waits = {
        name: asyncio.ensure_future(wait) for name, wait in _waits(request, news, bell.woken, writers).items()
    }
    pause, looked = CHECKS_APART_SECONDS, ticks()  # soon once: what rang before we listened was missed
    try:
        while True:
            done, _ = await asyncio.wait(waits.values(), timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            if waits["closing"] in done:
                break
            if waits["bell"] in done:
                bell.woken.clear()
                waits["bell"] = asyncio.ensure_future(bell.woken.wait())
                pause = CHECKS_APART_SECONDS  # changes come in groups
            # Looked at however much there is to tell, or a busy desk would never let anybody go.
            if ticks() - looked >= pause:
                if not await _may_stay(here, visit(request)):
                    await _send(response, "signed-out", "")
                    break
                pause, looked = PING_SECONDS, ticks()
            if waits["writers"] in done:
                await _hint(request, response, writers.taken())
                waits["writers"] = asyncio.ensure_future(writers.woken.wait())
            if waits["news"] in done:
                await _tell(request, response, waits["news"].result())
                waits["news"] = asyncio.ensure_future(anext(news))
            elif not done:
                await _write(response, b": ping\n\n")
    finally:
        bell.close()
        writers.close()
        await _stop(waits.values())
        await news.aclose()  # type: ignore[attr-defined]


async def _stop(waits: Iterable[asyncio.Future[Any]]) -> None:
    held = list(waits)
    for wait in held:
        wait.cancel()
    await asyncio.gather(*held, return_exceptions=True)


def _waits(
    request: web.Request, news: AsyncIterator[list[Happened]], bell: asyncio.Event, writers: Writers
) -> dict[str, Awaitable[Any]]:
    closing = request.app[CLOSING].wait()
    return {"news": anext(news), "bell": bell.wait(), "closing": closing, "writers": writers.woken.wait()}


async def _may_stay(here: Door, someone: Visit) -> bool:
    try:
        return await still_there(here, someone)
    except StoreBusy:
        return True  # asked again at the next ping


# --- telling


async def _tell(request: web.Request, response: web.StreamResponse, batch: list[Happened]) -> None:
    """Pieces that are the same for many are sent as they are; those that depend on the reader by their address."""
    drawings, html = request.app[DRAWINGS], []
    for id, touched in by_conversation(batch).items():
        key = (
            id,
            tuple(sorted(touched.messages)),
            tuple(one.place for one in touched.events),
            batch[-1].place,
        )
        loaded = await drawings.once(key, partial(_load, request, id, touched))
        if loaded is None:
            continue
        reader = reader_of(request, loaded.names)
        view = (key, reader.rights, language_of(request))
        html.append(await drawings.once(view, partial(_draw, request, loaded, touched, reader)))
        if loaded.held is not None:
            mine = loaded.held.get(visit(request).agent.id, 0)
            html.append(door(request).renderer.render("desk/_mine.html", language_of(request), mine=mine))
        if touched.messages or touched.events:
            await _send(response, "stale", f"head-{id} /desk/{id}/head")
        if touched.events:
            await _send(response, "stale", f"composer-{id} /desk/{id}/composer")
    for piece in due.stale(batch, visit(request)):
        await _send(response, "stale", piece)
    if html:
        await _send(response, "fragment", "\n".join(html), batch[-1].place.token())


async def _hint(request: web.Request, response: web.StreamResponse, lines: set[Line]) -> None:
    """That buyers are writing. Which conversation a line is, is looked up once for all streams."""
    store = door(request).store
    for line in lines:
        key = ("writes", line, ticks() // PING_SECONDS)
        with contextlib.suppress(StoreBusy):
            id = await request.app[DRAWINGS].once(
                key, partial(store.read, partial(conversation_on, line=line))
            )
            if id is not None:
                await _send(response, "typing", str(id))


def by_conversation(batch: list[Happened]) -> dict[int, Touched]:
    found: dict[int, Touched] = {}
    for one in batch:
        if one.conversation_id is None or one.kind not in ABOUT_A_MESSAGE | IN_THE_THREAD:
            continue
        touched = found.setdefault(one.conversation_id, Touched())
        if one.kind in IN_THE_THREAD:
            touched.events.append(one)
        elif isinstance(seq := one.data.get("seq"), int):
            touched.messages.add(seq)
    return found


async def _load(request: web.Request, id: int, touched: Touched) -> Loaded | None:
    def unit(book: Book) -> Loaded | None:
        listed = desk_list.one(book, id)
        if listed is None:
            return None
        # What the bot still had to say is cancelled when a person comes.
        newest = conversations.by_id(book, id).last_seq if touched.events else 0
        seqs = touched.messages | set(range(max(1, newest - HUSHED + 1), newest + 1))
        pieces = [thread.single(book, id, seq) for seq in sorted(seqs)]
        places = [thread.place_of(book, id, from_ms(one.at_ms)) for one in touched.events]
        held = desk_list.held(book) if touched.events else None
        return Loaded(listed, dict(agents.names(book)), pieces, places, desk_list.waiting(book), held)

    return await door(request).store.read(unit)


async def _draw(request: web.Request, loaded: Loaded, touched: Touched, reader: Reader) -> str:
    here, language = door(request), language_of(request)
    listed = loaded.listed
    found = [line for piece in loaded.pieces for line in lines(piece, listed.id, listed.buyer_name, reader)]
    for one, place in zip(touched.events, loaded.places, strict=True):
        happened = thread.Happened(
            one.place.number, from_ms(one.at_ms), one.kind, one.agent_id, dict(one.data)
        )
        if (line := event_line(happened, listed.id, place, reader)) is not None:
            found.append(line)
    frame = Frame(here.shop_name, "", here.clock(), counts=Counts(loaded.waiting))
    drawn = [here.renderer.render("desk/_message.html", language, message=line, csrf=None) for line in found]
    drawn.append(here.renderer.render("desk/_row.html", language, row=rows.row(listed, loaded.names)))
    drawn.append(here.renderer.render("_count.html", language, frame=frame))
    return "\n".join(drawn)


async def _send(response: web.StreamResponse, event: str, data: str, id: str = "") -> None:
    head = f"id: {id}\n" if id else ""
    body = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    await _write(response, f"{head}event: {event}\n{body}\n".encode())


async def _write(response: web.StreamResponse, data: bytes) -> None:
    """A reader who takes nothing for so long has gone: the next stream begins where this one ended."""
    async with asyncio.timeout(WRITE_SECONDS):
        await response.write(data)
