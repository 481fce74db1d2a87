"""Tickets as people see them: opened by Otto, received by Walt, paid by Faye; by day, by night, on a phone in Chinese."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest_asyncio
from playwright.async_api import Page, expect

from desk.clock import system_clock
from desk.config import load
from desk.store import Book, Store, conversations, schema, tickets
from desk.ticket.amounts import Amounts
from desk.ticket.facts import Facts, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.policy import USUALLY
from desk.ticket.ticket import Ticket
from tests.browser.conftest import Axe, Windows
from tests.browser.console.colleague import Colleague
from tests.browser.console.conftest import Calls, Running, each_look
from tests.browser.widget.mina import LAMP, Mina

Visits = Callable[..., Awaitable[Mina]]
MINA = Mover(frozenset({Actor.BUYER}))
LONG = "亚麻台灯（白色，暖光，带调光开关，北欧风卧室床头灯，送备用灯泡两只）"


@pytest_asyncio.fixture(loop_scope="session")
async def beside(running: Running) -> AsyncIterator[Store]:
    """The running desk's own store."""
    store = schema.open_store(load(running.folder / "config.toml"))
    yield store
    store.close()


async def case(store: Store, conversation: int, kind: str = "return", **more: object) -> int:
    """As the chat opens it for Mina."""

    def unit(book: Book) -> int:
        at, buyer = system_clock(), conversations.by_id(book, conversation).buyer_id
        about = {
            "order_number": f"9{conversation:03}",  # nobody else's: one line has one case
            "sku": "LAMP-W",
            "item": LONG,
            "paid": 12_900,
            "goods": 12_900,
        } | more
        made = Ticket(
            0, TicketKind(kind), TicketState.TELLING, buyer, conversation, None, at, at, "CNY", **about
        )  # type: ignore[arg-type]
        tickets.open_ticket(book, made, MINA, USUALLY).do("submit", MINA, at, USUALLY)
        return made.id

    return await store.write(unit)


async def does(store: Store, id: int, verb: str, side: Actor, facts: Facts = Facts()) -> None:  # noqa: B008
    at, mover = system_clock(), Mover(frozenset({side}))
    await store.write(lambda book: tickets.by_id(book, id).do(verb, mover, at, USUALLY, facts))


async def talk(mina: Mina, otto: Colleague, words: str) -> int:
    """The number of their conversation, open before Otto."""
    await mina.sends(f"I want to talk to a person about {words}")
    await otto.page.goto(f"{otto.url}/desk?show=waiting")
    await otto.opens_who_said(words)
    return int(otto.page.url.rsplit("/", 1)[1].split("?")[0])


async def looked_at(page: Page, axe: Axe) -> None:
    await axe(page)
    assert page.viewport_size is not None
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"{page.url} is {width} px wide"


async def presses(page: Page, verb: str) -> None:
    await page.locator(f"[data-act][action$='/moves/{verb}'] button").last.click()
    await page.wait_for_url("**said=ticket_moved")


@each_look
async def test_otto_opens_a_complaint_out_of_the_conversation_and_sees_it_beside(
    comes_in: Calls, visits: Visits, axe: Axe, quiet_desk: None, look: str
) -> None:
    otto, mina = await comes_in("Otto", look, show="waiting"), await visits()
    page, number = otto.page, await talk(mina, otto, f"a {look} courier")
    await page.goto(f"{otto.url}/desk/{number}/tickets/new")
    await looked_at(page, axe)
    await page.locator(".kinds a[href*='kind=complaint']").click()
    await page.fill("[name=words]", "快递员态度恶劣，还把包裹扔在雨里。The parcel lay in the rain.")
    await looked_at(page, axe)
    await page.locator("form[action$='/tickets'] button.main").click()
    await page.wait_for_url("**/tickets/*?said=ticket_opened")
    await looked_at(page, axe)
    await page.locator(".act--form summary").first.click()
    await page.fill("[name=responsible]", "Walt")
    await looked_at(page, axe)
    await presses(page, "take_up")
    id = page.url.rsplit("/", 1)[1].split("?")[0]
    await page.goto(f"{otto.url}/desk/{number}#side-{number}")
    await expect(page.locator(f"#tickets-of-{number} a[href='/tickets/{id}']")).to_be_visible()
    await looked_at(page, axe)


