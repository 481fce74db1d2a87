"""Mina returns something by chat, on a phone and at a desk: what she sees and presses, and what the shop then has before it."""

from __future__ import annotations

import io
import re
from collections.abc import Awaitable, Callable

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.browser.conftest import Axe
from tests.browser.console.conftest import Calls
from tests.browser.widget.mina import Mina

Visits = Callable[..., Awaitable[Mina]]
WORDS = {
    "desk": [
        "The goods of order 990 arrived broken, I want to return it and get a refund",
        "last four digits", "Shower curtain (grey 180×200)", "How many", "what is wrong", "Yes, submit it",
        r"request is in|Done", "how much will I get back?", "¥79.00", "where is my return", "Withdraw it",
    ],
    "phone": [
        "订单977的商品收到就坏了，我要退货退款",
        "后四位", "床笠", "", "问题处", "对，提交",
        "已提交|已经提交", "能退多少钱", "¥", "我的退货到哪一步了", "不退了|撤销|撤回|不申请",
    ],
}  # fmt: skip
"""Of two orders that came some days ago: one line has one case."""


def photo(colour: str) -> tuple[str, str, bytes]:
    data = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(data, "PNG")
    return f"{colour}.png", "image/png", data.getvalue()


@pytest.mark.parametrize("look", list(WORDS))
async def test_mina_returns_what_arrived_broken_and_otto_has_it_with_its_photos(
    visits: Visits, comes_in: Calls, axe: Axe, quiet_desk: None, look: str
) -> None:
    asks, digits, article, many, fault, send, sent, how_much, amount, where, withdraw = WORDS[look]
    mina = await visits(look)
    said = mina.log.locator(".bot").last
    await mina.sends(asks)
    await expect(said).to_contain_text(digits)
    await mina.sends("0147")
    await mina.button(article).last.click()
    if many:
        await expect(said).to_contain_text(many)
        await said.get_by_role("button", name="1", exact=True).click()
    await expect(said).to_contain_text(f"□ {fault}")
    await axe(mina.page)
    for ticked, colour in enumerate(("red", "green", "blue"), start=1):
        await mina.hands_over("drop", photo(colour))
        await mina.box.press("Enter")
        if ticked < 3:
            await expect(said.get_by_text(re.compile("✓.*" * ticked, re.DOTALL))).to_be_visible()
    await expect(said).to_contain_text(article)
    await said.get_by_role("button", name=send).click()
    await expect(said).to_contain_text(re.compile(sent))
    await mina.sends(how_much)
    await expect(said).to_contain_text(amount)
    await mina.sends(where)
    await expect(said.get_by_role("button", name=re.compile(withdraw))).to_be_visible()
    await axe(mina.page)
    width = await mina.page.evaluate("document.documentElement.scrollWidth")
    assert width <= mina.page.viewport_size["width"]  # type: ignore[index]

    otto = await comes_in("Otto", look)
    await otto.page.goto(f"{otto.url}/tickets?show=submitted&sort=newest")
    await otto.page.locator("tbody tr a[href^='/tickets/']").first.click()
    await expect(otto.page.locator("main")).to_contain_text(re.search(r"\d+", asks)[0])  # type: ignore[index]
    await expect(otto.page.locator("main img[src^='/photos/']")).to_have_count(3)
