"""A road between Telegram and the desk on which letters double: at once, later, and across a restart."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web


@dataclass(slots=True)
class Relay:
    """Hands every letter on and its answer back; a share of them it hands on again within three seconds."""

    to: str
    http: aiohttp.ClientSession
    dice: random.Random
    share: float = 0.1
    doubled: int = 0
    _runner: web.AppRunner | None = None
    _later: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self) -> str:
        """The webhook address that Telegram is told."""
        app = web.Application()
        app.router.add_post("/in/telegram/main", self._pass)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        for task in self._later:
            task.cancel()
        await asyncio.gather(*self._later, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    async def _pass(self, request: web.Request) -> web.Response:
        raw, headers = await request.read(), _kept(request)
        if self.dice.random() < self.share:
            self.doubled += 1
            task = asyncio.create_task(self._again(raw, headers, self.dice.uniform(0, 3)))
            self._later.add(task)
            task.add_done_callback(self._later.discard)
        try:
            async with self.http.post(self.to, data=raw, headers=headers) as answer:
                return web.Response(status=answer.status, body=await answer.read())
        except aiohttp.ClientError:
            # The desk was killed: Telegram hears nothing, as on a real road.
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=502)

    async def _again(self, raw: bytes, headers: dict[str, str], after_s: float) -> None:
        await asyncio.sleep(after_s)
        try:
            async with self.http.post(self.to, data=raw, headers=headers):
                pass
        except aiohttp.ClientError:
            return


def _kept(request: web.Request) -> dict[str, str]:
    names = ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")
    return {name: request.headers[name] for name in names if name in request.headers}
