"""The demo shop's own page, with the chat in it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.conftest import PHONE, Axe, Windows
from tests.browser.widget.conftest import served
from tests.browser.widget.mina import Mina
from tests.browser.widget.shop_app import demo_app
from tests.standins.web_desk import WebDesk


@pytest_asyncio.fixture(loop_scope="session")
async def shop() -> AsyncIterator[WebDesk]:
    desk = WebDesk(origins=[])
    runner, desk.url = await served(demo_app(desk))
    desk.origins.add(desk.url)
    yield desk
    await runner.cleanup()


async def test_mina_finds_the_lamp_and_asks_about_it(shop: WebDesk, windows: Windows) -> None:
    page = await windows.open(shop.url)
    mina = Mina(page)
    await expect(page.locator(".card")).to_have_count(69)
    await page.get_by_role("link", name="Linen table lamp").click()
    await expect(page.get_by_role("heading", name="Linen table lamp")).to_be_focused()
    await expect(page.get_by_role("row", name="white 12 in stock")).to_be_visible()
    await expect(page.get_by_role("row", name="grey Out of stock", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Ask about this").click()
    await expect(mina.box).to_have_value("About “Linen table lamp”: ")
    await mina.box.press_sequentially("is the grey one coming back?")
    await mina.box.press("Enter")
    await mina.sees_own("About “Linen table lamp”: is the grey one coming back?")
    await mina.all_is_heard()


async def test_the_shop_speaks_both_languages_and_the_chat_with_it(shop: WebDesk, windows: Windows) -> None:
    page = await windows.open(shop.url, locale="zh-CN")
    await expect(page.get_by_role("link", name="亚麻台灯")).to_be_visible()
    await expect(page.get_by_role("button", name="联系客服")).to_have_count(2)
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("link", name="Linen table lamp")).to_be_visible()
    await expect(page.get_by_text("This is a demo")).to_be_visible()
    await expect(Mina(page).launcher).to_have_accessible_name("Chat with us")
    await page.reload()
    await expect(page.get_by_role("button", name="English")).to_have_attribute("aria-pressed", "true")


async def test_the_shelf_shows_one_kind_when_asked(shop: WebDesk, windows: Windows) -> None:
    page = await windows.open(shop.url)
    await page.get_by_role("button", name="Lanterns").click()
    await expect(page.locator(".card")).to_have_count(8)
    await expect(page.get_by_text("8 products")).to_be_visible()


async def test_a_link_into_the_shop_opens_its_product(shop: WebDesk, windows: Windows) -> None:
    page = await windows.open(f"{shop.url}/#lant-silk")
    await expect(page.get_by_role("heading", name="Silk lantern")).to_be_in_viewport()


async def test_the_privacy_notice_says_it_is_a_bot_in_both_languages(shop: WebDesk, windows: Windows) -> None:
    page = await windows.open(shop.url)
    await page.get_by_role("link", name="Privacy notice").click()
    await expect(page.get_by_role("heading", name="You are talking to a machine first")).to_be_visible()
    await page.get_by_role("button", name="中文").click()
    await expect(page.get_by_role("heading", name="首先为您解答的是自动助手")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/#throw-wool", "/privacy"])
@pytest.mark.parametrize("options", [{"locale": "zh-CN"}, PHONE], ids=["desk", "phone"])
async def test_axe_finds_nothing_serious(
    shop: WebDesk, windows: Windows, axe: Axe, path: str, options: dict[str, object]
) -> None:
    page = await windows.open(shop.url + path, **options)
    if path != "/privacy":
        await expect(page.locator(".card")).to_have_count(69)
    await axe(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
