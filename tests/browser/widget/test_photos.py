"""Mina sends photos: picked, pasted, dropped."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.conftest import Windows
from tests.browser.widget.mina import LAMP, LAMP_FILE, Mina
from tests.standins.web_desk import Fault, WebDesk


async def shown(mina: Mina, count: int) -> None:
    await expect(mina.log.locator(".photo img")).to_have_count(count)


async def test_several_photos_are_picked_and_sent_with_a_word(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    async with mina.page.expect_file_chooser() as choosing:
        await mina.button("Add photos").click()
    await (await choosing.value).set_files(
        [FilePayload(name=f"灯 {number}.png", mimeType="image/png", buffer=LAMP) for number in (1, 2, 3)]
    )
    await expect(mina.page.locator("shopdesk-chat .thumb.ok")).to_have_count(3)
    await mina.sends("it came like this")
    await shown(mina, 3)
    await expect(mina.thumbs).to_have_count(0)
    (letter,) = desk.letters
    assert sorted(desk.mina.names) == ["灯 1.png", "灯 2.png", "灯 3.png"]
    assert letter["photos"] == list(dict.fromkeys(letter["photos"])) and len(letter["photos"]) == 3
    assert [desk.mina.photos[photo] for photo in letter["photos"]] == [LAMP] * 3
    await mina.page.reload()
    await shown(mina, 3)


@pytest.mark.parametrize("how", ["paste", "drop"])
async def test_a_photo_is_pasted_or_dropped(mina: Mina, desk: WebDesk, how: str) -> None:
    await mina.opens_the_chat()
    await mina.hands_over(how, LAMP_FILE)
    await expect(mina.page.locator("shopdesk-chat .thumb.ok")).to_have_count(1)
    await mina.button("Send").click()
    await shown(mina, 1)
    await mina.all_is_heard()
    assert desk.letters[0]["text"] == ""
    assert list(desk.mina.photos.values()) == [LAMP]


@pytest.mark.parametrize("kind", ["application/pdf", "text/html", "image/svg+xml", ""])
async def test_what_is_no_picture_gets_a_word_and_stays_here(mina: Mina, desk: WebDesk, kind: str) -> None:
    await mina.opens_the_chat()
    await mina.hands_over("paste", ("<img src=x onerror=alert(1)>.pdf", kind, b"%PDF-1.7"))
    await expect(mina.hint).to_have_text(
        "“<img src=x onerror=alert(1)>.pdf” is not a picture. Only photos can be sent here."
    )
    await expect(mina.thumbs).to_have_count(0)
    assert "upload" not in desk.asked


async def test_what_only_calls_itself_a_picture_is_refused_by_the_desk(
    mina: Mina, desk: WebDesk, windows: Windows
) -> None:
    windows.forgive("415")
    await mina.opens_the_chat()
    await mina.hands_over("drop", ("page.jpg", "image/jpeg", b"<script>alert(1)</script>"))
    await expect(mina.hint).to_contain_text("“page.jpg” cannot be used.")
    await mina.writes("look")
    assert desk.letters == []
    await mina.button("Remove page.jpg").click()
    await mina.sends("look")
    assert desk.letters[0]["photos"] == []


async def test_a_photo_too_large_is_not_sent_at_all(mina: Mina, desk: WebDesk) -> None:
    desk.photo_bytes = 1024 * 1024
    await mina.opens_the_chat()
    await expect(mina.panel).to_have_accessible_name("Lantern & Loom")
    await mina.hands_over("drop", ("huge.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(1024 * 1024)))
    await expect(mina.hint).to_have_text("“huge.jpg” is larger than 1 MB.")
    assert "upload" not in desk.asked


async def test_ten_photos_and_no_more(mina: Mina) -> None:
    await mina.opens_the_chat()
    await mina.hands_over("drop", *[(f"{number}.png", "image/png", LAMP) for number in range(11)])
    await expect(mina.thumbs).to_have_count(10)
    await expect(mina.hint).to_have_text("At most 10 photos in one message.")


async def test_of_several_files_each_gets_its_own_word(mina: Mina, desk: WebDesk, windows: Windows) -> None:
    windows.forgive("415")
    await mina.opens_the_chat()
    await mina.hands_over(
        "drop", ("notes.pdf", "application/pdf", b"%PDF"), LAMP_FILE, ("page.jpg", "image/jpeg", b"<html>")
    )
    await expect(mina.hint).to_contain_text("“page.jpg” cannot be used.")
    await expect(mina.hint).to_contain_text("“notes.pdf” is not a picture.")
    await expect(mina.page.locator("shopdesk-chat .thumb.ok")).to_have_count(1)


async def test_a_photo_is_tried_again_with_the_same_id(mina: Mina, desk: WebDesk, windows: Windows) -> None:
    windows.forgive("Failed to load resource")
    await mina.opens_the_chat()
    desk.fail("upload", Fault(503), Fault(lost=True), Fault(cut=True))
    await mina.hands_over("drop", LAMP_FILE)
    await expect(mina.page.locator("shopdesk-chat .thumb.ok")).to_have_count(1)
    assert len(desk.mina.photos) == 1


async def test_a_photo_that_will_not_go_up_offers_another_try(
    mina: Mina, desk: WebDesk, windows: Windows
) -> None:
    windows.forgive("Failed to load resource")
    await mina.opens_the_chat()
    desk.fail("upload", Fault(404))
    await mina.hands_over("drop", LAMP_FILE)
    await expect(mina.hint).to_have_text("“lamp.png” was not uploaded.")
    await mina.button("Try again: lamp.png").click()
    await expect(mina.page.locator("shopdesk-chat .thumb.ok")).to_have_count(1)


async def test_sending_early_waits_for_the_photo(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    desk.gate.clear()
    await mina.hands_over("paste", LAMP_FILE)
    await mina.writes("this one")
    await expect(mina.hint).to_have_text("Your message goes as soon as the photos are there.")
    await expect(mina.page.get_by_role("progressbar", name="Uploading lamp.png")).to_be_visible()
    desk.gate.set()
    await mina.sees_own("hello", "this one")
    await mina.all_is_heard()
    assert len(desk.letters[-1]["photos"]) == 1


async def test_a_photo_of_the_shop_is_seen_when_ready_and_can_be_enlarged(
    mina: Mina, desk: WebDesk, windows: Windows
) -> None:
    windows.forgive("409")
    desk.photos_ready = False
    await mina.opens_the_chat()
    await mina.sends("which lamp?")
    desk.mina.photos["p1"] = LAMP
    message = desk.say("This one.", by="agent", name="Otto", photos=["p1"])
    await expect(mina.log.get_by_text("Photo is being prepared…")).to_be_visible()
    desk.fail("photo", Fault(409))
    desk.revise(message, photos=[{"id": "p1", "state": "ok"}])
    frame = mina.button("Photo from Otto, show larger")
    await frame.click()
    await expect(mina.page.get_by_role("dialog", name="Photo from Otto")).to_be_visible()
    await mina.page.keyboard.press("Escape")
    await expect(frame).to_be_focused()
    await expect(mina.panel).to_be_visible()


async def test_a_photo_finished_while_the_line_was_down_appears(
    mina: Mina, desk: WebDesk, windows: Windows
) -> None:
    windows.forgive("Failed to load resource")
    desk.photos_ready = False
    await mina.opens_the_chat()
    await mina.sends("which lamp?")
    desk.mina.photos["p1"] = LAMP
    message = desk.say("This one.", by="agent", name="Otto", photos=["p1"])
    desk.say("And it is in stock.", by="agent", name="Otto")
    await mina.sees("And it is in stock.")
    desk.drop_streams()
    message.update(rev=1, photos=[{"id": "p1", "state": "ok"}])
    await shown(mina, 1)


async def test_only_a_picture_is_ever_put_behind_an_address_of_the_page(mina: Mina, desk: WebDesk) -> None:
    await mina.opens_the_chat()
    await mina.sends("hello")
    await mina.page.evaluate("""() => {
      window.made = [];
      const make = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob) => (window.made.push(blob.type), make(blob));
    }""")
    desk.mina.photos["page"] = b"<script>alert(1)</script>"
    desk.say("", by="agent", name="Otto", photos=["page"])
    await mina.sees("This photo cannot be shown")
    assert await mina.page.evaluate("window.made") == []


async def test_a_photo_that_failed_says_so(mina: Mina, desk: WebDesk) -> None:
    desk.photos_ready = False
    await mina.opens_the_chat()
    await mina.sends("hello")
    message = desk.say("", by="agent", name="Otto", photos=["gone"])
    desk.revise(message, photos=[{"id": "gone", "state": "failed"}])
    await mina.sees("This photo cannot be shown")
