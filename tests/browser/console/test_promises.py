"""Otto promises Mina an answer while he writes; Ruth watches promises and escalations: by day, by night, on a phone."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.browser.conftest import Axe, Windows
from tests.browser.console.conftest import Calls, Running, each_look
from tests.browser.widget.mina import Mina

Visits = Callable[..., Awaitable[Mina]]
ASKS = "I want to talk to a person"


async def test_one_key_notes_what_otto_writes_and_one_key_says_that_it_is_kept(
    comes_in: Calls, visits: Visits, axe: Axe
) -> None:
    mina, otto = await visits(), await comes_in("Otto", show="waiting")
    page = otto.page
    await mina.sends(f"{ASKS} about a candle")
    await otto.opens_who_said(f"{ASKS} about a candle")
    await otto.takes()
    await otto.box.press_sequentially("I'll tell you tomorrow morning")
    await expect(page.locator(".noticed")).to_contain_text("Promise: answer by tomorrow 12:00")
    await page.keyboard.press("Alt+KeyP")
    await expect(page.locator("[name=promise]")).to_be_checked()
    await axe(page)
    await otto.box.press_sequentially(", Mina.")
    await expect(page.locator("[name=promise]")).to_be_checked()  # the same words: what was ticked stays
    await page.keyboard.press("Enter")
    await otto.sees("I'll tell you tomorrow morning, Mina.")
    await expect(page.locator(".noticed input")).to_have_count(0)
    here = page.locator("[id^=promises-][aria-labelledby=side-promises]")
    await expect(here).to_contain_text("tomorrow 12:00")  # it came by the stream
    await expect(page.locator("#promises-count")).not_to_have_text("0")

    await otto.says("The candle is in stock.")
    asked = page.locator(".asked")
    await expect(asked).to_contain_text("Is it kept now?")
    await axe(page)
    await page.keyboard.press("Alt+KeyK")
    await expect(here).to_contain_text("Kept")
    await expect(asked.locator("form")).to_have_count(0)
    await otto.move("close").click()


async def test_sent_before_it_was_noticed_it_is_asked_once_more(comes_in: Calls, visits: Visits) -> None:
    mina, otto = await visits(), await comes_in("Otto", show="waiting")
    await mina.sends(f"{ASKS} about a wick")
    await otto.opens_who_said(f"{ASKS} about a wick")
    await otto.takes()
    await otto.says("We will get back to you within 24 hours.")
    asked = otto.page.locator(".asked")
    await expect(asked).to_contain_text("You promised: answer by")
    await otto.page.keyboard.press("Alt+KeyP")
    await expect(asked.locator("form")).to_have_count(0)
    await expect(otto.page.locator(".promise").first).to_contain_text("get back to you within 24 hours")
    await otto.move("close").click()
    await expect(otto.state).to_have_text("Closed")
    await otto.page.goto(f"{otto.url}/promises")
    line = otto.page.locator(".line", has_text="get back to you within 24 hours")
    await expect(line).to_be_visible()
    await line.get_by_role("button", name="Kept").click()
    await expect(line).to_have_count(0)  # the list was read anew


@each_look
async def test_the_pages_as_people_see_them(
    comes_in: Calls, visits: Visits, running: Running, windows: Windows, axe: Axe, look: str
) -> None:
    windows.forgive("422")
    mina, ruth = await visits(), await comes_in("Ruth", look, show="waiting")
    page = ruth.page
    await mina.sends(f"{ASKS} about a {look} lamp")
    await ruth.opens_who_said(f"{ASKS} about a {look} lamp")
    await ruth.takes()
    await ruth.box.fill("我马上去问仓库，明天上午给您答复")
    await expect(page.locator(".noticed input[type=checkbox]")).to_be_visible()
    await page.locator(".noticed input[type=checkbox]").check()
    await axe(page)
    await ruth.does_not_scroll_sideways()
    await page.locator("[data-send]").click()
    await ruth.sees("明天上午给您答复")
    await ruth.writes("We will refund you within 3 working days.")
    await expect(page.locator(".asked form").first).to_be_visible()
    await axe(page)
    await ruth.does_not_scroll_sideways()
    conversation = page.url.rsplit("/", 1)[1].split("?")[0]
    await ruth.move("close").click()
    for path in ("promises", "promises?days=30", f"escalations/new?conversation={conversation}"):
        await page.goto(f"{running.url}/{path}")
        await axe(page)
        await ruth.does_not_scroll_sideways()
    await page.locator("[name=kind][value=danger]").check()
    await page.fill("[name=text]", "The lamp smokes. The buyer has unplugged it and is waiting.")
    await page.locator("main button.main").click()
    await page.wait_for_url("**/escalations?said=escalated")
    line = page.locator(".line", has_text="The lamp smokes").last
    await axe(page)
    await ruth.does_not_scroll_sideways()
    await line.locator("form[action$=taking] button").click()
    await page.wait_for_url("**show=taken**")
    await axe(page)
    await ruth.does_not_scroll_sideways()
    await page.locator(".line [name=outcome]").last.fill("The maker calls the lot back.")
    await page.locator(".finish button").last.click()
    await page.wait_for_url("**show=done**")
    await expect(page.locator(".line").first).to_contain_text("The maker calls the lot back.")
    await axe(page)
    await page.goto(f"{running.url}/escalations/new")
    await page.evaluate(
        "document.querySelectorAll('main form [required]').forEach((one) => one.removeAttribute('required'))"
    )
    await page.locator("main button.main").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await axe(page)


@each_look
async def test_ruth_takes_by_one_press_what_nobody_is_there_to_keep(
    comes_in: Calls, visits: Visits, running: Running, axe: Axe, look: str
) -> None:
    mina, otto = await visits(), await comes_in("Otto", show="waiting")
    await mina.sends(f"{ASKS} about a {look} vase")
    await otto.opens_who_said(f"{ASKS} about a {look} vase")
    await otto.takes()
    await otto.writes(f"I'll tell you about the {look} vase tomorrow morning")
    await otto.page.locator(".asked button").first.click()
    await expect(otto.page.locator(".promise").first).to_be_visible()
    await otto.move("close").click()
    await expect(otto.state).to_have_text("Closed")
    await otto.page.close()
    with contextlib.closing(sqlite3.connect(running.folder / "shopdesk.db", timeout=10)) as store, store:
        # As three minutes later.
        store.execute(
            "UPDATE post SET state = 'away', because = 'vanished' "
            "WHERE agent_id = (SELECT id FROM agent WHERE display_name = 'Otto')"
        )
    ruth = await comes_in("Ruth", look)
    await ruth.page.goto(f"{running.url}/promises")
    line = ruth.page.locator("section:has([data-when=left]) .line").last
    await expect(line).to_be_visible()
    await axe(ruth.page)
    await ruth.does_not_scroll_sideways()
    count = await ruth.page.locator("section:has([data-when=left]) .line").count()
    await line.locator("form[action$=taking] button").click()
    await expect(ruth.page.locator("section:has([data-when=left]) .line")).to_have_count(count - 1)
