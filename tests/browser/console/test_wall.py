"""The supervisor's wall in Chromium: it counts by itself, changes by itself, and a key leads to who waits longest."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from desk.agent import Role
from desk.clock import system_clock
from desk.response_time import USUAL
from desk.shop import Hours
from desk.store import Book, agents, conversations, schema
from desk.store.sqlite import SqliteStore
from tests.browser.conftest import Axe, Windows
from tests.browser.console.colleague import Colleague
from tests.browser.console.conftest import LOOKS, each_look
from tests.console.room import ZONE, Room

LONG = "欧阳娜娜不会做饭的小厨娘与她的七只猫二零二六年秋季限定纪念版"
BIG = {"viewport": {"width": 1920, "height": 1080}}


@pytest_asyncio.fixture(loop_scope="session")
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A desk of its own, open around the clock: on the wall only those wait whom the test means."""
    store = SqliteStore(tmp_path / "shopdesk.db")
    schema.create(store)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    async with Room(store, system_clock, tmp_path, port) as room:
        room.rules.hold(Hours(ZONE, dict.fromkeys(range(7), ((time(0), time(0)),))), (USUAL,), 1)
        feeding = asyncio.create_task(room.feed.run())
        yield room
        feeding.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await feeding
    store.close()


async def ruth_at(room: Room, windows: Windows, path: str = "/wall", **options: Any) -> Page:
    """Signed in for the first time, then before that page in the language of her browser."""
    ruth = await room.hires("Ruth")
    code = await room.store.write(lambda book: agents.one_time_code(book, ruth.id, room.clock()))
    page = await windows.open(**options)
    await Colleague(page, room.url, "Ruth").signs_in_for_the_first_time(code)
    if options.get("locale") == "zh-CN":
        await room.store.write(lambda book: _speaks_chinese(book, ruth.id))
    await page.goto(room.url + path)
    return page


def _speaks_chinese(book: Book, id: int) -> None:
    found = agents.by_id(book, id)
    assert found is not None
    found.language = "zh-CN"


async def twelve_wait(room: Room, name: str = "Mina") -> list[int]:
    return [await room.asked_for(room.mina(name=name, chat=f"c{n}")) for n in range(12)]


def debt(page: Page, id: int) -> Locator:
    return page.locator(f"#wall-debt-{id}")


@each_look
async def test_it_looks_right_by_day_by_night_and_on_a_phone(
    room: Room, windows: Windows, axe: Axe, look: str
) -> None:
    page = await ruth_at(room, windows, **LOOKS[look])
    await axe(page)
    await twelve_wait(room, LONG)
    await room.hires("Otto")
    await expect(page.locator(".wall__waiting .wall__row")).to_have_count(12)
    await expect(page.locator("#live")).to_have_attribute("data-state", "open")
    await axe(page)
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    if look == "phone":
        await expect(page.locator("#wall-waiting")).to_contain_text("等待最久的在前")
        lefts = await page.locator(".wall__part").evaluate_all("(parts) => parts.map((p) => p.offsetLeft)")
        assert len(set(lefts)) == 1


async def test_a_big_screen_shows_twelve_and_twelve_without_scrolling(room: Room, windows: Windows) -> None:
    await twelve_wait(room, LONG)
    await room.asked_for(room.mina(chat="one more"))
    for number in range(12):
        await room.hires(f"{LONG} {number}", Role.AGENT)
    page = await ruth_at(room, windows, **BIG)
    await expect(page.locator(".wall__waiting .wall__row")).to_have_count(12)
    await expect(page.locator("#wall-waiting")).to_contain_text("and 1 more")
    hidden = await page.evaluate(
        """() => [...document.querySelectorAll('.wall__row, .wall__agent, .wall__line, .wall__figure')]
          .filter((one) => { const box = one.getBoundingClientRect(); return box.bottom > innerHeight || box.right > innerWidth; }).length"""
    )
    assert hidden == 0
    assert (
        await page.evaluate(
            "(() => { const m = document.querySelector('main'); return m.scrollHeight - m.clientHeight; })()"
        )
        <= 0
    )
    # From four metres: figures of 40 px and names of 24 px at least, on a screen of 55 inches 25 and 15 mm.
    sizes = await page.evaluate(
        "['.wall__row [data-count]', '.wall__name'].map((s) => parseFloat(getComputedStyle(document.querySelector(s)).fontSize))"
    )
    assert sizes[0] >= 40 and sizes[1] >= 24


async def test_a_change_comes_by_itself(room: Room, windows: Windows) -> None:
    page = await ruth_at(room, windows)
    await expect(page.locator(".wall__none")).to_be_visible()
    await expect(page.locator("#live")).to_have_attribute("data-state", "open")
    id = await room.asked_for(room.mina())
    await expect(debt(page, id)).to_contain_text("Mina")
    otto = await room.hires("Otto")
    await room.store.write(lambda book: conversations.by_id(book, id).take(otto.id, room.clock()))
    await expect(debt(page, id)).to_contain_text("Otto")
    await room.store.write(lambda book: conversations.by_id(book, id).close(room.clock(), by=otto.id))
    await expect(page.locator(".wall__none")).to_be_visible()


async def test_it_counts_by_itself_and_each_step_has_colour_and_word(room: Room, windows: Windows) -> None:
    """One timer for the page and not a single request: the browser's own clock is moved on."""
    id = await room.asked_for(room.mina())
    page = await ruth_at(room, windows, "/account")
    await page.clock.install()
    await page.goto(f"{room.url}/wall")
    await expect(page.locator("#live")).to_have_attribute("data-state", "open")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    clock = debt(page, id).locator(".clock")
    colours = set()
    for seconds, late, word in ((16, "soon", "soon"), (15, "late", "late"), (30, "over", "over")):
        await page.clock.fast_forward(seconds * 1000)
        await expect(clock).to_have_attribute("data-late", late)
        await expect(clock.locator("[data-step]")).to_have_text(word)
        colours.add(await clock.evaluate("(one) => getComputedStyle(one).backgroundColor"))
    await expect(clock.locator("[data-count]")).to_have_text(re.compile(r"1:0\d"))
    assert len(colours) == 3 and asked == []


async def test_keys_lead_to_who_waits_and_give_it_the_whole_screen(room: Room, windows: Windows) -> None:
    ids = await twelve_wait(room)
    page = await ruth_at(room, windows, "/desk?show=all")
    await page.keyboard.press("g")
    await page.keyboard.press("x")
    await page.wait_for_url("**/wall")
    await page.keyboard.press("f")
    await expect(page.locator(".bar")).to_be_hidden()
    await page.keyboard.press("f")
    await expect(page.locator(".bar")).to_be_visible()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await expect(debt(page, ids[1]).locator("a")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/desk/{ids[1]}?show=all")
    await page.goto(f"{room.url}/wall")
    await page.keyboard.press("1")
    await page.wait_for_url(f"**/desk/{ids[0]}?show=all")
    await page.goto(f"{room.url}/wall")
    await page.keyboard.press("9")
    await page.wait_for_url(f"**/desk/{ids[8]}?show=all")
