"""What happens, while it happens: one stream per browser, each piece drawn once for all who may see the same."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import field, replace
from functools import partial
from typing import Any

from aiohttp import web

from console import due, rows
from console.door import door, language_of, visit
from console.reading import reader_of
from console.shapes import Counts, Frame
from console.staying import PING_SECONDS, Stay
from console.thread import Reader, called_back, event_line, lines
from console.writers import Writers, conversation_on
from desk import masking
from desk.agent import Right
from desk.clock import from_ms, ticks
from desk.errors import StoreBusy
from desk.line import Line
from desk.message import Message
from desk.record import noun, record
from desk.store import Book, agents, conversations, desk_list, log, thread
from desk.store.log import Happened, Place

WRITE_SECONDS = 20.0
BEHIND = 500
"""Who missed more than this reads the page anew: it is less work, for both."""
KEPT = 512
HUSHED = 3
"""So many of the newest messages are drawn again when hands change."""

ABOUT_A_MESSAGE = frozenset(
    {"heard", "heard_aside", "said", "edited", "delivered", "undelivered", "settled", "photo"}
)
IN_THE_THREAD = frozenset({"mode", "gone"})

CLOSING = web.AppKey("closing", asyncio.Event)


@noun(slots=True)
class Touched:
    """What a batch of events changed in one conversation."""

    messages: set[int] = field(default_factory=set)
    events: list[Happened] = field(default_factory=list)


@record(frozen=True, slots=True)
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
    response = await opened(request)
    with contextlib.suppress(ConnectionError, TimeoutError):
        after = await _place(request)
        if after is None:
            await send(response, "reload", "")
        else:
            await _follow(request, response, after)
    return response


async def opened(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    await response.prepare(request)
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
    writers, stay = Writers(here.typing), Stay(here, visit(request))
    waits = {
        name: asyncio.ensure_future(wait)
        for name, wait in _waits(request, news, stay.changed, writers).items()
    }
    await stay.begin()
    try:
        while True:
            done, _ = await asyncio.wait(
                waits.values(), timeout=stay.pause, return_when=asyncio.FIRST_COMPLETED
            )
            if waits["closing"] in done:
                break
            if waits["bell"] in done:
                stay.hurry()
                waits["bell"] = asyncio.ensure_future(stay.changed.wait())
            # Looked at however much there is to tell, or a busy desk would never let anybody go.
            if not await stay.goes_on():
                await send(response, "signed-out", "")
                break
            if waits["writers"] in done:
                await _hint(request, response, writers.taken())
                waits["writers"] = asyncio.ensure_future(writers.woken.wait())
            if waits["news"] in done:
                await _tell(request, response, waits["news"].result())
                waits["news"] = asyncio.ensure_future(anext(news))
            elif not done:
                await write(response, b": ping\n\n")
    finally:
        writers.close()
        await stop(waits.values())
        await news.aclose()  # type: ignore[attr-defined]
        await stay.end()


async def stop(waits: Iterable[asyncio.Future[Any]]) -> None:
    held = list(waits)
    for wait in held:
        wait.cancel()
    await asyncio.gather(*held, return_exceptions=True)


def _waits(
    request: web.Request, news: AsyncIterator[list[Happened]], bell: asyncio.Event, writers: Writers
) -> dict[str, Awaitable[Any]]:
    closing = request.app[CLOSING].wait()
    return {"news": anext(news), "bell": bell.wait(), "closing": closing, "writers": writers.woken.wait()}


# --- telling


async def _tell(request: web.Request, response: web.StreamResponse, batch: list[Happened]) -> None:
    """Pieces that are the same for many are sent as they are; those that depend on the reader by their address."""
    drawings, html = request.app[DRAWINGS], []
    for mine in own_pieces(batch, visit(request).agent.id):
        await send(response, "stale", mine)
    for one in batch:
        if one.kind == "whispered" and one.agent_id == visit(request).agent.id:
            html.append(await _whisper(request, one))
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
        theirs = [called_back(piece.letters, reader, loaded.listed.agent_id) for piece in loaded.pieces]
        view = (key, reader.rights, tuple(theirs), language_of(request))
        html.append(await drawings.once(view, partial(_draw, request, loaded, touched, reader)))
        if loaded.held is not None:
            mine = loaded.held.get(visit(request).agent.id, 0)
            html.append(door(request).renderer.render("desk/_mine.html", language_of(request), mine=mine))
        if touched.messages or touched.events:
            await send(response, "stale", f"head-{id} /desk/{id}/head")
        if touched.events:
            await send(response, "stale", f"composer-{id} /desk/{id}/composer")
            await send(response, "stale", f"side-{id} /desk/{id}/side")
    await _tell_of_allowances(request, response, batch)
    for told in due.stale(batch, visit(request)):
        await send(response, "stale", told)
    if html:
        await send(response, "fragment", "\n".join(html), batch[-1].place.token())


def own_pieces(batch: list[Happened], me: int) -> list[str]:
    """What of the reader's own changed, each by its place and address."""
    kinds = {one.kind for one in batch if one.agent_id == me}
    found = ["presence /presence"] if "presence" in kinds else []
    return [*found, "offers /offers"] if kinds & {"offered", "offer_over", "presence"} else found


async def _whisper(request: web.Request, one: Happened) -> str:
    """A supervisor's word, on whichever page its reader is."""

    def unit(book: Book) -> tuple[Message, str, str]:
        said = conversations.message_at(book, one.conversation_id or 0, one.data["seq"])
        buyer = conversations.by_id(book, said.conversation_id).buyer_name
        return said, buyer, agents.names(book).get(said.author_id or 0, "")

    said, buyer, by = await door(request).store.read(unit)
    shown = {"message": replace(said, text=masking.text(said.text)), "buyer": buyer, "by": by}
    return door(request).renderer.render("desk/_whisper.html", language_of(request), **shown)


async def _tell_of_allowances(
    request: web.Request, response: web.StreamResponse, batch: list[Happened]
) -> None:
    """To whoever asked, at the answer box; to those who decide, in their list."""
    moved = {one.conversation_id for one in batch if one.kind == "allowance"}
    for id in moved:
        await send(response, "stale", f"asking-{id} /desk/{id}/asking")
    if moved and visit(request).may(Right.ALLOW):
        await send(response, "stale", "allowances-count /allowances/count")
        await send(response, "stale", "allowances /allowances/open")


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
                await send(response, "typing", str(id))


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
    found = [
        line
        for piece in loaded.pieces
        for line in lines(piece, listed.id, listed.buyer_name, reader, listed.agent_id)
    ]
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


async def send(response: web.StreamResponse, event: str, data: str, id: str = "") -> None:
    await write(response, piece(event, data, id))


def piece(event: str, data: str, id: str = "") -> bytes:
    head = f"id: {id}\n" if id else ""
    body = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"{head}event: {event}\n{body}\n".encode()


async def write(response: web.StreamResponse, data: bytes) -> None:
    """A reader who takes nothing for so long has gone: the next stream begins where this one ended."""
    async with asyncio.timeout(WRITE_SECONDS):
        await response.write(data)
