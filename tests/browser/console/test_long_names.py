"""A buyer may be called anything: what a colleague needs stays where they can reach it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.browser.console.conftest import Calls, each_look
from tests.browser.widget.mina import Mina

ASKS = "May I talk to a person about my lamp"
REACHED = "[...document.querySelectorAll('[data-move]')].every(move => move.getBoundingClientRect().right <= innerWidth)"


@each_look
async def test_a_name_without_end_pushes_nothing_off_the_screen(
    comes_in: Calls, visits: Callable[..., Awaitable[Mina]], look: str
) -> None:
    mina = await visits()
    await mina.sends(f"{ASKS} ({look})")
    otto = await comes_in("Otto", look)
    await otto.opens_who_said(f"{ASKS} ({look})")
    await otto.page.locator(".head__buyer bdi").evaluate("name => name.textContent = 'w'.repeat(1000)")
    assert await otto.page.locator("[data-move]").count() > 0
    assert await otto.page.evaluate(REACHED)
    assert await otto.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
