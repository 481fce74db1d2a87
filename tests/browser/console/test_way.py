"""The whole way in two browsers: Mina in the widget, Otto in the console, and the bot between them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Axe
from tests.browser.console.conftest import Calls
from tests.browser.widget.mina import LAMP, Mina

Visits = Callable[..., Awaitable[Mina]]
ASKS = {
    "en": ("do you have the linen lamp in white?", "I want to talk to a person"),
    "zh": ("亚麻台灯白色的还有货吗", "我要找人工客服"),
}


@pytest.mark.parametrize("look, language", [("desk", "en"), ("phone", "zh")])
async def test_mina_is_answered_by_the_bot_by_otto_and_by_the_bot_again(
    visits: Visits, comes_in: Calls, axe: Axe, tmp_path: Path, look: str, language: str
) -> None:
    asks, person = ASKS[language]
    otto, mina = await comes_in("Otto", look, show="waiting"), await visits(look)
    await mina.sends(f"{asks} ({look})")
    await expect(mina.log.locator(".bot").filter(has_text="¥189.00")).to_be_visible()
    await mina.sends(f"{person} ({look})")
    await expect(mina.log.locator(".bot")).to_have_count(3)  # who we are, the stock, somebody comes

    await otto.opens_who_said(f"{person} ({look})")
    await otto.takes()
    await axe(otto.page)
    await otto.does_not_scroll_sideways()
    await otto.says(f"Otto here, {look}.")
    await mina.sees(f"Otto here, {look}.")
    await mina.sends("the white one please")
    await otto.sees("the white one please")
    await expect(mina.log.locator(".bot")).to_have_count(3)  # silent while Otto has it

    lamp = tmp_path / "lamp.png"
    lamp.write_bytes(LAMP)
    await otto.shows(lamp, "this one?")
    await expect(mina.log.locator(".agent img")).to_be_visible()
    await otto.notes("a good customer")
    await axe(mina.page)

    await otto.gives_back()
    await mina.sends(asks)
    await expect(mina.log.locator(".bot")).to_have_count(4)
    await expect(mina.log.locator(".bot").last).to_contain_text("¥189.00")
    await expect(mina.log).not_to_contain_text("a good customer")
