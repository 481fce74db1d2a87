"""The figures in Chromium: from a number to the list behind it and to the message, what if, and one's own day."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Page, expect

from desk.store import Book, agents, schema
from desk.store.sqlite import SqliteStore
from tests.browser.conftest import Axe, Windows
from tests.browser.console.colleague import Colleague
from tests.browser.console.conftest import LOOKS, each_look
from tests.conftest import Watch
from tests.console.figures_day import MONDAY, a_morning
from tests.console.room import Room

PATHS = (
    "/figures",
    "/figures/parts?by=agent",
    "/figures/parts?by=week",
    "/figures/rounds",
    "/figures/what-if",
    "/figures/what-if?if_within=45",
)
CRAMPED = """() => [
  ...[...document.querySelectorAll('.week-map tbody th')].filter((one, n, all) => one.offsetTop !== all[0].offsetTop),
  ...[...document.querySelectorAll('.both tbody th')].filter((one) => one.offsetWidth * 2 < one.closest('.card').offsetWidth),
].length"""
"""On a phone the days stand beside each other and the hours beneath, and a name has a line of its own."""


@pytest_asyncio.fixture(loop_scope="session")
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A desk on which one morning has happened."""
    store = SqliteStore(tmp_path / "shopdesk.db")
    schema.create(store)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    async with Room(store, Watch(), tmp_path, port) as room:
        await a_morning(room)
        yield room
    store.close()


async def comes(room: Room, windows: Windows, name: str = "Ruth", **options: Any) -> Page:
    """Signed in for the first time, in the language of their browser."""
    person = await room.hires(name)
    code = await room.store.write(lambda book: agents.one_time_code(book, person.id, room.clock()))
    page = await windows.open(**options)
    await Colleague(page, room.url, name).signs_in_for_the_first_time(code)
    if options.get("locale") == "zh-CN":
        await room.store.write(lambda book: _speaks_chinese(book, person.id))
    return page


def _speaks_chinese(book: Book, id: int) -> None:
    found = agents.by_id(book, id)
    assert found is not None
    found.language = "zh-CN"


def path(room: Room, to: str) -> str:
    return f"{room.url}{to}{'&' if '?' in to else '?'}{MONDAY}"


@each_look
async def test_every_page_looks_right_by_day_by_night_and_on_a_phone(
    room: Room, windows: Windows, axe: Axe, look: str
) -> None:
    page = await comes(room, windows, **LOOKS[look])
    for to in PATHS:
        await page.goto(path(room, to))
        await axe(page)
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, to
        assert look == "desk" or await page.evaluate(CRAMPED) == 0, to
    await page.goto(f"{room.url}/figures?from=2026-10-01&to=2026-10-31")
    await expect(page.locator(".empty")).to_be_visible()
    await page.goto(f"{room.url}/figures?from=2026-11-23&to=soon")
    await expect(page.locator("#to")).to_have_value("soon")
    await axe(page)


async def test_a_number_leads_to_its_list_and_from_there_to_the_message(room: Room, windows: Windows) -> None:
    page = await comes(room, windows)
    await page.goto(path(room, "/figures"))
    await page.get_by_role("link", name="33.33 %").first.click()
    await expect(page.get_by_role("heading", name="First response within 30 s")).to_be_visible()
    await expect(page.locator(".behind__table tbody tr")).to_have_count(3)
    await page.get_by_role("link", name="answered too late").click()
    await expect(page.locator(".behind__table tbody tr")).to_have_count(1)
    await page.get_by_role("link", name="Nils").click()
    await page.wait_for_url("**/desk/*#message-*")
    await expect(page.locator(":target")).to_contain_text("I want to talk to a person")


async def test_keys_lead_there_too(room: Room, windows: Windows) -> None:
    page = await comes(room, windows)
    await page.keyboard.press("g")
    await page.keyboard.press("f")
    await page.wait_for_url("**/figures")
    await page.goto(path(room, "/figures"))
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/figures/first_response_within_30?*")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/desk/*#message-*")


async def test_what_if_shows_both_side_by_side_and_keeps_what_was_typed(room: Room, windows: Windows) -> None:
    page = await comes(room, windows)
    await page.goto(path(room, "/figures/what-if"))
    await page.get_by_label("First share: within").fill("100")
    await page.get_by_label("Opening hours").fill("whenever")
    await page.get_by_role("button", name="Try").click()
    await expect(page.get_by_role("alert").filter(has_text="Write hours as")).to_be_visible()
    await expect(page.get_by_label("First share: within")).to_have_value("100")
    await page.get_by_label("Opening hours").fill("")
    await page.get_by_role("button", name="Try").click()
    share = page.locator(".both tbody tr").filter(has_text="First response within 30 s").first
    await expect(share).to_contain_text("33.33 %")
    await share.get_by_role("link", name="100.00 %").click()
    await expect(page.get_by_role("heading", name="First response within 100 s")).to_be_visible()
    await expect(page.locator(".banner").filter(has_text="only tried here")).to_be_visible()


async def test_charts_are_drawn_from_their_tables_and_without_a_script_there_are_tables(
    room: Room, windows: Windows
) -> None:
    page = await comes(room, windows)
    await page.goto(path(room, "/figures"))
    await expect(page.locator(".chart canvas")).to_have_count(4)
    inked = """() => [...document.querySelectorAll('.chart canvas')].map((one) =>
      one.getContext('2d').getImageData(0, 0, one.width, one.height).data.some((byte) => byte))"""
    assert await page.evaluate(inked) == [True] * 4
    plain = await windows.open(
        path(room, "/figures"), storage_state=await page.context.storage_state(), java_script_enabled=False
    )
    await expect(plain.locator(".chart canvas")).to_have_count(0)
    await plain.locator(".chart__table summary").first.click()
    await expect(plain.locator(".chart table").first).to_contain_text("33.33 %")


async def test_an_agent_sees_their_own_day_beside_the_list(room: Room, windows: Windows, axe: Axe) -> None:
    page = await comes(room, windows, "Otto")
    await expect(page.locator("#mine")).to_contain_text("every one in time")
    await axe(page)
