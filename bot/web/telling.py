"""Telling a visitor, over one stream, what was said: all after what they know, then live."""

from __future__ import annotations

import asyncio

import orjson
from aiohttp import web

from bot.web.gate import Gate
from bot.web.streams import Stream, Streams
from desk.errors import StoreBusy
from desk.line import Line
from desk.message import Author
from desk.store import Book, Store, chats, log
from desk.store.chats import Shown, State

PING_SECONDS = 15.0
WRITE_SECONDS = 20.0
"""Who takes nothing for so long is not reading."""
PAGE = 100
MOST_STREAMS = 10_000
BIGGEST_NUMBER = 2**63 - 1

FROM = {Author.BUYER: "buyer", Author.HUMAN: "agent", Author.BOT: "bot", Author.TIMER: "bot"}


class Telling:
    def __init__(
        self, store: Store, gate: Gate, streams: Streams, *, ping_seconds: float = PING_SECONDS
    ) -> None:
        self._store, self._gate, self._streams, self._ping_seconds = store, gate, streams, ping_seconds

    def add_to(self, router: web.UrlDispatcher) -> None:
        router.add_get("/web/{account}/stream", self._gate.for_visitors(self._tell))

    async def _tell(self, request: web.Request, line: Line) -> web.StreamResponse:
        after = _number(request.query.get("after", "0"))
        if len(self._streams) >= MOST_STREAMS:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "30"})
        # X-Accel-Buffering: a proxy that collects pieces would hold back the answer itself.
        headers = {
            "Content-Type": "text/event-stream",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
        }
        response = web.StreamResponse(headers=headers)
        stream = self._streams.open(line)  # before the first look, so that nothing falls between
        try:
            await response.prepare(request)
            await self._begin(response, stream, after)
            while not stream.ended:
                await self._go_on(response, stream)
        except (ConnectionError, TimeoutError, StoreBusy):
            if request.transport is not None:
                request.transport.abort()
        finally:
            self._streams.close(stream)
        return response

    async def _begin(self, response: web.StreamResponse, stream: Stream, after: int) -> None:
        """Who knows nothing of this chat gets its messages; who knows some, what happened since.

        On PostgreSQL what was not settled yet at the first look may be told again, with the same `n` and `rev`."""
        line = stream.line

        def unit(book: Book) -> tuple[log.Place, State, list[Shown]]:
            state, known = chats.state(book, line), chats.resume(book, line, after)
            # Place and messages of one look: what comes after it is told once.
            return (known, state, []) if known else (log.now(book), state, chats.history(book, line, 0, PAGE))

        stream.place, state, page = await self._store.read(unit)
        stream.state = state
        await _write(response, _mode(state))
        while page:
            await _write(response, b"".join(map(_message, page)))
            page = await self._next_page(line, page)
        await self._catch_up(response, stream)

    async def _next_page(self, line: Line, page: list[Shown]) -> list[Shown]:
        last = page[-1].n
        return (
            await self._store.read(lambda book: chats.history(book, line, last, PAGE))
            if len(page) == PAGE
            else []
        )

    async def _go_on(self, response: web.StreamResponse, stream: Stream) -> None:
        try:
            async with asyncio.timeout(self._ping_seconds):
                await stream.woken.wait()
        except TimeoutError:
            await _write(response, b": ping\n\n")
            return
        stream.woken.clear()
        if stream.typist is not None:
            who, stream.typist = stream.typist, None
            await _write(response, _event("typing", {"from": who}))
        if not stream.ended:
            await self._catch_up(response, stream)

    async def _catch_up(self, response: web.StreamResponse, stream: Stream) -> None:
        more = True
        while more:
            place, line = stream.place, stream.line

            def unit(
                book: Book, line: Line = line, place: log.Place = place
            ) -> tuple[list[Shown], log.Place, bool, State]:
                return (*chats.news(book, line, place, PAGE), chats.state(book, line))

            shown, stream.place, more, state = await self._store.read(unit)
            pieces = [_message(one) for one in shown]
            if state != stream.state:
                # A name is told before what it says, an end after the last word.
                pieces.insert(len(pieces) if state.mode == "closed" else 0, _mode(state))
                stream.state = state
            await _write(response, b"".join(pieces))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise web.HTTPBadRequest()
    return min(int(text), BIGGEST_NUMBER)


async def _write(response: web.StreamResponse, data: bytes) -> None:
    if data:
        async with asyncio.timeout(WRITE_SECONDS):
            await response.write(data)


def _message(shown: Shown) -> bytes:
    said = {
        "n": shown.n,
        "rev": shown.rev,
        "from": FROM[shown.author],
        "name": shown.name,
        "text": shown.text,
        "at": shown.at_ms,
        "id": shown.ext_id.partition(":")[2] if shown.ext_id else None,
        "photos": [{"id": key, "state": state} for key, state in shown.photos],
        "buttons": [{"text": text, "data": data} for text, data in shown.buttons],
    }
    return _event("message", said, shown.n)


def _mode(state: State) -> bytes:
    return _event("mode", {"mode": state.mode, "agent": state.agent if state.mode == "human" else None})


def _event(name: str, data: object, number: int | None = None) -> bytes:
    id = f"id: {number}\n" if number is not None else ""
    return f"event: {name}\n{id}data: ".encode() + orjson.dumps(data) + b"\n\n"
