"""The web chat, whole: its routes on the public listener, and its streams."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.channels.web import Web
from bot.hear import Hearing
from bot.web.gate import Gate
from bot.web.letters import Front, Letters
from bot.web.pictures import Pictures
from bot.web.rates import USUAL, Rates
from bot.web.streams import Streams
from bot.web.telling import PING_SECONDS, Telling
from desk.clock import Clock
from desk.files import Files
from desk.peer import Networks
from desk.store import Store
from desk.store.feed import Feed
from desk.typing import Typing


class WebChat:
    """`join` is a guest of `bot.app.make_app`; `run` wakes the streams for as long as the desk serves."""

    def __init__(
        self,
        store: Store,
        feed: Feed,
        hearing: Hearing,
        files: Files,
        typing: Typing,
        clock: Clock,
        *,
        accounts: Mapping[str, Web],
        front: Front,
        public_url: str,
        proxies: Networks = (),
        rates: Rates = USUAL,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self._gate = Gate(store, accounts, public_url, proxies)
        self.streams = Streams(store, feed, typing)
        self._rooms = (
            Letters(store, self._gate, hearing, typing, front, rates, clock),
            Pictures(store, self._gate, files, rates, clock),
            Telling(store, self._gate, self.streams, ping_seconds=ping_seconds),
        )

    def join(self, app: web.Application) -> None:
        for room in self._rooms:
            room.add_to(app.router)
        app.router.add_options("/web/{account}/{rest:.*}", self._gate.preflight)
        app.router.add_options("/in/web/{account}", self._gate.preflight)
        app.on_response_prepare.append(self._gate.cors)
        app.on_shutdown.append(self._end)

    async def run(self) -> None:
        await self.streams.run()

    async def _end(self, app: web.Application) -> None:
        self.streams.end()
