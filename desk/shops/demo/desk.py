"""The demo's desk: a store of its own with the demo shop in it, somebody to sign in as, and two addresses."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from desk.agent import Role
from desk.clock import system_clock
from desk.config import Config, checked
from desk.files import Files
from desk.record import record
from desk.shops.demo import CURRENCY, LANGUAGE, NAME, TIMEZONE, cases, demo, past
from desk.shops.importing import apply_import
from desk.store import Book, agents, schema, tickets

CODE_LIVES = timedelta(hours=1)
STAFF = (
    ("Ruth", (Role.SUPERVISOR, Role.ADMIN)),
    ("Otto", (Role.AGENT,)),
    ("Ines", (Role.AGENT,)),
    ("Faye", (Role.FINANCE,)),
    ("Walt", (Role.WAREHOUSE,)),
)


@record(frozen=True, slots=True)
class Prepared:
    config: Config
    told: str
    """For the newcomer: where to look, and how to get in."""


async def prepare(folder: Path, port: int) -> Prepared:
    """Begins the demo in `folder`, or goes on with the one that is there."""
    config = checked(
        {
            "public": {"port": port, "url": f"http://127.0.0.1:{port}"},
            "console": {"port": port + 1, "url": f"http://127.0.0.1:{port + 1}"},
            "store": {"url": "sqlite:///shopdesk.db"},
            "files": {"path": "files"},
            "shop": {"name": NAME, "currency": CURRENCY, "timezone": TIMEZONE, "language": LANGUAGE},
            "channels": {"web": {"main": {"origins": [f"http://127.0.0.1:{port}"]}}},
        },
        folder / "config.toml",
    )
    at = system_clock()
    store = schema.open_store(config)
    try:
        await apply_import(store, demo(at, config.shop.zone), at)
        code = await store.write(_staff)
        if not await store.read(tickets.any_there):
            albums = await asyncio.to_thread(cases.albums, Files(config.files_path))
            await store.write(lambda book: _past(book, albums, at, config.shop.zone))
    finally:
        store.close()
    return Prepared(
        config,
        f"""
  Lantern & Loom is open.

    the shop      {config.public.url}/
    the console   {config.console.url}/

  Sign in as Ruth (supervisor), once, within the hour:

    {config.console.url}/welcome#{code}

  Ask the chat: 亚麻台灯白色的还有货吗 · do you have the linen lamp in grey? · 我的订单 1007 到哪了 (its phone ends in 0147)
  Ctrl-C stops it; what was said is kept in {folder}/.
""",
    )


def _past(book: Book, albums: cases.Albums, at: datetime, zone: tzinfo) -> None:
    """At once: nobody waits yet, and a demo that was killed amid it begins anew."""
    past.begin(book, at, zone)
    cases.begin(book, albums, at)


def _staff(book: Book) -> str:
    at = system_clock()
    for name, roles in STAFF:
        person = agents.by_name(book, name) or agents.add_user(book, name, roles, at, language="")
        if name == STAFF[0][0]:
            first = person
    return agents.one_time_code(book, first.id, at, CODE_LIVES)
