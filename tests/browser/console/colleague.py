"""Somebody of the shop at the console: what they do there, and what they see."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Locator, Page, expect

PASSWORD = "seven lanterns over the loom"


class Colleague:
    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page, self.url, self.name = page, url, name
        self.rows = page.locator(".row__link")
        self.thread = page.get_by_role("log")
        self.box = page.locator("[data-composer] textarea")
        self.state = page.locator(".head__state .mode")
        self.notices = page.locator("#notices")

    async def signs_in_for_the_first_time(self, code: str) -> None:
        """By the one-time link, with a password of their own choice."""
        await self.page.goto(f"{self.url}/welcome#{code}")
        await self.page.wait_for_url("**/first-password")
        for name in ("password", "again"):
            await self.page.fill(f"[name={name}]", PASSWORD)
        await self.page.click("button.main")
        await self.page.wait_for_url("**/desk")

    async def opens_who_said(self, text: str) -> None:
        """The row comes by itself. Rows of other buyers stand there already, so it is known by what was said."""
        await self.rows.filter(has_text=text).click()
        await self.sees(text)

    def move(self, name: str) -> Locator:
        return self.page.locator(f"[data-move={name}]")

    async def takes(self) -> None:
        await self.move("take").click()
        await self.has_it()

    async def gives_back(self) -> None:
        """Done only when the page says so: what the buyer writes before is still the person's."""
        await self.move("give_back").click()
        await expect(self.move("give_back")).to_have_count(0)

    async def has_it(self) -> None:
        await expect(self.state).to_contain_text(self.name)
        await expect(self.page.locator("[data-composer]:not([data-note-only])")).to_be_visible()

    async def takes_by_a_double_click(self) -> None:
        """The second click comes when another button has come where the first one's was."""
        box = await self.move("take").bounding_box()
        assert box is not None
        await self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        for click in (1, 2):
            await self.page.mouse.down(click_count=click)
            await self.page.mouse.up(click_count=click)
            await expect(self.move("take")).to_have_count(0)
        await self.has_it()

    async def writes(self, text: str) -> None:
        """Enter sends; on a phone it begins a line, and the button sends."""
        await self.box.fill(text)
        if await self.page.evaluate("matchMedia('(pointer: coarse)').matches"):
            await self.page.locator("[data-send]").click()
        else:
            await self.box.press("Enter")

    async def says(self, text: str) -> None:
        """Written, sent, and accepted by the buyer's channel."""
        await self.writes(text)
        await expect(self.message(text)).to_have_attribute("data-delivery", "sent")

    async def notes(self, text: str) -> None:
        """Only for colleagues."""
        await self.page.locator("[name=note][type=checkbox]").check()
        await self.writes(text)
        await expect(self.message(text)).to_have_attribute("data-kind", "note")
        # The page does it, once the note is sent.
        await expect(self.page.locator("[name=note][type=checkbox]")).not_to_be_checked()

    async def shows(self, picture: Path, text: str) -> None:
        await self.page.set_input_files("[data-composer] input[type=file]", picture)
        await self.says(text)

    def message(self, text: str) -> Locator:
        return self.page.locator(".message", has_text=text)

    async def sees(self, text: str) -> None:
        await expect(self.message(text)).to_be_visible()

    async def does_not_scroll_sideways(self) -> None:
        wider = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"the page is {wider} px wider than the window"
