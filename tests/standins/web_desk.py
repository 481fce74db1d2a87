"""A desk that speaks the widget's protocol and nothing else, with the faults that a real one can have."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from desk.clock import Clock, system_clock, to_ms

WIDGET = Path(__file__).parents[2] / "bot" / "static" / "widget.js"
MAGIC = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}
PING_SECONDS = 15
LETTER = {"id": str, "text": str, "photos": list, "language": str}
PRESS = {"button": str, "of": int}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer that goes wrong: a status, or `lost` (done, answer never arrives), or `cut` (nothing done)."""

    status: int = 0
    retry_after: int | None = None
    lost: bool = False
    cut: bool = False


@dataclass(eq=False)
class Visitor:
    """One buyer on the web: what was said, and the streams that tell it."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    uploads: dict[str, str] = field(default_factory=dict)
    photos: dict[str, bytes] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    mode: dict[str, str | None] = field(default_factory=lambda: {"mode": "bot", "agent": None})
    streams: set[asyncio.Queue[str | None]] = field(default_factory=set)

    def tell(self, event: str, data: Mapping[str, Any]) -> None:
        number = f"id: {data['n']}\n" if event == "message" else ""
        for stream in self.streams:
            stream.put_nowait(f"event: {event}\n{number}data: {json.dumps(data)}\n\n")


class WebDesk:
    """The public listener's part for one web account; `visitors` and `letters` show what it was told."""

    def __init__(
        self, origins: Iterable[str], *, photos_ready: bool = True, clock: Clock = system_clock
    ) -> None:
        self.origins = set(origins)
        self.photos_ready = photos_ready
        self.clock = clock
        self.visitors: dict[str, Visitor] = {}
        self.letters: list[dict[str, Any]] = []
        self.typings = 0
        self.url = ""
        self.shop = "Lantern & Loom"
        self.privacy_url: str | None = None
        self.photo_bytes = 20 * 1024 * 1024
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.nobody_listens = asyncio.Event()
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._number = 0

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._at_the_door], client_max_size=64 * 1024 * 1024)
        app.router.add_get("/widget.js", self._widget, name="widget")
        app.router.add_get("/web/main/hello", self._hello, name="hello")
        app.router.add_post("/web/main/visitor", self._visitor, name="visitor")
        app.router.add_post("/in/web/main", self._in, name="letter")
        app.router.add_post("/web/main/photos", self._upload, name="upload")
        app.router.add_get("/web/main/photos/{id}", self._photo, name="photo")
        app.router.add_get("/web/main/stream", self._stream, name="stream")
        app.router.add_post("/web/main/typing", self._typing, name="typing")
        app.router.add_route("OPTIONS", "/{any:.*}", self._preflight, name="preflight")
        app.on_response_prepare.append(self._cors)
        app.on_shutdown.append(self._shut)
        return app

    # What a test does with it

    def fail(self, route: str, *faults: Fault) -> None:
        """The next requests on `route` meet these, one each."""
        self._faults[route].extend(faults)

    @property
    def mina(self) -> Visitor:
        (visitor,) = self.visitors.values()
        return visitor

    def say(
        self,
        text: str = "",
        *,
        by: str = "bot",
        name: str | None = None,
        id: str | None = None,
        photos: Iterable[str] = (),
        buttons: Iterable[tuple[str, str]] = (),
        to: Visitor | None = None,
        at: int | None = None,
    ) -> dict[str, Any]:
        """Something is said in the conversation; every stream of the visitor hears it."""
        visitor = to or self.mina
        self._number += 1
        message = {
            "n": self._number,
            "rev": 0,
            "from": by,
            "name": name,
            "text": text,
            "id": id,
            "at": to_ms(self.clock()) if at is None else at,
            "photos": [{"id": photo, "state": "ok" if self.photos_ready else "pending"} for photo in photos],
            "buttons": [{"text": words, "data": data} for words, data in buttons],
        }
        visitor.messages.append(message)
        visitor.tell("message", message)
        return message

    def revise(self, message: dict[str, Any], **changes: Any) -> None:
        message.update(changes, rev=message["rev"] + 1)
        self.mina.tell("message", message)

    def enter(self, mode: str, agent: str | None = None) -> None:
        self.mina.mode = {"mode": mode, "agent": agent}
        self.mina.tell("mode", self.mina.mode)

    def type(self, who: str) -> None:
        self.mina.tell("typing", {"from": who})

    def drop_streams(self) -> None:
        for visitor in self.visitors.values():
            for stream in visitor.streams:
                stream.put_nowait(None)

    def forget_everyone(self) -> None:
        self.drop_streams()
        self.visitors.clear()

    @property
    def listening(self) -> int:
        return sum(len(visitor.streams) for visitor in self.visitors.values())

    # What the widget asks

    @web.middleware
    async def _at_the_door(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        route = request.match_info.route.name or ""
        if route in ("widget", ""):
            return await handler(request)
        if request.headers.get("Origin", f"{request.scheme}://{request.host}") not in self.origins:
            return web.json_response({"error": "not one of our pages"}, status=403)
        if route != "preflight":
            self.asked.append(route)
            await self.gate.wait()
        fault = self._faults[route].popleft() if self._faults[route] else Fault()
        if fault.cut or fault.lost:
            if fault.lost:
                await handler(request)
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault.status:
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            return web.json_response({"error": "as the test wished"}, status=fault.status, headers=headers)
        return await handler(request)

    async def _cors(self, request: web.Request, response: web.StreamResponse) -> None:
        if (origin := request.headers.get("Origin")) in self.origins and origin:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            response.headers["Vary"] = "Origin"

    async def _preflight(self, request: web.Request) -> web.Response:
        return web.Response(
            status=204,
            headers={
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Headers": "Authorization, Content-Type, X-File-Name, X-Upload-Id",
                "Access-Control-Max-Age": "600",
            },
        )

    async def _shut(self, app: web.Application) -> None:
        self.gate.set()
        self.drop_streams()

    def _who(self, request: web.Request) -> Visitor:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self.visitors:
            raise web.HTTPUnauthorized
        return self.visitors[token]

    async def _widget(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(WIDGET, headers={"Content-Type": "text/javascript; charset=utf-8"})

    async def _hello(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "shop": self.shop,
                "language": request.query["language"],
                "privacy_url": self.privacy_url,
                "text_limit": 4000,
                "photo_bytes": self.photo_bytes,
                "photos": 10,
            }
        )

    async def _visitor(self, request: web.Request) -> web.Response:
        if await request.read():
            raise web.HTTPBadRequest
        token = token_hex(16)
        self.visitors[token] = Visitor()
        return web.json_response({"token": token}, status=201)

    async def _in(self, request: web.Request) -> web.Response:
        visitor = self._who(request)
        letter = json.loads(await request.read())
        shape = LETTER | (PRESS if "button" in letter else {})
        if request.content_type != "application/json" or letter.keys() != shape.keys():
            raise web.HTTPBadRequest
        if (
            any(not isinstance(letter[key], kind) for key, kind in shape.items())
            or not set(letter["photos"]) <= visitor.photos.keys()
        ):
            raise web.HTTPBadRequest
        if len(letter["text"]) > 4000:
            raise web.HTTPRequestEntityTooLarge(max_size=4000, actual_size=len(letter["text"]))
        self.letters.append(letter)
        if letter["id"] not in {message["id"] for message in visitor.messages}:
            self.say(letter["text"], by="buyer", id=letter["id"], photos=letter["photos"], to=visitor)
        return web.json_response({"heard": True})

    async def _upload(self, request: web.Request) -> web.Response:
        visitor = self._who(request)
        picture = await request.read()
        visitor.names.append(unquote(request.headers["X-File-Name"]))
        if len(picture) > self.photo_bytes:
            return web.json_response({"error": "too big"}, status=413)
        if not picture.startswith(tuple(MAGIC)):
            return web.json_response({"error": "not a picture"}, status=415)
        photo = visitor.uploads.setdefault(request.headers["X-Upload-Id"], token_hex(8))
        visitor.photos[photo] = picture
        return web.json_response({"photo": photo}, status=201)

    async def _photo(self, request: web.Request) -> web.Response:
        picture = self._who(request).photos.get(request.match_info["id"])
        if picture is None:
            raise web.HTTPNotFound
        kind = next((kind for magic, kind in MAGIC.items() if picture.startswith(magic)), "text/html")
        return web.Response(body=picture, content_type=kind)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        visitor = self._who(request)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        visitor.streams.add(queue)
        self.nobody_listens.clear()
        after = int(request.query["after"])
        backlog = [
            f"event: message\nid: {m['n']}\ndata: {json.dumps(m)}\n\n"
            for m in visitor.messages
            if m["n"] > after
        ]
        backlog.append(f"event: mode\ndata: {json.dumps(visitor.mode)}\n\n")
        try:
            await response.prepare(request)
            await response.write("".join(backlog).encode())
            while (piece := await self._next_piece(queue)) is not None:
                await response.write(piece.encode())
            if request.transport is not None:
                request.transport.abort()
        except ConnectionError:
            pass
        finally:
            visitor.streams.discard(queue)
            if not self.listening:
                self.nobody_listens.set()
        return response

    async def _next_piece(self, queue: asyncio.Queue[str | None]) -> str | None:
        try:
            return await asyncio.wait_for(queue.get(), PING_SECONDS)
        except TimeoutError:
            return ": ping\n\n"

    async def _typing(self, request: web.Request) -> web.Response:
        self._who(request)
        self.typings += 1
        return web.Response(status=204)
