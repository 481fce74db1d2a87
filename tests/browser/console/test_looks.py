"""Every page as people see it, by day, by night and on a phone: axe finds nothing serious, nothing is wider than the window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.browser.conftest import Axe, Windows
from tests.browser.console.colleague import PASSWORD, Colleague
from tests.browser.console.conftest import LOOKS, Calls, Running, each_look
from tests.browser.widget.mina import Mina

Visits = Callable[..., Awaitable[Mina]]


@each_look
async def test_the_doors(running: Running, windows: Windows, axe: Axe, look: str) -> None:
    windows.forgive("422|403|429")  # a wrong code, a wrong password
    walt = Colleague(await windows.open(f"{running.url}/sign-in", **LOOKS[look]), running.url, "Walt")
    await _looked_at(walt, axe)
    await walt.page.goto(f"{running.url}/welcome#no-such-code")
    await expect(walt.page.get_by_role("alert")).to_be_visible()
    await _looked_at(walt, axe)
    await walt.page.goto("about:blank")
    await walt.page.goto(
        f"{running.url}/welcome#{await running.code(f'Walt of the {look} shift', 'warehouse')}"
    )
    await walt.page.wait_for_url("**/first-password")
    await _looked_at(walt, axe)


@each_look
async def test_the_pages(comes_in: Calls, visits: Visits, running: Running, axe: Axe, look: str) -> None:
    ruth = await comes_in("Ruth", look, show="closed")
    await _looked_at(ruth, axe)
    for path in ("/account", "/unsure-letters", "/dead-letters", "/restock-requests"):
        await ruth.page.goto(running.url + path)
        await _looked_at(ruth, axe)
    mina = await visits(look)
    await axe(mina.page)


async def test_ruth_signs_in_by_her_password(comes_in: Calls, running: Running, windows: Windows) -> None:
    await comes_in("Ruth")
    ruth = Colleague(await windows.open(f"{running.url}/unsure-letters"), running.url, "Ruth")
    await ruth.page.fill("[name=name]", "ruth")
    await ruth.page.fill("[name=password]", PASSWORD)
    await ruth.page.keyboard.press("Enter")
    await expect(ruth.page.get_by_role("heading", name="Unsure")).to_be_visible()
    await ruth.page.get_by_role("button", name="Sign out").click()
    await ruth.page.wait_for_url("**/sign-in")


async def _looked_at(colleague: Colleague, axe: Axe) -> None:
    await axe(colleague.page)
    await colleague.does_not_scroll_sideways()