@each_look
async def test_a_return_from_review_to_money(
    comes_in: Calls, visits: Visits, beside: Store, axe: Axe, windows: Windows, quiet_desk: None, look: str
) -> None:
    windows.forgive("422")
    otto, mina = await comes_in("Otto", look, show="waiting"), await visits()
    id = await case(beside, await talk(mina, otto, f"a {look} return"))
    page = otto.page
    await page.goto(f"{otto.url}/tickets?show=running&sort=newest")
    await looked_at(page, axe)
    await page.locator(f"#ticket-row-{id} a").click()
    await page.locator(".act--form summary").first.click()
    await page.fill("[name=goods]", "500")
    await page.fill("[name=address]", "Hall 3, Lantern Street")
    await page.locator("[data-act][action$='/moves/approve'] button").click()
    await expect(page.get_by_role("alert")).to_contain_text("129.00")
    await expect(page.locator("[name=address]")).to_have_value("Hall 3, Lantern Street")
    await looked_at(page, axe)
    await page.fill("[name=goods]", "100")
    await presses(page, "approve")
    await does(beside, id, "send", Actor.BUYER, Facts(tracking=f"SF77{id}"))

    walt = await comes_in("Walt", look)
    page = walt.page
    await page.goto(f"{walt.url}/tickets/receive")
    await page.locator("[name=number]").press_sequentially(f"sf77{id}")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"#parcel-{id}")).to_be_visible()
    await looked_at(page, axe)
    await page.locator(f"#parcel-{id} form button").click()
    await page.wait_for_url("**said=ticket_moved")
    await page.locator(".act--form summary").first.click()
    await page.set_input_files(
        "[action$='/moves/pass_inspection'] [type=file]", {"name": "lamp.png", "mimeType": "image/png", "buffer": LAMP}
    )  # fmt: skip
    await looked_at(page, axe)
    await presses(page, "pass_inspection")
    await page.locator(".evidence [data-photo]").click()
    await page.locator("#viewer [data-turn]").click()
    await expect(page.locator("#viewer")).to_have_attribute("data-turned", "1")
    await looked_at(page, axe)
    await page.keyboard.press("Escape")

    faye = await comes_in("Faye", look)
    await faye.page.goto(f"{faye.url}/tickets")
    await faye.page.locator(f"#ticket-row-{id} a").click()
    await faye.page.locator(".act--form summary").first.click()
    await presses(faye.page, "pay")
    await looked_at(faye.page, axe)
    await faye.page.goto(f"{faye.url}/tickets/{id}/slip?paper=a5")
    await looked_at(faye.page, axe)
    await faye.page.emulate_media(media="print")
    await expect(faye.page.locator(".slip")).to_be_visible()
    await expect(faye.page.locator(".bar, .paper__bar").first).to_be_hidden()


async def test_what_ines_does_is_on_ottos_page_at_once_and_takes_nothing_he_writes(
    comes_in: Calls, visits: Visits, beside: Store, quiet_desk: None
) -> None:
    otto, mina = await comes_in("Otto", show="waiting"), await visits()
    id = await case(beside, await talk(mina, otto, "two at once"))
    page = otto.page
    await page.goto(f"{otto.url}/tickets/{id}")
    await expect(page.locator("#live")).to_have_attribute("data-state", "open")
    await page.locator("[data-act][action$='/refuse']").evaluate(
        "(form) => { form.closest('details').open = true; }"
    )
    await page.fill("[action$='/refuse'] [name=note]", "No fault to be seen")
    await does(beside, id, "approve", Actor.SUPERVISOR, Facts(address="Hall 3", amounts=Amounts(12_900)))
    await expect(page.locator(f"#ticket-{id} .case__state")).to_contain_text("Awaiting return")
    await expect(page.locator("[data-stale]")).to_be_visible()
    await expect(page.locator("[action$='/refuse'] [name=note]")).to_have_value("No fault to be seen")
    await page.locator("[data-shows-new]").click()
    await expect(page.locator("[action$='/moves/send']")).to_have_count(1)


async def test_otto_gives_several_and_his_ticks_outlive_a_list_drawn_anew(
    comes_in: Calls, visits: Visits, beside: Store, axe: Axe, quiet_desk: None
) -> None:
    otto, mina = await comes_in("Otto", show="waiting"), await visits()
    number = await talk(mina, otto, "several")
    first, second = await case(beside, number), await case(beside, number, "exchange")
    page = otto.page
    await page.goto(f"{otto.url}/tickets?show=running&sort=newest")
    await expect(page.locator("#live")).to_have_attribute("data-state", "open")
    for id in (first, second):
        await page.locator(f"[name=ticket-{id}]").check()
    await expect(page.locator("[data-ticked-count]")).to_have_text("2")
    third = await case(beside, number, "complaint", order_number="", sku="", item="")
    await expect(page.locator(f"#ticket-row-{third}")).to_be_visible()
    await expect(page.locator("[data-ticked-count]")).to_have_text("2")
    await page.locator("form[data-tickets] button").first.click()
    await page.wait_for_url("**said=ticket_assigned")
    await page.goto(f"{otto.url}/tickets?show=mine")
    await expect(page.locator(f"#ticket-row-{first}")).to_be_visible()
    await expect(page.locator(f"#ticket-row-{third}")).to_have_count(0)
    await page.locator(".tickets__foot summary").first.click()
    await looked_at(page, axe)


@each_look
async def test_the_other_pages(comes_in: Calls, running: Running, axe: Axe, look: str) -> None:
    ruth = await comes_in("Ruth", look)
    for path in (
        "/tickets?show=sent_back",
        "/tickets?q=nothing",
        "/ticket-reasons",
        "/tickets/receive?number=NO1",
    ):
        await ruth.page.goto(running.url + path)
        await looked_at(ruth.page, axe)
    await ruth.page.goto(f"{running.url}/ticket-reasons")
    await ruth.page.locator(".reason summary").first.click()
    await looked_at(ruth.page, axe)
