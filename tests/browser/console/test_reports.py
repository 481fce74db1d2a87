"""Ruth and a report: found by the menu, looked at by day, by night and on a phone, and as it is printed."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.conftest import Axe
from tests.browser.console.conftest import Calls, Running, each_look

A4 = re.compile(rb"/MediaBox \[0 0 59[45][.0-9]* 84[12][.0-9]*\]")


@each_look
async def test_this_weeks_report_is_found_looked_at_and_printed(
    comes_in: Calls, running: Running, axe: Axe, look: str
) -> None:
    ruth = await comes_in("Ruth", look)
    page = ruth.page
    await page.locator(".bar__more").click()
    await page.locator(".menu__list a[href='/reports']").click()
    await axe(page)
    await ruth.does_not_scroll_sideways()
    await page.locator(".report__now button.main").click()
    await expect(page.locator(".report__numbers > div")).to_have_count(3)
    await expect(page.locator(".report__every").locator("h3, table")).not_to_have_count(0)
    await axe(page)
    await ruth.does_not_scroll_sideways()
    await page.emulate_media(media="print")
    for gone in (".bar", ".report__acts", ".report__ways"):
        await expect(page.locator(gone)).to_be_hidden()
    await expect(page.locator(".report__numbers")).to_be_visible()
    printed = await page.pdf(prefer_css_page_size=True)
    assert 1 < len(A4.findall(printed)) <= 3, "as many as the week so far has to say"


@each_look
async def test_when_reports_come_is_chosen_and_put_back(
    comes_in: Calls, running: Running, axe: Axe, look: str
) -> None:
    ruth = await comes_in("Ruth", look)
    page = ruth.page
    await page.goto(f"{running.url}/reports")
    await page.locator("a[href='/report-times']").first.click()
    await page.check("[name=monthly]")
    await page.fill("[name=hour]", "7:15")
    await axe(page)
    await ruth.does_not_scroll_sideways()
    await page.locator("[data-save]").click()
    await page.wait_for_url("**said=saved")
    await expect(page.locator("[name=hour]")).to_have_value("07:15")
    await page.locator("[name=to][value='0'] + button").click()
    await expect(page.locator("[name=hour]")).to_have_value("08:00")
