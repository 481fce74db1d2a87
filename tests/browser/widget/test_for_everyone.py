"""The chat by keyboard, to a screen reader, on a phone, in the dark, and small."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import PHONE, Axe, Windows
from tests.browser.widget.conftest import Visit
from tests.browser.widget.mina import LAMP, LAMP_FILE, Mina
from tests.standins.web_desk import WIDGET, Fault, WebDesk


async def in_the_middle_of_a_conversation(mina: Mina, desk: WebDesk) -> None:
    desk.privacy_url = "https://shop.example/privacy"
    await mina.opens_the_chat()
    await mina.sends("do you have the linen lamp in grey?")
    desk.mina.photos["p"] = LAMP
    desk.say(
        "Which one do you mean? See https://shop.example/lamps",
        name="Loomie",
        buttons=[("Linen lamp", "1"), ("Wool lamp", "2")],
    )
    desk.enter("waiting")
    desk.say("Otto here. This one?", by="agent", name="Otto", photos=["p"])
    desk.type("agent")
    await expect(mina.log.locator(".photo img")).to_have_count(1)
    await mina.hands_over("drop", LAMP_FILE, ("notes.pdf", "application/pdf", b"%PDF"))
    await expect(mina.page.locator("shopdesk-chat .thumb.ok")).to_have_count(1)
    await expect(mina.hint).to_contain_text("notes.pdf")


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", {}),
        ("", PHONE),
        ("theme=dark&accent=%23ffd54a", {}),
        ("theme=light&accent=rebeccapurple", {"color_scheme": "dark"}),
        ("", {"forced_colors": "active"}),
    ],
    ids=["desk", "phone", "host-dark-yellow", "host-light-purple", "forced-colours"],
)
async def test_axe_finds_nothing_serious(
    visit: Visit, desk: WebDesk, axe: Axe, query: str, options: dict[str, object]
) -> None:
    mina = await visit(query, **options)
    await expect(mina.launcher).to_be_visible()
    await axe(mina.page)
    await in_the_middle_of_a_conversation(mina, desk)
    await axe(mina.page)


async def test_axe_finds_nothing_serious_in_what_goes_wrong(
    mina: Mina, desk: WebDesk, axe: Axe, windows: Windows
) -> None:
    windows.forgive("Failed to load resource")
    await mina.opens_the_chat()
    desk.fail("letter", Fault(400), Fault(503, retry_after=30))
    await mina.writes("odd")
    await mina.writes("kept")
    desk.fail("upload", Fault(404))
    await mina.hands_over("drop", LAMP_FILE)
    await expect(mina.hint).to_contain_text("was not uploaded")
    await expect(mina.notice).to_be_visible()
    await axe(mina.page)


async def test_everything_can_be_done_by_keyboard(mina: Mina, desk: WebDesk) -> None:
    await expect(mina.launcher).to_be_visible()
    keyboard = mina.page.keyboard
    await mina.launcher.focus()
    await keyboard.press("Enter")
    await expect(mina.box).to_be_focused()
    await keyboard.type("lamp")
    await keyboard.press("Enter")
    await mina.all_is_heard()
    desk.say("Which one?", buttons=[("Linen lamp", "1"), ("Wool lamp", "2")])
    await expect(mina.button("Wool lamp")).to_be_visible()
    await keyboard.press("Shift+Tab")
    await keyboard.press("Shift+Tab")
    await expect(mina.button("Wool lamp")).to_be_focused()
    await keyboard.press("Space")
    await mina.sees_own("lamp", "Wool lamp")
    await expect(mina.box).to_be_focused()
    await mina.all_is_heard()
    await keyboard.press("Escape")
    await expect(mina.panel).to_be_hidden()
    await expect(mina.launcher).to_be_focused()
    await expect(mina.launcher).to_have_attribute("aria-expanded", "false")


async def test_a_screen_reader_hears_the_answer_but_not_the_history(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await expect(mina.log).to_have_attribute("aria-live", "off")
    await expect(mina.log).to_have_attribute("aria-live", "polite")
    await expect(mina.panel).to_have_role("dialog")
    await expect(mina.log).to_have_accessible_name("Conversation")
    await expect(mina.launcher).to_have_attribute("aria-haspopup", "dialog")


async def test_every_target_is_large_enough_for_a_thumb(visit: Visit, desk: WebDesk) -> None:
    mina = await visit(**PHONE)
    await in_the_middle_of_a_conversation(mina, desk)
    for button in await mina.panel.get_by_role("button").all():
        box = await button.bounding_box()
        assert box is not None and box["width"] >= 44 and box["height"] >= 44, await button.inner_text()


async def test_on_a_phone_the_chat_takes_the_screen_and_keeps_the_focus(visit: Visit, desk: WebDesk) -> None:
    mina = await visit(**PHONE)
    await mina.launcher.tap()
    box = await mina.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 780)
    await expect(mina.box).not_to_be_focused()
    await expect(mina.launcher).to_be_hidden()
    for _ in range(12):
        await mina.page.keyboard.press("Tab")
        assert await mina.page.evaluate("document.activeElement.localName") == "shopdesk-chat"
    assert await mina.box.evaluate("box => parseFloat(getComputedStyle(box).fontSize)") >= 16
    await mina.panel.get_by_role("button", name="Close the chat").tap()
    await expect(mina.launcher).to_be_visible()


async def test_a_shops_own_style_does_not_reach_the_chat(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    await expect(mina.panel).to_have_accessible_name("Lantern & Loom")
    before = await mina.panel.locator("h2").screenshot(), await mina.log.screenshot()
    await mina.page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { font: italic 30px serif !important; color: red !important; direction: rtl; letter-spacing: 4px }
                         div, section, button { display: none !important; background: lime !important }`);
      document.adoptedStyleSheets = [sheet];
    }""")
    assert (await mina.panel.locator("h2").screenshot(), await mina.log.screenshot()) == before


async def test_motion_is_spared_who_asks_for_it(visit: Visit) -> None:
    mina = await visit(reduced_motion="reduce")
    await mina.opens_the_chat()
    assert await mina.panel.evaluate("panel => getComputedStyle(panel).animationName") == "none"


async def test_the_hosts_accent_is_worn_with_ink_that_can_be_read(visit: Visit) -> None:
    mina = await visit("accent=%23ffd54a")
    await expect(mina.launcher).to_have_css("background-color", "rgb(255, 213, 74)")
    await expect(mina.launcher).to_have_css("color", "rgb(0, 0, 0)")


def test_the_widget_is_under_20_kb_and_never_sets_markup() -> None:
    source = Path(WIDGET).read_bytes()
    assert len(gzip.compress(source, compresslevel=6)) < 20_000
    for forbidden in (
        b"innerHTML",
        b"outerHTML",
        b"insertAdjacentHTML",
        b"document.write",
        b"eval(",
        b"new Function",
        b"document.title",
    ):
        assert forbidden not in source
