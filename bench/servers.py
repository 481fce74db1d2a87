"""The two servers that are compared: the desk's way in, and the floor it is measured against.

Run as a process of its own: `python -m bench.servers floor|desk FOLDER`; prints its port."""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path

import orjson
from aiohttp import web
from sqlalchemy import null, update
from telegram import Bot, Update

from desk.config import Config, checked
from desk.store import Book
from desk.store.tables import conversation, deadline, outbox
from house import SELDOM, House, build, spare_the_collector

# No sender runs; this is what the channel's acceptance would change.
ROUNDS_OVER = (
    update(conversation).values(waiting_since=null()),
    update(deadline).where(deadline.c.kind == "reply", deadline.c.state == "armed").values(state="cancelled"),
    update(outbox).where(outbox.c.state == "queued").values(state="sent", sent_at=outbox.c.queued_at),
)

TOKEN, SECRET = "123456:bench-bench-bench-bench-bench-bench", "bench"


def config(folder: Path) -> Config:
    telegram = {
        "main": {"token": TOKEN, "api_url": "http://127.0.0.1:9", "mode": "webhook", "secret": SECRET}
    }
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


def _rounds_over(book: Book) -> None:
    for change in ROUNDS_OVER:
        book.run(change)


def desk(house: House) -> web.Application:
    """The desk's way in. Beside it a door of the bench's own: the rounds are ended by the desk itself, as its sender
    would do it, for another process that writes would take the warm pages from under the desk."""

    async def end_rounds(_: web.Request) -> web.Response:
        await house.store.write(_rounds_over)
        return web.Response()

    house.public.router.add_post("/bench/rounds-over", end_rounds)
    return house.public


async def serve(kind: str, folder: Path) -> None:
    if kind == "floor":
        app, work = floor(), None
    else:
        # Everything but the sender: what is measured ends in the outbox, durable.
        house = build(config(folder))
        gc.set_threshold(*SELDOM)
        spare_the_collector()
        app, work = desk(house), asyncio.create_task(house.thinking.run())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await (work or asyncio.Event().wait())


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
