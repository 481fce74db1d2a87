"""One running desk for all these tests: `shopdesk demo` as a newcomer has it, and colleagues signed in to it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import socket
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import select

from desk.agent import Agent
from desk.clock import system_clock, ticks
from desk.config import load
from desk.presence import Because, Presence
from desk.store import Book, conversations, handing, posts, schema
from desk.store.tables import conversation
from tests.browser.conftest import PHONE, Windows
from tests.browser.console.colleague import PASSWORD, Colleague
from tests.browser.widget.mina import Mina
from tests.cast import MEANS
from tests.prove.house import DESK, ROOT

START_SECONDS = 90.0
OPEN = select(conversation.c.id).where(conversation.c.mode != "closed")
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {**PHONE, "color_scheme": "dark", "locale": "zh-CN"},
}
"""How people look at it: a desk, a phone in Chinese. The colours of day and night are looked at on both: see `axe`."""

each_look = pytest.mark.parametrize("look", list(LOOKS))


@dataclass
class Running:
    """The demo as a process. `states` are the cookies of who has signed in already."""

    folder: Path
    port: int
    states: dict[str, Any] = field(default_factory=dict)

    @property
    def shop_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"

    def start(self) -> subprocess.Popen[bytes]:
        (self.folder / "config.toml").write_text(
            f'[console]\nport = {self.port + 1}\nurl = "{self.url}"\n'
            '[store]\nurl = "sqlite:///shopdesk.db"\n[files]\npath = "files"\n'
        )
        with (self.folder / "demo.log").open("wb") as log:
            command = [str(DESK), "demo", "--folder", str(self.folder), "--port", str(self.port)]
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT)

    async def healthy(self, process: subprocess.Popen[bytes]) -> None:
        until = ticks() + START_SECONDS
        async with aiohttp.ClientSession() as http:
            while ticks() < until and process.poll() is None:
                try:
                    async with http.get(f"{self.url}/healthy"), http.get(f"{self.shop_url}/healthy"):
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.1)
        raise AssertionError((self.folder / "demo.log").read_text("utf-8", "replace"))

    async def code(self, name: str, role: str = "agent") -> str:
        """Of a new one-time link, as an administrator makes it beside the running desk."""
        command = ["user", "add", name, "--role", role, "--config", str(self.folder / "config.toml")]
        making = await asyncio.create_subprocess_exec(str(DESK), *command, stdout=subprocess.PIPE, cwd=ROOT)
        told, _ = await making.communicate()
        return re.search(r"#(\S+)", told.decode())[1]  # type: ignore[index]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    desk = Running(tmp_path_factory.mktemp("demo"), _two_ports())
    process = desk.start()
    try:
        await desk.healthy(process)
        yield desk
    finally:
        process.terminate()
        process.wait(20)
    told = (desk.folder / "demo.log").read_text("utf-8", "replace")
    assert "Traceback" not in told, told


def _two_ports() -> int:
    """A free one whose neighbour is free as well, below those that the system gives away."""
    for port in range(20_000 + os.getpid() % 5_000 * 2, 32_000, 2):
        with contextlib.suppress(OSError), socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", port))
            other.bind(("127.0.0.1", port + 1))
            return port
    raise AssertionError("no two free ports side by side")


Calls = Callable[..., Awaitable[Colleague]]


@pytest.fixture
def comes_in(running: Running, windows: Windows) -> Calls:
    """A colleague in a browser of their own, signed in, with the list before them."""

    async def come(name: str, look: str = "desk", show: str = "all") -> Colleague:
        if name not in running.states:
            colleague = Colleague(await windows.open(), running.url, name)
            await colleague.signs_in_for_the_first_time(await running.code(name))
            running.states[name] = await colleague.page.context.storage_state()
        page = await windows.open(
            f"{running.url}/desk?show={show}", storage_state=running.states[name], **LOOKS[look]
        )
        return Colleague(page, running.url, name)

    return come


@pytest_asyncio.fixture(loop_scope="session")
async def quiet_desk(running: Running) -> None:
    """What earlier tests left is over: nothing waits, nobody has anything, and whoever comes is available only when
    they say so. Done beside the running desk, as commands do it."""

    def unit(book: Book) -> None:
        at = system_clock()
        staff = {one.display_name: one for one in book.many(Agent, posts.STAFF)}
        for name in {"Otto", "Ines"} & staff.keys():
            handing.release(book, staff[name], staff["Ruth"], "the next test", UTC, MEANS, at)
        for (id,) in book.rows(OPEN):
            conversations.by_id(book, id).close(at)
        for one in staff.values():
            posts.of(book, one.id, at).choose(Presence.AWAY, Because.STEPPED_OUT, at)

    store = schema.open_store(load(running.folder / "config.toml"))
    try:
        await store.write(unit)
    finally:
        store.close()


@pytest.fixture
def visits(running: Running, windows: Windows) -> Callable[..., Awaitable[Mina]]:
    """Mina comes to the shop's page and opens the chat."""

    async def visit(look: str = "desk") -> Mina:
        mina = Mina(await windows.open(running.shop_url, **LOOKS[look]))
        await mina.opens_the_chat()
        return mina

    return visit


__all__ = ["LOOKS", "PASSWORD"]
