"""The two servers that are compared: the desk's way in, and the floor it is measured against.

Run as a process of its own: `python -m bench.servers floor|desk FOLDER`; prints its port."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import orjson
from aiohttp import web
from telegram import Bot, Update

import shopdesk
from desk.config import Config, checked

TOKEN, SECRET = "123456:bench-bench-bench-bench-bench-bench", "bench"


def config(folder: Path) -> Config:
    telegram = {"main": {"token": TOKEN, "api_url": "http://127.0.0.1:9", "mode": "webhook", "secret": SECRET}}
    return checked({"shop": {"name": "Bench"}, "channels": {"telegram": telegram}}, folder / "config.toml")


def floor() -> web.Application:
    """The same request, read by aiohttp and python-telegram-bot alone, and answered 200."""
    bot = Bot(TOKEN)

    async def hear(request: web.Request) -> web.Response:
        Update.de_json(orjson.loads(await request.read()), bot)
        return web.Response()

    app = web.Application()
    app.router.add_post("/in/telegram/main", hear)
    return app


async def serve(kind: str, folder: Path) -> None:
    if kind == "floor":
        app, work = floor(), None
    else:
        # Everything but the sender: what is measured ends in the outbox, durable.
        house = shopdesk.build(config(folder))
        shopdesk.spare_the_collector()
        app, work = house.public, asyncio.create_task(house.thinking.run())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await (work or asyncio.Event().wait())


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
