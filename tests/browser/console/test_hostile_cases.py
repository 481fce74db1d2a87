"""Words that try to be more, in every field of a case: a browser that opens whatever tells of it runs none of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.async_api import expect

from bot.channels.checked import storable
from desk.clock import system_clock
from desk.store import Book, Store, conversations, ticket_reasons, tickets
from desk.ticket.amounts import Amounts
from desk.ticket.facts import Facts, Mover
from desk.ticket.moves import Actor
from desk.ticket.policy import USUALLY
from desk.ticket.reason import TicketReason
from tests.browser.console.conftest import Calls
from tests.browser.console.test_tickets import Visits, beside, case, talk
from tests.browser.hostile import HOSTILE

SHORT = [storable(text) for text in HOSTILE if len(text) < 200]
TEXT = " · ".join([*SHORT, "w" * 2_000, "e" + "\u0301" * 400])
FIELDS = ("order_number", "sku", "item", "words", "wanted_sku", "carrier_back", "tracking_back", "carrier_out", "tracking_out",
          "responsible", "finding", "measure")  # fmt: skip
FOREIGN = """() => [...document.querySelectorAll("iframe, math, object, embed, [srcdoc], script:not([src])")]
    .concat([...document.querySelectorAll("*")].filter((node) => node.getAttributeNames().some((name) => /^on/.test(name))))
    .map((node) => node.outerHTML.slice(0, 200))"""
BROAD = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
    .filter((node) => node.scrollWidth > innerWidth)
    .map((node) => node.cloneNode().outerHTML)"""
REPORTS = "addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective))"


def decided(book: Book, id: int) -> None:
    """Reviewed, raised, and called what the text says, as its buyer is."""
    at, otto = system_clock(), Mover(frozenset({Actor.AGENT}))
    held = tickets.by_id(book, id)
    conversations.by_id(book, held.conversation_id).buyer_name = TEXT
    held.do("approve", otto, at, USUALLY, Facts(note=TEXT, address=TEXT, amounts=Amounts(12_900)))
    held.raise_(at, otto, "raise", TEXT)


def called(book: Book) -> list[TicketReason]:
    made = [TicketReason(0, {"en": text[:60]}, ["return"], 900 + place) for place, text in enumerate(SHORT)]
    return [book.add(one) for one in made]


async def test_a_browser_that_opens_a_case_of_hostile_words_runs_none_of_them(
    comes_in: Calls, visits: Visits, beside: Store, quiet_desk: None
) -> None:
    otto, mina = await comes_in("Otto", show="waiting"), await visits()
    page, number = otto.page, await talk(mina, otto, "hostile words")
    fields: dict[str, Any] = dict.fromkeys(FIELDS, TEXT)
    id = await case(beside, number, **fields)
    await beside.write(lambda book: decided(book, id))
    reasons = await beside.write(called)
    ruth = (await comes_in("Ruth")).page
    for one in (page, ruth):
        await one.add_init_script(REPORTS)
    for path in (
        "/tickets?show=running&sort=newest", f"/tickets/{id}", f"/tickets/{id}/slip", f"/desk/{number}",
        f"/desk/{number}/tickets/new?order={quote(TEXT[:500])}&kind=complaint", f"/tickets?q={quote(TEXT[:200])}",
    ):  # fmt: skip
        await page.goto(otto.url + path)
        assert await page.evaluate(FOREIGN) == [], path
        if path.endswith((f"/{id}", "slip", "newest")):
            await expect(page.locator("main")).to_contain_text(TEXT[:60])
        assert await page.evaluate(BROAD) == [], path
    for path in ("/ticket-reasons", f"/tickets/receive?number={id}"):
        await ruth.goto(otto.url + path)
        assert await ruth.evaluate(FOREIGN) == [], path

    def gone(book: Book) -> None:
        """Whoever tests next finds the shop as it was."""
        for one in reasons:
            ticket_reasons.by_id(book, one.id).deleted = True
        tickets.by_id(book, id).do(
            "withdraw", Mover(frozenset({Actor.AGENT})), system_clock(), USUALLY, Facts(note="x")
        )
        conversations.by_id(book, number).buyer_name = "Mina"

    await beside.write(gone)


__all__ = ["beside"]
