"""Whatever the network and the desk do, what Mina wrote arrives once and in order."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Windows
from tests.browser.widget.mina import LAMP_FILE, Mina
from tests.standins.web_desk import Fault, WebDesk

NETWORK = "Failed to load resource|ERR_|Fetch API"


@pytest.fixture(autouse=True)
def faults_are_expected(windows: Windows) -> None:
    windows.forgive(NETWORK)


def heard(desk: WebDesk) -> list[str]:
    return [
        message["text"]
        for visitor in desk.visitors.values()
        for message in visitor.messages
        if message["from"] == "buyer"
    ]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(503, retry_after=1),
        Fault(429, retry_after=1),
        Fault(502),
        Fault(200),
        Fault(cut=True),
        Fault(lost=True),
    ],
    ids=repr,
)
async def test_a_fault_of_the_desk_neither_loses_nor_doubles(mina: Mina, desk: WebDesk, fault: Fault) -> None:
    await mina.opens_the_chat()
    desk.fail("letter", fault, fault)
    await mina.writes("one")
    await mina.writes("two")
    await mina.writes("three")
    await mina.all_is_heard()
    await mina.sees_own("one", "two", "three")
    assert heard(desk) == ["one", "two", "three"]
    assert {letter["id"] for letter in desk.letters} == {message["id"] for message in desk.mina.messages}


async def test_a_busy_desk_is_left_in_peace_until_it_said(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    desk.fail("letter", Fault(429, retry_after=2))
    await mina.writes("one")
    await expect(mina.notice).to_contain_text("Very busy")
    await mina.writes("two")
    await mina.page.wait_for_timeout(1000)
    assert desk.asked.count("letter") == 1
    await mina.all_is_heard()
    assert heard(desk) == ["one", "two"]
    await expect(mina.notice).to_be_hidden()


async def test_too_many_visitors_delays_but_keeps(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    desk.fail("visitor", Fault(429, retry_after=1))
    await mina.sends("hello")
    assert heard(desk) == ["hello"]


async def test_a_reload_before_the_answer_sends_it_afterwards_once(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("zero")
    desk.gate.clear()
    await mina.writes("one")
    await mina.writes("two")
    await mina.box.fill("not finished")
    await mina.page.reload()
    desk.gate.set()
    await mina.sees_own("zero", "one", "two")
    await mina.all_is_heard()
    await expect(mina.box).to_have_value("not finished")
    assert heard(desk) == ["zero", "one", "two"]


async def test_a_reload_brings_the_conversation_back(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    desk.say("Hello!")
    await mina.sees("Hello!")
    await mina.page.reload()
    await mina.sees("Hello!")
    await mina.sees_own("hello")
    await expect(mina.said).to_have_count(2)


async def test_what_is_written_offline_goes_when_the_network_is_back(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("zero")
    await mina.page.context.set_offline(True)
    desk.drop_streams()
    await expect(mina.notice).to_contain_text("No connection")
    await mina.writes("one")
    await mina.writes("two")
    await mina.sees_own("zero", "one", "two")
    await mina.page.wait_for_timeout(600)
    desk.say("said meanwhile", to=desk.mina)
    await mina.page.context.set_offline(False)
    await mina.sees("said meanwhile")
    await mina.all_is_heard()
    await mina.sees_own("zero", "one", "two")
    await expect(mina.notice).to_be_hidden()
    assert heard(desk) == ["zero", "one", "two"]


async def test_dropped_streams_resume_where_they_were(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    for number in range(6):
        desk.drop_streams()
        desk.say(f"piece {number}")
        await mina.sees(f"piece {number}")
    await expect(mina.said).to_have_count(7)


async def test_a_forgotten_visitor_becomes_a_new_one_and_keeps_the_unsent(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("an old matter")
    desk.fail("stream", Fault(503))
    desk.forget_everyone()
    await mina.writes("a new matter")
    await mina.all_is_heard()
    await mina.sees_own("a new matter")
    await mina.sees("Your earlier conversation is no longer here. This is a new one.")
    assert heard(desk) == ["a new matter"]


async def test_a_stream_refused_for_good_does_not_make_a_visitor(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("an old matter")
    desk.forget_everyone()
    await mina.sees("Your earlier conversation is no longer here. This is a new one.")
    assert desk.visitors == {}


async def test_what_the_desk_refuses_says_so_and_can_be_tried_again(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    desk.fail("letter", Fault(400), Fault(400))
    await mina.writes("odd")
    await mina.writes("odd too")
    await expect(mina.log.get_by_text("Not sent.")).to_have_count(2)
    await mina.writes("fine")
    await expect(mina.own.last.locator(".text")).to_have_text("odd too")
    await mina.button("Try again").first.click()
    await mina.button("Remove").click()
    await mina.all_is_heard()
    await mina.sees_own("fine", "odd")
    assert heard(desk) == ["fine", "odd"]


async def test_two_tabs_of_hers_are_one_visitor_and_send_nothing_twice(mina: Mina, desk: WebDesk) -> None:
    other = Mina(await mina.page.context.new_page())
    await other.page.goto(mina.page.url)
    await mina.opens_the_chat()
    await other.opens_the_chat()
    desk.fail("letter", *[Fault(lost=True), Fault(503)] * 3)

    async def write_four(one: Mina) -> None:
        for number in range(4):
            await one.writes(f"{number} {one is mina}")

    await asyncio.gather(write_four(mina), write_four(other))
    await mina.all_is_heard()
    await other.all_is_heard()
    texts = heard(desk)
    assert len(desk.visitors) == 1
    assert sorted(texts) == sorted(f"{number} {which}" for number in range(4) for which in (True, False))
    await mina.sees_own(*texts)
    await other.sees_own(*texts)


async def test_a_message_left_in_one_tab_is_sent_by_the_other(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("zero")
    other = Mina(await mina.page.context.new_page())
    await other.page.goto(mina.page.url)
    await other.opens_the_chat()
    await other.sees_own("zero")
    desk.fail("letter", Fault(503, retry_after=1))
    await mina.writes("one")
    await other.sees_own("zero", "one")
    await mina.page.close()
    await other.all_is_heard()
    assert heard(desk) == ["zero", "one"]


async def test_a_storm_of_faults_ends_with_everything_once(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    storm = [Fault(cut=True), Fault(lost=True), Fault(503), Fault(), Fault(502), Fault(lost=True), Fault()]
    desk.fail("letter", *storm * 3)
    desk.fail("stream", *storm)
    sent = [f"message {number}" for number in range(12)]
    for number, text in enumerate(sent):
        await mina.writes(text)
        if number % 4 == 3:
            desk.drop_streams()
        if number == 7:
            await mina.page.reload()
            await expect(mina.box).to_be_visible()
    await expect(mina.own).to_have_count(12)
    await expect(mina.page.locator("shopdesk-chat .buyer .when span")).to_have_count(0, timeout=30_000)
    await mina.sees_own(*sent)
    assert heard(desk) == sent


WITHOUT_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {get() { throw new DOMException("forbidden", "SecurityError"); }});
Object.defineProperty(navigator, "locks", {value: undefined});"""


async def test_a_browser_that_keeps_nothing_can_still_talk(mina: Mina, desk: WebDesk) -> None:
    await mina.page.add_init_script(WITHOUT_STORAGE)
    await mina.page.reload()
    await mina.opens_the_chat()
    desk.fail("letter", Fault(503), Fault(lost=True))
    await mina.writes("one")
    await mina.writes("two")
    await mina.all_is_heard()
    await mina.sees_own("one", "two")
    assert heard(desk) == ["one", "two"]


async def test_photos_of_a_forgotten_visitor_are_asked_for_again(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.hands_over("paste", LAMP_FILE)
    await expect(mina.page.locator("shopdesk-chat .thumb.ok")).to_have_count(1)
    desk.visitors.clear()
    await mina.box.fill("this lamp")
    await mina.box.press("Enter")
    await expect(mina.log.get_by_text("The photos have to be added again.")).to_be_visible()
    await mina.button("Remove").click()
    await mina.sees_own()
