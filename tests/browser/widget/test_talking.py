"""Mina writes to the shop, and the shop answers."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.browser.widget.conftest import Visit
from tests.browser.widget.mina import Mina
from tests.standins.web_desk import WebDesk


async def test_mina_asks_and_is_answered(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await expect(mina.panel).to_have_accessible_name("Lantern & Loom")
    await mina.sends("do you have the linen lamp in grey?")
    desk.say("Yes: 4 in grey, as of 14:03.", name="Loomie")
    await mina.sees("Yes: 4 in grey, as of 14:03.")
    await mina.sees("automatic assistant")
    assert [letter["text"] for letter in desk.letters] == ["do you have the linen lamp in grey?"]


async def test_a_visit_leaves_no_trace_at_the_desk(mina: Mina, desk: WebDesk) -> None:
    await expect(mina.launcher).to_be_visible()
    assert desk.asked == []
    await mina.opens_the_chat()
    await expect(mina.panel).to_have_accessible_name("Lantern & Loom")
    assert desk.asked == ["hello"]
    assert desk.visitors == {}


async def test_the_token_is_in_no_address(mina: Mina, desk: WebDesk) -> None:
    addresses: list[str] = []
    mina.page.on("request", lambda request: addresses.append(request.url))
    await mina.opens_the_chat()
    await mina.sends("hello")
    desk.say("Hello!")
    await mina.sees("Hello!")
    (token,) = desk.visitors
    assert addresses
    assert not [address for address in addresses if token in address]


async def test_enter_sends_and_shift_enter_begins_a_line(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.box.fill("one")
    await mina.box.press("Shift+Enter")
    await mina.box.press_sequentially("two")
    await mina.box.press("Enter")
    await mina.sees_own("one\ntwo")
    await mina.all_is_heard()
    assert desk.letters[0]["text"] == "one\ntwo"


async def test_enter_in_the_middle_of_a_chinese_word_sends_nothing(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.box.fill("bai se")
    for composing in ({"isComposing": True}, {"keyCode": 229}):
        await mina.box.dispatch_event("keydown", {"key": "Enter", "bubbles": True, **composing})
        await mina.box.dispatch_event("keydown", {"key": "Escape", "bubbles": True, **composing})
    await expect(mina.panel).to_be_visible()
    await expect(mina.box).to_have_value("bai se")
    await mina.sends("白色的还有货吗")
    assert [letter["text"] for letter in desk.letters] == ["白色的还有货吗"]


async def test_a_choice_is_made_once_and_becomes_her_own_line(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("lamp")
    asked = desk.say("Which one?", buttons=[("Linen lamp, grey", "p:1"), ("Linen lamp, white", "p:2")])
    await mina.button("Linen lamp, white").click()
    await mina.sees_own("lamp", "Linen lamp, white")
    await mina.all_is_heard()
    await expect(mina.button("Linen lamp, grey")).to_be_disabled()
    await expect(mina.button("Linen lamp, white")).to_be_disabled()
    pressed = desk.letters[-1]
    assert (pressed["button"], pressed["of"], pressed["text"]) == ("p:2", asked["n"], "Linen lamp, white")
    await mina.page.reload()
    await expect(mina.button("Linen lamp, white")).to_be_disabled()


async def test_otto_joins_and_is_told_apart_from_the_assistant(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("I want a person")
    desk.say("A colleague will come.", name="Loomie")
    desk.enter("waiting")
    await expect(mina.panel.get_by_text("You are waiting for a colleague.")).to_be_visible()
    desk.enter("human", "Otto")
    await mina.sees("Otto joined the conversation")
    await expect(mina.panel.get_by_text("You are talking to Otto")).to_be_visible()
    desk.type("agent")
    await mina.sees("Otto is writing…")
    desk.say("Otto here.", by="agent", name="Otto")
    await mina.sees("Otto here.")
    await expect(mina.log.get_by_text("Otto is writing…")).to_be_hidden()
    await mina.sees("our team")
    desk.enter("bot")
    await mina.sees("The assistant is answering again")


async def test_the_desk_hears_that_she_types_but_not_at_every_key(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    desk.say("Hello!")
    await mina.sees("Hello!")
    await mina.box.press_sequentially("where is my order")
    await mina.writes("where is my order 1007")
    await mina.sees_own("hello", "where is my order 1007")
    assert desk.typings == 1


async def test_an_answer_to_the_closed_chat_is_counted_on_the_launcher(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    await mina.page.keyboard.press("Escape")
    await expect(mina.launcher).to_be_focused()
    desk.say("Hello!")
    await expect(mina.button("Chat with us, 1 unread")).to_be_visible()
    await expect(mina.page).to_have_title("Lantern & Loom")
    await mina.page.reload()
    await mina.button("Chat with us, 1 unread").click()
    await mina.sees("Hello!")
    await mina.page.keyboard.press("Escape")
    await expect(mina.button("Chat with us")).to_be_visible()


async def test_the_line_is_held_only_while_open_or_owed_a_reply(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    await mina.page.keyboard.press("Escape")
    assert desk.listening == 1
    desk.say("Hello!")
    await expect(mina.button("1 unread")).to_be_visible()
    async with asyncio.timeout(30):
        await desk.nobody_listens.wait()


async def test_a_revised_message_replaces_the_first(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    first = desk.say("4 in grey")
    await mina.sees("4 in grey")
    desk.revise(first, text="3 in grey")
    await mina.sees("3 in grey")
    desk.mina.tell("message", first | {"rev": 0, "text": "4 in grey"})
    desk.say("Anything else?")
    await mina.sees("Anything else?")
    await mina.sees("3 in grey")
    await expect(mina.said).to_have_count(3)


async def test_days_are_told_apart(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    desk.say("yesterday's words", at=desk.mina.messages[0]["at"] - 86_400_000)
    desk.say("today's words")
    await mina.sees("today's words")
    await expect(mina.log.locator(".day")).to_have_count(3)


async def test_in_chinese_every_word_of_the_widget_is_chinese(visit: Visit, desk: WebDesk) -> None:
    mina = await visit("lang=zh-CN", locale="zh-CN")
    await mina.opens_the_chat()
    await mina.sends("我的订单 1007 到哪了")
    desk.say("已发货。", buttons=[("好的", "ok")])
    desk.enter("human", "Otto")
    await mina.sees("Otto 已加入会话")
    await mina.sees("自动助手")
    shown = await mina.panel.inner_text()
    assert not [word for word in ("Sent", "assistant", "Today", "Privacy", "You") if word in shown]
    assert desk.letters[0]["language"] == "zh-CN"


async def test_the_chat_follows_the_language_of_the_page(mina: Mina) -> None:
    await mina.opens_the_chat()
    await mina.box.fill("not yet sent")
    await mina.page.evaluate("document.documentElement.lang = 'zh'")
    await expect(mina.box).to_have_accessible_name("请输入消息")
    await expect(mina.box).to_have_value("not yet sent")


async def test_the_page_may_open_the_chat_with_a_question(mina: Mina) -> None:
    await expect(mina.launcher).to_be_visible()
    await mina.page.evaluate(
        "document.dispatchEvent(new CustomEvent('shopdesk:open', {detail: {text: 'About the linen lamp: '}}))"
    )
    await expect(mina.box).to_have_value("About the linen lamp: ")
    await expect(mina.box).to_be_focused()
