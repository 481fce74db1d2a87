"""A Telegram that says yes to everything: what a measurement notes of it is its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from desk.clock import ticks


class Telegram(ABC):
    def __init__(self) -> None:
        self._sent = 0

    @asynccontextmanager
    async def listening(self, port: int) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_route("*", "/{bot}/{method}", self._asked)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield
        finally:
            await runner.cleanup()

    async def _asked(self, request: web.Request) -> web.Response:
        at = ticks()
        if request.match_info["method"].lower() != "sendmessage":
            me = {"id": 1, "is_bot": True, "first_name": "B", "username": "bench_bot"}
            return web.json_response({"ok": True, "result": me})
        chat = int((await request.post())["chat_id"])  # type: ignore[arg-type]
        self.got(request.match_info["bot"], chat, at)
        self._sent += 1
        message = {"message_id": self._sent, "date": 1, "chat": {"id": chat, "type": "private"}}
        return web.json_response({"ok": True, "result": message})

    @abstractmethod
    def got(self, bot: str, chat: int, at: float) -> None:
        """A message of this bot to this chat has come, at this tick."""
