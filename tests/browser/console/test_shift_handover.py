"""Otto leaves, Ines accepts, Ruth releases: the board at the end of a shift, in Chromium."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import Axe, Windows
from tests.browser.console.colleague import Colleague
from tests.browser.console.conftest import Calls, Running, each_look
from tests.browser.console.test_routing import says
from tests.browser.widget.mina import Mina

Visits = Callable[..., Awaitable[Mina]]


def board(colleague: Colleague) -> Locator:
    return colleague.page.locator("#handover .board")


def matters(colleague: Colleague) -> Locator:
    return colleague.page.locator("form[data-matter]")


async def has(colleague: Colleague, visits: Visits, words: str) -> Mina:
    """A conversation of theirs, with a buyer who said this."""
    mina = await visits()
    await mina.sends(f"I want to talk to a person about {words}")
    await colleague.page.goto(f"{colleague.url}/desk?show=waiting")
    await colleague.opens_who_said(words)
    await colleague.takes()
    return mina


async def leaves(colleague: Colleague) -> None:
    await colleague.page.locator("body").press("h")
    await (
        colleague.page.get_by_role("button", name="I am leaving")
        .or_(colleague.page.get_by_role("button", name="我要下班"))
        .click()
    )
    await expect(board(colleague)).to_be_visible()


@each_look
async def test_otto_leaves_and_ines_accepts_all(
    comes_in: Calls, visits: Visits, axe: Axe, quiet_desk: None, look: str
) -> None:
    otto, ines = await comes_in("Otto", look), await comes_in("Ines", look)
    mina = await has(otto, visits, f"a {look} handover")
    await leaves(otto)
    await axe(otto.page)
    await otto.does_not_scroll_sideways()
    await expect(matters(otto)).to_have_count(1)
    await matters(otto).locator("[name=progress]").fill("Asked the warehouse. 已联系仓库核实库存。")
    await matters(otto).locator("[name=result]").fill("Tell her the day.")
    await matters(otto).locator("[name=to]").select_option(label=await choice(matters(otto), "Ines"))
    await matters(otto).locator("[name=result]").blur()
    await otto.page.keyboard.press("c")
    await expect(matters(otto)).to_have_attribute("data-state", "offered")
    await expect(otto.page.locator(".board__confirm button")).to_be_disabled()

    await expect(ines.page.locator("#handover-call-others")).to_contain_text("Otto")
    await expect(ines.page.locator("#handover-link")).to_be_visible()
    await axe(ines.page)
    await says(ines, "1")
    await ines.page.locator("body").press("h")
    incoming = ines.page.locator(".incoming")
    await expect(incoming).to_contain_text("已联系仓库核实库存")
    await axe(ines.page)
    await ines.does_not_scroll_sideways()
    await incoming.locator("button.main").click()
    await expect(incoming).to_have_count(0)

    await expect(matters(otto)).to_have_count(0)
    await expect(otto.page.locator(".board__settled")).to_contain_text("Ines")
    await axe(otto.page)
    await otto.page.locator("body").press("y")
    await expect(otto.page.locator(".form-table")).to_contain_text("Tell her the day.")
    await expect(otto.page.locator("#presence")).to_have_attribute("data-state", "offline")
    await axe(otto.page)
    await otto.does_not_scroll_sideways()
    await otto.page.goto(f"{otto.url}/shift-handovers")
    await axe(otto.page)
    await otto.does_not_scroll_sideways()
    await mina.sends("Are you still there?")
    await ines.page.goto(f"{ines.url}/desk?show=mine")
    await ines.opens_who_said("Are you still there?")
    await ines.has_it()


async def choice(matter: Locator, name: str) -> str:
    found = await matter.locator("[name=to] option").all_text_contents()
    return next(one for one in found if one.startswith(name))


async def test_signing_off_is_refused_and_each_way_out_is_one_key(
    comes_in: Calls, visits: Visits, windows: Windows, axe: Axe, quiet_desk: None
) -> None:
    windows.forgive("409")
    otto = await comes_in("Otto")
    first = await has(otto, visits, "a parked lamp")
    await has(otto, visits, "a queued lamp")
    await says(otto, "1")
    await says(otto, "8")
    await expect(otto.page.locator("#handover-refused")).to_contain_text("Without an owner: 2.")
    await expect(otto.page.locator("#presence")).to_have_attribute("data-state", "available")
    await otto.page.get_by_role("button", name="Sign out").click()
    await expect(otto.page.locator("#handover .fault")).to_contain_text("You cannot sign off yet.")
    await axe(otto.page)
    await expect(matters(otto)).to_have_count(2)
    await otto.page.locator("body").press("x")
    await expect(matters(otto)).to_have_count(1)
    await expect(first.log).to_contain_text("I will look at it again on")
    await otto.page.keyboard.press("o")
    await expect(matters(otto)).to_have_count(0)
    await expect(otto.page.locator(".board__done")).to_be_visible()
    await otto.page.keyboard.press("y")
    await expect(otto.page.locator(".facts")).to_contain_text("Confirmed")


async def test_declined_it_comes_back_and_who_stays_keeps_it(
    comes_in: Calls, visits: Visits, quiet_desk: None
) -> None:
    otto, ines = await comes_in("Otto"), await comes_in("Ines")
    await has(otto, visits, "a declined lamp")
    await leaves(otto)
    await matters(otto).locator("[name=to]").select_option(label=await choice(matters(otto), "Ines"))
    await matters(otto).locator("button[value=offer]").click()
    await ines.page.locator("body").press("h")
    await ines.page.get_by_role("button", name="Decline").click()
    await expect(ines.page.locator(".incoming")).to_have_count(0)
    await expect(matters(otto).locator(".matter__declined")).to_contain_text("Ines declined")
    await otto.page.get_by_role("button", name="I am staying after all").click()
    await expect(board(otto)).to_have_count(0)


@each_look
async def test_ruth_says_who_works_when_and_releases(
    comes_in: Calls, visits: Visits, running: Running, axe: Axe, quiet_desk: None, look: str
) -> None:
    otto = await comes_in("Otto")
    await has(otto, visits, f"a {look} release")
    ruth = await comes_in("Ruth", look)
    await ruth.page.goto(f"{running.url}/people")
    person = ruth.page.locator(".line", has=ruth.page.locator(".line__title bdi:text-is('Otto')"))
    await person.locator(".people__edit summary").click()
    await person.locator("[name=week_0]").fill("09:00–12:00, 13:30–18:00")
    await axe(ruth.page)
    await ruth.does_not_scroll_sideways()
    await person.locator(".people__hours button.main").click()
    await expect(person).to_contain_text("09:00–12:00, 13:30–18:00")
    await person.locator(".people__release summary").click()
    await person.locator("[name=reason]").fill("Otto fell ill")
    await axe(ruth.page)
    await ruth.does_not_scroll_sideways()
    await person.locator(".people__release button.main").click()
    await expect(ruth.page.locator(".facts")).to_contain_text("Otto fell ill")
    await axe(ruth.page)
    await ruth.does_not_scroll_sideways()
    await expect(otto.page.locator("#presence")).to_have_attribute("data-state", "offline")


@pytest.mark.parametrize("path", ["/shift-handover", "/shift-handovers"])
async def test_an_empty_board_is_a_calm_page(comes_in: Calls, axe: Axe, path: str) -> None:
    ines = await comes_in("Ines")
    await ines.page.goto(f"{ines.url}{path}")
    await axe(ines.page)
    await ines.does_not_scroll_sideways()
