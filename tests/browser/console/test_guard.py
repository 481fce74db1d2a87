"""Banned rules, stopped texts and their figures, looked at by day, by night and on a phone; the guard while one writes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Page, expect

from tests.browser.conftest import Axe, Windows
from tests.browser.console.conftest import Calls, Running, each_look
from tests.browser.widget.mina import Mina

Visits = Callable[..., Awaitable[Mina]]
ASKS = "I want to talk to a person"
PAGES = (
    "/phrases/banned?language=zh-CN",
    "/phrases/banned?language=en&q=nothing+like+it",
    "/phrases/rule?language=zh-CN&key=absolute_claims",
    "/phrases/rule?language=en&key=%2B",
    "/phrases/hits",
    "/phrases/hits/each?days=30",
    "/allowances",
)


async def new_rule(page: Page, url: str, key: str, phrase: str, verdict: str = "ask") -> None:
    """Of Ruth's own, tried while it is written and saved by a key."""
    await page.goto(f"{url}/phrases/rule?language=en&key=%2B")
    await page.fill("[name=family]", "too familiar")
    await page.fill("[name=key]", key)
    await page.check(f"[name=verdict][value={verdict}]")
    await page.fill("[name=say]", "It takes …")
    await page.fill("[name=phrases]", phrase)
    await page.locator("[name=phrases]").press("Control+Enter")
    await page.wait_for_url("**said=saved")


@each_look
async def test_the_pages_of_the_guard(comes_in: Calls, running: Running, axe: Axe, look: str) -> None:
    ruth = await comes_in("Ruth", look)
    for path in PAGES:
        await ruth.page.goto(running.url + path)
        await axe(ruth.page)
        await ruth.does_not_scroll_sideways()


async def test_the_test_box_and_a_rule_in_the_making_answer_while_one_types(
    comes_in: Calls, running: Running, windows: Windows
) -> None:
    windows.forgive("422")
    windows.forgive(
        r"htmx:(afterRequest|sendError)"
    )  # the page is left while its last question is on its way
    page = (await comes_in("Ruth")).page
    await page.goto(f"{running.url}/phrases/banned?language=en")
    await page.fill("[name=try_text]", "Well, that is not my problem")
    await expect(page.locator("#judged mark")).to_have_text("is not my problem")
    await page.fill("[name=try_text]", "It is blue")
    await expect(page.locator("#judged .tag")).to_have_attribute("data-verdict", "pass")
    await page.goto(f"{running.url}/phrases/rule?language=en&key=%2B")
    await page.fill("[name=family]", "too short")
    await page.fill("[name=say]", "There are … of it on the shelf.")
    await page.fill("[name=phrases]", "in stock")
    await expect(page.locator("#tried .own li").first).to_be_visible()
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".fault")).to_contain_text("not saved yet")
    await page.fill("[name=phrases]", "x")
    await expect(page.locator("#tried [role=alert]")).to_contain_text("two letters")


async def test_what_would_be_stopped_is_marked_while_otto_writes_and_tab_takes_the_proposal(
    comes_in: Calls, visits: Visits, running: Running, axe: Axe
) -> None:
    mina, otto = await visits(), await comes_in("Otto", show="waiting")
    await mina.sends(f"{ASKS} about a curtain")
    await otto.opens_who_said(f"{ASKS} about a curtain")
    await otto.takes()
    check = otto.page.locator(".check")
    await otto.box.press_sequentially("Thank you. As I already said, that is blue.")
    await expect(check.locator("mark")).to_have_text("As I already said")
    await expect(check).to_contain_text("belittling the question")
    await axe(otto.page)
    await otto.page.keyboard.press("Escape")
    await expect(check.locator("mark")).to_have_count(0)
    await otto.page.keyboard.type(" ")
    await expect(check.locator("[data-wording]")).to_be_visible()
    await otto.page.keyboard.press("Tab")
    await expect(otto.box).to_have_value("Thank you. Let me explain: …")
    await expect(check.locator("mark")).to_have_count(0)
    await otto.page.keyboard.type("it is blue.")  # the gap stood selected
    await otto.page.keyboard.press("Enter")
    await mina.sees("Thank you. Let me explain: it is blue.")
    await otto.move("close").click()


async def test_a_supervisor_is_asked_sees_it_come_and_the_answer_comes_to_the_answer_box(
    comes_in: Calls, visits: Visits, running: Running, windows: Windows, axe: Axe
) -> None:
    windows.forgive("422|sendAbort|afterRequest")  # the rule is saved while its trial is still on its way
    ruth = await comes_in("Ruth")
    await new_rule(ruth.page, running.url, "familiar", "my dear friend")
    await ruth.page.goto(f"{running.url}/allowances")
    await expect(ruth.page.locator("#allowances .empty")).to_be_visible()
    mina, otto = await visits(), await comes_in("Otto", show="waiting")
    await mina.sends(f"{ASKS} about a rug")
    await otto.opens_who_said(f"{ASKS} about a rug")
    await otto.takes()
    text = "It takes a fortnight, my dear friend."
    await otto.writes(text)
    await otto.page.get_by_role("button", name="Ask a supervisor").click()
    await expect(otto.page.locator(".asking")).to_have_attribute("data-state", "open")
    await expect(otto.page.locator(".refused")).to_have_count(0)
    await axe(otto.page)
    request = ruth.page.locator(".allowance", has_text="It takes a fortnight")  # it came by itself
    await expect(request.locator("mark")).to_have_text("my dear friend")
    await expect(ruth.page.locator("#allowances-count")).to_have_text("1")
    await axe(ruth.page)
    await request.get_by_role("button", name="Allow once").click()
    await expect(request.locator("textarea:invalid")).to_have_count(1)
    await request.locator("textarea").fill("They have known each other for years.")
    await request.get_by_role("button", name="Allow once").click()
    await expect(ruth.page.locator("#allowances .empty")).to_be_visible()
    asking = otto.page.locator(".asking[data-state=granted]")
    await expect(asking).to_contain_text("known each other for years")
    await axe(otto.page)
    await asking.get_by_role("button", name="Send it now").click()
    await mina.sees(text)
    await expect(otto.box).to_have_value("")
    await expect(otto.page.locator(".asking[data-state]")).to_have_count(0)
    await ruth.page.reload()
    await expect(ruth.page.locator(".line", has_text="fortnight").first).to_contain_text("Allowed and sent")
    await ruth.page.goto(f"{running.url}/phrases/hits?days=1")
    await ruth.page.locator("a", has_text=re.compile("too familiar")).click()
    await expect(ruth.page.locator("mark").first).to_have_text("my dear friend")
    await otto.move("close").click()
