"""Otto and Ines at work: who has it, what must not be said, what is half written, who is writing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from tests.browser.conftest import Windows
from tests.browser.console.conftest import Calls
from tests.browser.widget.mina import Mina

Visits = Callable[..., Awaitable[Mina]]
ASKS = "I want to talk to a person"
LINE = re.compile(r"/live\?")


async def test_two_agents_cannot_both_take_mina(comes_in: Calls, visits: Visits, windows: Windows) -> None:
    windows.forgive(r"409|ERR_FAILED")  # Ines is told, over a line that is broken just then
    mina, otto = await visits(), await comes_in("Otto", show="waiting")
    await mina.sends(f"{ASKS} about a lantern")
    await otto.opens_who_said(f"{ASKS} about a lantern")
    ines = await comes_in("Ines")
    await ines.page.route("**/live**", lambda route: route.abort())
    await ines.page.reload()
    await ines.page.goto(otto.page.url)
    mine = otto.page.locator("[data-show=mine] b")
    before = int(await mine.text_content() or 0)
    await otto.takes_by_a_double_click()
    await expect(mine).to_have_text(str(before + 1))
    await ines.move("take").click()
    await expect(ines.notices).to_contain_text("A colleague has just taken this conversation.")
    await ines.page.unroute("**/live**")
    await ines.page.goto(otto.page.url)
    await expect(ines.state).to_contain_text("Otto")
    await expect(ines.move("take")).to_have_count(0)
    await otto.move("release").click()
    await expect(ines.move("take")).to_be_visible()  # it came by itself
    await ines.takes()
    await expect(otto.state).to_contain_text("Ines")
    await ines.move("close").click()
    await expect(otto.state).to_have_text("Closed")


async def test_otto_does_not_close_over_what_mina_has_just_written(
    comes_in: Calls, visits: Visits, windows: Windows
) -> None:
    windows.forgive(r"409|ERR_FAILED")  # he is told, over a line that is broken just then
    mina, otto = await visits(), await comes_in("Otto", show="waiting")
    await mina.sends(f"{ASKS} about a teapot")
    await otto.opens_who_said(f"{ASKS} about a teapot")
    await otto.takes()
    await otto.page.route(LINE, lambda route: route.abort())
    await otto.page.reload()
    seen = otto.page.locator("form[action$='/closing'] [name=seen]")
    before = await seen.input_value()
    await mina.sends("and the saucer?")
    await otto.move("close").click()
    await expect(otto.notices).to_contain_text("The buyer has just written something")
    await otto.page.unroute(LINE)
    await otto.sees("and the saucer?")
    await expect(seen).not_to_have_value(before)
    await otto.move("close").click()
    await expect(otto.state).to_have_text("Closed")


async def test_banned_words_are_marked_and_the_right_ones_offered(
    comes_in: Calls, visits: Visits, windows: Windows
) -> None:
    windows.forgive("422")
    mina, otto = await visits(), await comes_in("Otto", show="waiting")
    await mina.sends(f"{ASKS} about a cushion")
    await otto.opens_who_said(f"{ASKS} about a cushion")
    await otto.takes()
    await otto.writes("That is not my problem.")
    await expect(otto.page.locator(".refused mark")).to_have_text("is not my problem")
    await expect(mina.log).not_to_contain_text("problem")
    proposal = await otto.page.locator(".refused__proposal").inner_text()
    await otto.page.keyboard.press("Enter")
    await expect(otto.box).to_have_value(proposal)
    await otto.page.keyboard.press("Enter")
    await mina.sees(proposal)

    await otto.box.press_sequentially("/opening")
    await otto.page.keyboard.press("Enter")
    await expect(otto.box).to_have_value("Hello {buyer_name}, this is Otto. How can I help you today?")
    await otto.page.keyboard.press("Enter")
    await expect(otto.page.locator(".refused")).to_contain_text("still to be filled in")
    await otto.page.keyboard.type("Mina")  # the blank stood selected
    await otto.page.keyboard.press("Enter")
    await mina.sees("Hello Mina, this is Otto. How can I help you today?")
    await otto.move("close").click()


async def test_what_is_half_written_survives_a_reload_and_both_see_the_other_writing(
    comes_in: Calls, visits: Visits
) -> None:
    mina, otto = await visits(), await comes_in("Otto", show="waiting")
    await mina.sends(f"{ASKS} about a blanket")
    await otto.opens_who_said(f"{ASKS} about a blanket")
    await otto.takes()
    await otto.box.press_sequentially("Let me look at the white")
    await expect(mina.panel.get_by_text("Otto is writing…")).to_be_visible()
    await mina.box.press_sequentially("I wonder")
    await expect(otto.page.get_by_text("The buyer is writing…")).to_be_visible()
    await mina.sends("I wonder whether it dims")
    await otto.sees("I wonder whether it dims")
    await expect(otto.page.get_by_text("The buyer is writing…")).to_be_hidden()
    await otto.page.reload()
    await expect(otto.box).to_have_value("Let me look at the white")
    await mina.page.reload()
    await mina.sees("I wonder whether it dims")
    await otto.move("close").click()
