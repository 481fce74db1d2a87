"""Ruth at the phrase desk: looked at by day, by night and on a phone; a sentence learnt by one key; a reply changed and put back."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import Axe
from tests.browser.console.conftest import Calls, Running, each_look

PAGES = (
    "lab",
    "lab?text=can+you+gift+wrap+it",
    "lessons",
    "reply?language=zh-CN",
    "saying?language=en",
    "saying?language=zh-TW&intent=stock",
    "quick?language=zh-CN",
    "nickname",
    "moving",
    "edit?kind=reply&language=zh-CN&key=stock_in",
    "edit?kind=quick&language=en&key=new",
)


@each_look
async def test_the_pages_of_the_phrase_desk(comes_in: Calls, running: Running, axe: Axe, look: str) -> None:
    ruth = await comes_in("Ruth", look)
    for path in PAGES:
        await ruth.page.goto(f"{running.url}/phrases/{path}")
        await axe(ruth.page)
        await ruth.does_not_scroll_sideways()


async def test_one_key_makes_a_sentence_an_example(comes_in: Calls, running: Running) -> None:
    page = (await comes_in("Ruth")).page
    await page.goto(f"{running.url}/phrases")
    await page.locator("[data-lab] [name=text]").fill("could a lamp be engraved for my gran")
    await expect(page.locator("[data-suggestions] [data-key='1']")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-suggestions] [data-key='1']")).to_be_focused()
    await page.keyboard.press("2")
    await page.wait_for_url("**said=saved")
    await expect(page.locator(".reading__head")).to_have_attribute("data-action", "answer")


async def test_a_reply_is_tried_while_it_is_written_saved_by_a_key_and_put_back(
    comes_in: Calls, running: Running
) -> None:
    page = (await comes_in("Ruth")).page
    await page.goto(f"{running.url}/phrases/edit?kind=reply&language=en&key=thanks")
    await page.fill("[name=text_0]", "You are most welcome {")
    await expect(page.locator("#tried [role=alert]")).to_be_visible()
    await page.keyboard.press("Backspace")
    await page.locator("[data-slot='{shop}']").click()
    await expect(page.locator("#tried .bubble").first).to_contain_text("Lantern & Loom")
    await page.keyboard.press("Control+Enter")
    await page.wait_for_url("**said=saved")
    await expect(page.locator("[name=text_0]")).to_have_value("You are most welcome {shop}")
    await page.locator("form[action='/phrases/putting-back'] [name=to][value='0'] + button").click()
    await page.wait_for_url("**said=saved")
    await expect(page.locator("[name=text_0]")).not_to_have_value("You are most welcome {shop}")
