"""Mina at the shop's page: what she does with the chat, and what she sees there."""

from __future__ import annotations

import base64

from playwright.async_api import Locator, Page, expect

LAMP = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAHUlEQVR4nGP4sEoeK2IY4hLYhBmGugTxOhiGrj8A8Kp9Ab8AHv8AAAAASUVORK5CYII="
)
"""A tiny picture."""

HAND_OVER = """([node, how, files]) => {
  const data = new DataTransfer();
  for (const [name, type, bytes] of files)
    data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, {type}));
  const event = how === "paste"
    ? new ClipboardEvent("paste", {clipboardData: data, bubbles: true, composed: true, cancelable: true})
    : new DragEvent(how, {dataTransfer: data, bubbles: true, composed: true, cancelable: true});
  node.dispatchEvent(event);
}"""

File = tuple[str, str, bytes]
LAMP_FILE: File = ("lamp.png", "image/png", LAMP)


class Mina:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.panel = page.get_by_role("dialog").first
        self.log = page.get_by_role("log")
        self.box = self.panel.get_by_role("textbox")
        self.launcher = page.locator("shopdesk-chat .launcher")
        self.said = page.locator("shopdesk-chat .said")
        self.own = page.locator("shopdesk-chat .buyer")
        self.thumbs = page.locator("shopdesk-chat .thumb")
        self.notice = page.locator("shopdesk-chat .notice")
        self.hint = page.locator("shopdesk-chat .hint")

    async def opens_the_chat(self) -> None:
        await self.launcher.click()
        await expect(self.panel).to_be_visible()

    async def writes(self, text: str) -> None:
        await self.box.fill(text)
        await self.box.press("Enter")

    async def sends(self, text: str) -> None:
        """She writes, and the desk's own copy of it has come back."""
        await self.writes(text)
        await expect(self.own.last.locator(".text")).to_have_text(text)
        await self.all_is_heard()

    async def all_is_heard(self) -> None:
        await expect(self.page.locator("shopdesk-chat .buyer .when span")).to_have_count(0)

    async def hands_over(self, how: str, *files: File) -> None:
        """Paste or drop, as the browser would report it."""
        packed = [[name, kind, base64.b64encode(content).decode()] for name, kind, content in files]
        target = await (self.box if how == "paste" else self.panel).element_handle()
        await self.page.evaluate(HAND_OVER, [target, how, packed])

    async def sees(self, text: str) -> None:
        await expect(self.log.get_by_text(text, exact=True)).to_be_visible()

    async def sees_own(self, *texts: str) -> None:
        """Exactly these of her own, in this order, each once."""
        await expect(self.own.locator(".text")).to_have_text(list(texts))

    def button(self, name: str) -> Locator:
        return self.page.locator("shopdesk-chat").get_by_role("button", name=name)
