"""The widget in Chromium against the real public listener: the two halves of one protocol, from two hands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from aiohttp import web
from playwright.async_api import expect
from sqlalchemy import select

from bot.photos import PhotoDesk
from desk.pictures import Pictures
from desk.store.sqlite import SqliteStore
from desk.store.tables import message, visitor
from tests.bot.web_house import House, opened
from tests.browser.conftest import Windows
from tests.browser.widget.conftest import CSP, PAGE
from tests.browser.widget.mina import LAMP_FILE, Mina
from tests.cast import hire
from tests.conftest import Watch


@dataclass
class Scene:
    house: House
    shop_url: str

    async def identity(self) -> str:
        rows = await self.house.store.read(lambda book: book.rows(select(visitor.c.identity)))
        ((identity,),) = rows
        return str(identity)


@pytest_asyncio.fixture(loop_scope="session")
async def scene(sqlite_store: SqliteStore, tmp_path: Path, watch: Watch) -> AsyncIterator[Scene]:
    """The desk must know the page's address before it starts, the page the desk's only when it is asked for."""

    async def page(request: web.Request) -> web.Response:
        desk = scene.house.url
        text, headers = (
            PAGE.format(lang="en", desk=desk, attributes=""),
            {"Content-Security-Policy": CSP.format(desk=desk)},
        )
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def icon(request: web.Request) -> web.Response:
        return web.Response(status=204)

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_get("/favicon.ico", icon)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    shop_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with opened(sqlite_store, tmp_path / "files", watch, origin=shop_url) as house:
        scene = Scene(house, shop_url)
        pictures = Pictures()
        drawing = asyncio.create_task(PhotoDesk(house.store, house.files, pictures, {}, None, watch).run())  # type: ignore[arg-type]
        yield scene
        drawing.cancel()
        await asyncio.gather(drawing, return_exceptions=True)
        await pictures.close()
    await runner.cleanup()


async def test_mina_talks_to_the_real_desk(scene: Scene, windows: Windows, watch: Watch) -> None:
    house = scene.house
    mina = Mina(await windows.open(scene.shop_url))
    await mina.opens_the_chat()
    assert (
        await house.store.read(lambda book: book.rows(select(visitor.c.id))) == []
    )  # looking leaves no trace
    await mina.sends("do you have the linen lamp in grey?")
    identity = await scene.identity()
    await house.says(identity, "Three grey ones, as of 14:03.", buttons=[("A person please", "person")])
    await mina.sees("Three grey ones, as of 14:03.")
    await mina.page.get_by_role("button", name="A person please").click()
    await expect(mina.own.last.locator(".text")).to_have_text("A person please")
    otto = await hire(house.store, watch, "Otto")
    await house.change(identity, lambda c: c.take(otto.id, watch()))
    await expect(mina.panel.get_by_text("You are talking to Otto").first).to_be_visible()
    await house.says(identity, "Otto here.", by=otto.id)
    await mina.sees("Otto here.")
    await mina.hands_over("paste", LAMP_FILE)
    await expect(mina.thumbs).to_have_count(1)
    await mina.sends("like this one")
    await expect(mina.own.last.locator("img")).to_have_count(1)
    await mina.page.reload()
    await mina.sees("Otto here.")
    await expect(mina.own).to_have_count(3)
    await expect(mina.own.last.locator("img")).to_have_count(1)
    rows = await house.store.read(
        lambda book: book.rows(select(message.c.id).where(message.c.author == "buyer"))
    )
    assert len(rows) == 3
