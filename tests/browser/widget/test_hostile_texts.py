"""Whoever speaks, a text is shown as text."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.hostile import HOSTILE
from tests.browser.widget.mina import LAMP, Mina
from tests.standins.web_desk import WebDesk

ELEMENTS = """() => [...new Set([...document.querySelector("shopdesk-chat").shadowRoot.querySelectorAll("*")]
    .map((node) => node.localName))].sort()"""
ATTRIBUTES = """() => [...document.querySelector("shopdesk-chat").shadowRoot.querySelectorAll("*")]
    .flatMap((node) => node.getAttributeNames()).filter((name) => name.startsWith("on") || name === "style" || name === "srcdoc")"""
OURS = {
    "a",
    "b",
    "bdi",
    "button",
    "div",
    "form",
    "h2",
    "header",
    "img",
    "input",
    "li",
    "p",
    "path",
    "section",
    "span",
    "svg",
    "textarea",
    "time",
    "ul",
}


async def test_a_hostile_text_is_shown_literally_from_whoever_it_comes(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    desk.mina.photos["p"] = LAMP
    for text in HOSTILE:
        desk.say(text, name=text[:200], buttons=[(text[:60], text[:60])])
        desk.say(text, by="agent", name=text[:200])
        desk.say(text, by="buyer")
    desk.enter("human", HOSTILE[0])
    desk.type("agent")
    desk.say("the end", by="agent", name=HOSTILE[1], photos=["p"])
    await mina.sees("the end")
    await expect(mina.log.locator(".photo img")).to_have_count(1)
    shown = await mina.log.locator(".text").evaluate_all("nodes => nodes.map((node) => node.textContent)")
    expected = [text for text in HOSTILE for _ in range(3)]
    assert [text.removesuffix(" (opens in a new tab)") for text in shown if "http:/" not in text][1:-1] == [
        text for text in expected if "http:/" not in text
    ]
    assert set(await mina.page.evaluate(ELEMENTS)) <= OURS
    assert await mina.page.evaluate(ATTRIBUTES) == []
    links = await mina.log.locator("a").evaluate_all("nodes => nodes.map((node) => node.href)")
    assert [href for href in links if not href.startswith(("http://a.example/", "http://www.w3.org/"))] == []


async def test_what_mina_writes_herself_arrives_and_is_shown_as_she_wrote_it(
    mina: Mina, desk: WebDesk
) -> None:
    await mina.opens_the_chat()
    texts = [text for text in HOSTILE if len(text) <= 4000 and "\t" not in text]
    for text in texts:
        await mina.box.evaluate(
            "(box, text) => { box.value = text; box.dispatchEvent(new InputEvent('input')); }", text
        )
        await mina.box.press("Enter")
    await expect(mina.own).to_have_count(len(texts))
    await mina.all_is_heard()
    assert [letter["text"] for letter in desk.letters] == [text.replace("\ud800", "\ufffd") for text in texts]


async def test_the_shop_name_and_its_notice_are_texts_too(mina: Mina, desk: WebDesk) -> None:
    desk.shop = HOSTILE[0]
    desk.privacy_url = "javascript:alert('N')"
    await mina.opens_the_chat()
    await expect(mina.panel).to_have_accessible_name(HOSTILE[0])
    await expect(mina.panel.get_by_role("link")).to_have_count(0)


async def test_links_are_made_only_of_http_addresses(mina: Mina, desk: WebDesk) -> None:
    desk.privacy_url = "https://shop.example/privacy"
    await mina.opens_the_chat()
    await mina.sends("hello")
    desk.say(
        "见 https://shop.example/lamp?a=1&b=2。also (http://b.example/x_(y)), ftp://c.example mailto:a@b.example"
    )
    links = mina.log.locator(".text a")
    await expect(links).to_have_count(2)
    assert await links.evaluate_all("nodes => nodes.map((node) => node.href)") == [
        "https://shop.example/lamp?a=1&b=2",
        "http://b.example/x_(y)",
    ]
    for link in await mina.panel.get_by_role("link").all():
        assert await link.get_attribute("rel") == "noopener noreferrer"


async def test_a_long_word_and_a_reversed_one_stay_inside_their_bubble(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    desk.say("w" * 3000, name="n" * 300)
    desk.say("\u202egpj.exe", by="agent", name="\u202eotto")
    await mina.sees("\u202egpj.exe")
    assert await mina.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    tag = mina.log.locator(".agent .tag")
    await expect(tag).to_have_text("our team")
    assert await mina.log.locator(".agent .who").evaluate(
        "who => who.children[1].getBoundingClientRect().left >= who.children[0].getBoundingClientRect().right"
    )
