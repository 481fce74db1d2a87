"""What a visitor says and asks: hello, a name of their own, a letter, a keystroke."""

from __future__ import annotations

import secrets

import orjson
from aiohttp import web

from bot.app import read_body
from bot.channels import Unreadable
from bot.channels.web import MOST_PHOTOS, TEXT_LIMIT, with_visitor
from bot.hear import Hearing
from bot.web.gate import Gate, within
from bot.web.pictures import PHOTO_BYTES
from bot.web.rates import Buckets, Rates
from desk.clock import Clock
from desk.line import Line
from desk.record import record
from desk.store import Store, visitors
from desk.typing import Typing, Typist

LETTER_BYTES = 64 << 10


@record(frozen=True, slots=True)
class Front:
    """What the widget tells its visitors about the shop."""

    shop: str
    language: str
    privacy_url: str | None


class Letters:
    def __init__(
        self,
        store: Store,
        gate: Gate,
        hearing: Hearing,
        typing: Typing,
        front: Front,
        rates: Rates,
        clock: Clock,
    ) -> None:
        self._store, self._gate, self._hearing, self._typing = store, gate, hearing, typing
        self._front, self._clock = front, clock
        self._new, self._said, self._typed = (
            Buckets(rates.visitors),
            Buckets(rates.letters),
            Buckets(rates.keystrokes),
        )

    def add_to(self, router: web.UrlDispatcher) -> None:
        gate = self._gate
        router.add_get("/web/{account}/hello", gate.open(self._hello))
        router.add_post("/web/{account}/visitor", gate.open(self._visitor))
        router.add_post("/in/web/{account}", gate.for_visitors(self._hear))
        router.add_post("/web/{account}/typing", gate.for_visitors(self._types))

    async def _hello(self, request: web.Request) -> web.Response:
        asked = request.query.get("language") or self._front.language
        return _json(
            {
                "shop": self._front.shop,
                "language": "zh-CN" if asked.lower().startswith("zh") else "en",
                "privacy_url": self._front.privacy_url,
                "text_limit": TEXT_LIMIT,
                "photo_bytes": PHOTO_BYTES,
                "photos": MOST_PHOTOS,
            }
        )

    async def _visitor(self, request: web.Request) -> web.Response:
        within(self._new, self._gate.caller(request))
        account, token, identity = request.match_info["account"], visitors.new_token(), secrets.token_hex(16)
        at = self._clock()
        await self._store.write(lambda book: visitors.welcome(book, account, token, identity, at))
        return _json({"token": token}, status=201)

    async def _hear(self, request: web.Request, line: Line) -> web.Response:
        """200 once it is durable. The same id again is the same letter."""
        within(self._said, line.chat)
        body = await read_body(request, LETTER_BYTES)
        if request.content_type != "application/json":
            raise web.HTTPBadRequest()
        try:
            raw = with_visitor(body, line.chat)
        except Unreadable:
            raise web.HTTPBadRequest() from None
        self._typing.stops(line, Typist.BUYER)
        await self._hearing.hear(self._gate.account(request), raw)
        return _json({"heard": True})

    async def _types(self, request: web.Request, line: Line) -> web.Response:
        within(self._typed, line.chat)
        self._typing.types(line, Typist.BUYER)
        return web.Response(status=204)


def _json(values: object, status: int = 200) -> web.Response:
    return web.Response(
        body=orjson.dumps(values),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
