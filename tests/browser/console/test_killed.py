"""The desk is killed between a letter and its answer; the loss audit says in Chromium that nothing is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
from playwright.async_api import expect

from tests.browser.conftest import Axe, Windows
from tests.browser.console.colleague import Colleague
from tests.prove.house import House
from tests.prove.telegram import Telegram

MINA = 7001


async def test_after_a_kill_the_audit_says_that_nothing_is_lost(
    tmp_path: Path, windows: Windows, axe: Axe
) -> None:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(30)) as http:
        telegram = Telegram.start(tmp_path, http)
        house = House(tmp_path, telegram.url, "webhook")
        try:
            house.furnish(settle_ms=3000)
            code = await asyncio.to_thread(house.hire, "Ruth", "supervisor")
            await telegram.deliver_to(house.webhook)
            await telegram.meet(MINA, "en")
            house.start()
            await house.healthy(http)
            await telegram.do(MINA, "writes", text="I want to talk to a person")
            house.kill()
            house.start()
            await house.healthy(http)
            page = await windows.open()
            ruth = Colleague(page, house.console_url, "Ruth")
            await ruth.signs_in_for_the_first_time(code)
            await ruth.opens_who_said("I want to talk to a person")
            await page.goto(f"{house.console_url}/audit")
            await expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "whole")
            await axe(page)
        finally:
            if house.process is not None and house.process.poll() is None:
                house.kill()
            telegram.stop()
