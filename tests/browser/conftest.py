"""Chromium for the browser tests: pages that fail their test when a script complains or a dialog opens."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    async_playwright,
    expect,
)

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"  # axe-core 4.14.1, MPL-2.0; licence beside it
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
HERE = Path(__file__).parent
PATIENCE = 30_000
"""Milliseconds until something that must come is given up. A machine may be slow or busy: what is tested is that it
comes, never how soon."""

Axe = Callable[[Page], Awaitable[None]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser, so one loop, for every test of this folder."""
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)
        if inspect.iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


class Windows:
    """Opens pages, and remembers what they complained of."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        # What is typed on takes the place of the question about what stood there before: that is how it is meant.
        self._forgiven = [re.compile("htmx:sendAbort")]
        self.complaints: list[str] = []
        self._shutting = False

    def forgive(self, pattern: str) -> None:
        """The test makes this complaint happen: a 503, a lost connection."""
        self._forgiven.append(re.compile(pattern))

    async def open(self, url: str | None = None, **options: Any) -> Page:
        """A page in a browser profile of its own; `options` are those of Playwright's new_context."""
        context = await self._browser.new_context(
            **({"locale": "en-GB", "reduced_motion": "reduce"} | options)
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        context.on("page", self._watch)
        page = await context.new_page()
        if url is not None:
            await page.goto(url)
        return page

    def _watch(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", self._on_dialog)

    def _on_console(self, message: ConsoleMessage) -> None:
        # A page closed amid a question says that it was not answered.
        if message.type in ("error", "warning") and not self._shutting:
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    async def _on_dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    def unforgiven(self) -> list[str]:
        return [
            said for said in self.complaints if not any(pattern.search(said) for pattern in self._forgiven)
        ]

    async def shut(self) -> None:
        self._shutting = True
        for context in self._contexts:
            await context.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def windows(browser: Browser) -> AsyncIterator[Windows]:
    """Opens pages; after the test they must not have complained of anything that was not forgiven."""
    windows = Windows(browser)
    yield windows
    await windows.shut()
    assert windows.unforgiven() == []


@pytest.fixture
def axe() -> Axe:
    """Fails on serious and critical findings of axe-core on the page as it stands; its colours are looked at by day and by
    night, for nothing else changes with them."""

    async def serious(page: Page, options: dict[str, Any]) -> list[str]:
        found = await page.evaluate(
            "options => axe.run(document, {resultTypes: ['violations'], ...options})", options
        )
        return [
            f"{finding['id']}: {finding['help']} at {[node['target'] for node in finding['nodes']]}"
            for finding in found["violations"]
            if finding["impact"] in ("serious", "critical")
        ]

    async def examine(page: Page) -> None:
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        assert await serious(page, {}) == []
        night = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        await page.emulate_media(color_scheme="light" if night else "dark")
        assert await serious(page, {"runOnly": ["color-contrast"]}) == []
        await page.emulate_media(color_scheme="dark" if night else "light")

    return examine
