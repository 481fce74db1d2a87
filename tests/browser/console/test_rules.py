"""Ruth and the rules of the shop: the pages by day, by night and on a phone; hours tried while they are written, a ladder mended."""

from __future__ import annotations

from datetime import timedelta

from playwright.async_api import expect

from desk.clock import system_clock
from tests.browser.conftest import Axe, Windows
from tests.browser.console.conftest import Calls, Running, each_look


@each_look
async def test_the_pages_of_the_rules(comes_in: Calls, running: Running, axe: Axe, look: str) -> None:
    ruth = await comes_in("Ruth", look)
    for path in ("/hours", "/response-times"):
        await ruth.page.goto(running.url + path)
        await axe(ruth.page)
        for more in await ruth.page.locator("main details > summary").all():
            await more.click()
        await axe(ruth.page)
        await ruth.does_not_scroll_sideways()


async def test_hours_are_tried_while_they_are_written_saved_by_a_key_and_put_back(
    comes_in: Calls, running: Running
) -> None:
    page = (await comes_in("Ruth")).page
    await page.goto(f"{running.url}/hours")
    await page.fill("#week_2", "all day")
    await expect(page.locator("#preview [role=alert]")).to_contain_text("Wed")
    await page.fill("#week_2", "8-12, 13-24")
    await expect(page.locator("#preview [role=alert]")).to_have_count(0)
    await expect(page.locator("#preview .days")).to_contain_text("08:00–12:00, 13:00–24:00")
    await page.keyboard.press("Control+Enter")
    await page.wait_for_url("**said=saved")
    await expect(page.locator("#week_2")).to_have_value("08:00–12:00, 13:00–24:00")
    await page.locator("[name=to][value='0'] + button").click()
    await expect(page.locator("#week_2")).to_have_value("09:00–21:00")


async def test_a_holiday_is_added_and_removed(comes_in: Calls, running: Running) -> None:
    page = (await comes_in("Ruth")).page
    await page.goto(f"{running.url}/hours")
    tomorrow = (system_clock() + timedelta(days=2)).date().isoformat()
    holidays = page.locator("section[aria-labelledby=holidays]")
    await holidays.locator(".special__new summary").click()
    await holidays.locator(".special__new [name=first]").fill(tomorrow)
    await holidays.locator(".special__new [name=name]").fill("Stocktaking")
    await holidays.locator(".special__new button").click()
    await page.wait_for_url("**said=saved")
    await expect(page.locator("#preview [data-special=holidays]")).to_contain_text("Stocktaking")
    await holidays.locator(".special__line button.quiet").click()
    await expect(page.locator("#preview [data-special=holidays]")).to_have_count(0)


async def test_a_ladder_that_contradicts_is_mended_and_saved(
    comes_in: Calls, running: Running, axe: Axe, windows: Windows
) -> None:
    windows.forgive(r"422")
    ruth = await comes_in("Ruth")
    page = ruth.page
    await page.goto(f"{running.url}/response-times")
    ladder = page.locator("section.ladder").first
    await ladder.locator("summary").click()
    await ladder.locator("[name=after_4]").fill("20")
    await ladder.locator("button.main").click()
    await expect(ladder.locator("[role=alert]")).to_contain_text("before the target")
    await expect(ladder.locator(".ladder__steps")).to_contain_text("60 s")  # what is in force still
    await axe(page)
    limit = ladder.locator("select[name^=act_]").filter(has=page.locator("option[value=alarm][selected]"))
    number = (await limit.get_attribute("name") or "").removeprefix("act_")
    await ladder.locator(f"[name=after_{number}]").fill("75")
    await ladder.locator("button.main").click()
    await page.wait_for_url("**said=saved")
    await expect(page.locator("section.ladder").first.locator(".ladder__steps")).to_contain_text("75 s")
    await page.locator("[name=to][value='0'] + button").click()
    await expect(page.locator("section.ladder").first.locator(".ladder__steps")).to_contain_text("60 s")
