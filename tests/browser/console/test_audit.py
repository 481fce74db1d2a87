"""The loss audit in Chromium: a shop with a fault of each sort, from the figure to the message."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import expect
from sqlalchemy import text

from desk.clock import system_clock
from desk.store import Book, agents, schema
from desk.store.sqlite import SqliteStore
from tests.browser.conftest import Axe, Windows
from tests.browser.console.colleague import Colleague
from tests.browser.console.conftest import LOOKS, each_look
from tests.cast import Loopback, Writer
from tests.console.room import Room


@pytest_asyncio.fixture(loop_scope="session")
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    store = SqliteStore(tmp_path / "shopdesk.db")
    schema.create(store)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    async with Room(store, system_clock, tmp_path, port) as room:
        feeding = asyncio.create_task(room.feed.run())
        yield room
        feeding.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await feeding
    store.close()


async def with_faults(room: Room) -> None:
    """On Telegram two numbers are missing, on the other account a message has lost its letter and a letter is unreadable."""
    bot = Writer(room.store, room.clock, Loopback(name="telegram"), name="Nils", chat="9")
    for number in (900_000_001, 900_000_004):
        await bot.writes("hello", ext_id=str(number))
    mina = room.mina()
    await mina.writes("is it white")
    await mina.writes("or grey")
    await mina.hearing.hear(mina.channel, b"\xff\x00")
    earlier = text("update inbox set received_at = received_at - 120000 where channel = 'telegram'")
    assert await room.store.write(lambda book: book.run(earlier))
    lost = text("update message set inbox_id = null where text = 'or grey'")
    assert await room.store.write(lambda book: book.run(lost))


@each_look
async def test_ruth_goes_from_the_figure_to_the_message(
    room: Room, windows: Windows, axe: Axe, look: str
) -> None:
    ruth = await room.hires("Ruth")
    code = await room.store.write(lambda book: agents.one_time_code(book, ruth.id, room.clock()))
    page = await windows.open(**LOOKS[look])
    colleague = Colleague(page, room.url, "Ruth")
    await colleague.signs_in_for_the_first_time(code)
    if look == "phone":
        await room.store.write(lambda book: _speaks_chinese(book, ruth.id))
    await page.goto(f"{room.url}/audit")
    await expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "nothing")
    await axe(page)
    await with_faults(room)
    await page.reload()
    await expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "lost")
    assert await page.locator('[data-tone="lost"]').count() == 3
    await axe(page)
    await colleague.does_not_scroll_sideways()
    await page.locator('[data-check="gaps"][data-tone="lost"] a').click()
    await expect(page.locator(".code")).to_have_text("900000002 – 900000003")
    await axe(page)
    await colleague.does_not_scroll_sideways()
    await page.go_back()
    await page.locator('[data-check="heard"][data-tone="lost"] a').click()
    await page.locator(".line a").click()
    await expect(page.get_by_text("or grey").first).to_be_visible()


def _speaks_chinese(book: Book, id: int) -> None:
    person = agents.by_id(book, id)
    assert person is not None
    person.language = "zh-CN"
