"""Whole cases, over real HTTP from end to end: Mina in the chat, the console's four roles, a back end that pays and fails.

Everything is real but Telegram and the back end, which are stand-ins that speak their protocols: `shopdesk serve` as a
process, its store a file. How what is late goes on, by a clock that can be moved, is in tests/bot/test_case_after.py."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.prove.house import TOKEN, House, Order
from tests.standins.back_end import SECRET, BackEnd
from tests.standins.telegram import Buyer, Heard, TelegramStandIn
from tests.test_way import PATIENCE_S, Colleague, picture

STAFF = {"Otto": "agent", "Ruth": "supervisor", "Faye": "finance", "Walt": "warehouse"}
ORDERS = (Order("1001", "7"), Order("1002", "8", "delivered"), Order("1003", "9", "delivered"))
RETURN_TO = "Hall 3, Loom Lane, Leeds"


@dataclass
class Shop:
    telegram: TelegramStandIn
    back_end: BackEnd
    house: House
    people: dict[str, Colleague]

    def buyer(self, id: int) -> Buyer:
        return self.telegram.buyer(id, "Mina", language="en")

    async def page(self, ticket: int, who: str = "Ruth") -> str:
        return await self.people[who].page(f"/tickets/{ticket}")

    async def does(self, who: str, ticket: int, verb: str, *, file: bytes | None = None, **form: str) -> int:
        """As by the page that is open before them."""
        seen = re.search(r'name="seen" value="(\d+)"', await self.page(ticket, who))
        return await self.people[who].post(
            f"/tickets/{ticket}/moves/{verb}", file=file, seen=seen[1] if seen else "", **form
        )

    async def done(self, who: str, ticket: int, verb: str, *, file: bytes | None = None, **form: str) -> None:
        assert await self.does(who, ticket, verb, file=file, **form) == 303, (verb, form)

    async def comes_to(self, ticket: int, state: str) -> str:
        """By itself: the back end is asked, the worker looks it up. Returns the page."""
        async with asyncio.timeout(PATIENCE_S):
            while f'data-ticket-state="{state}"' not in (page := await self.page(ticket)):
                await asyncio.sleep(0.1)
        return page


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with (
        TelegramStandIn({"main": TOKEN}, out=tmp_path) as telegram,
        BackEnd(keeps_keys=False) as back_end,
        aiohttp.ClientSession() as http,
    ):
        house = House(tmp_path, telegram.url, "webhook")
        house.furnish(refunds=(back_end.url, SECRET))
        await asyncio.to_thread(house.import_shop, ORDERS)
        came: list[Colleague] = []
        house.start()
        try:
            await house.healthy(http)
            came = [await Colleague.comes_in(house, name, role) for name, role in STAFF.items()]
            shop = Shop(telegram, back_end, house, dict(zip(STAFF, came, strict=True)))
            # Whatever hour it is: nobody is told anything in quiet hours.
            always = {f"week_{day}": "00:00-24:00" for day in range(7)}
            assert await shop.people["Ruth"].post("/hours", was="0", quiet="", **always) == 303
            yield shop
        finally:
            for person in came:
                await person.leaves()
            if house.process is not None and house.process.poll() is None:
                house.kill()


async def hears(mina: Buyer, *words: str) -> Heard:
    """Sooner or later, and it speaks of all of these."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                heard = await mina.hears(PATIENCE_S)
                if all(word in heard.text for word in words):
                    return heard
    except TimeoutError:
        told = [(heard.text, [label for label, _ in heard.buttons]) for heard in mina.heard]
        raise AssertionError(f"never heard of {words}, but {told}") from None


async def a_refund_before_shipment_that_fails_comes_back_and_is_unsure_is_paid_once(shop: Shop) -> None:
    mina, back_end = shop.buyer(7), shop.back_end
    await mina.writes("I want my money back for order 1001, I ordered it by mistake")
    asked = await hears(mina, "1001", "189.00")
    await mina.presses(asked, "Yes, send it in")
    await hears(mina, "it is sent in")
    await shop.comes_to(1, "finance_review")
    assert await shop.does("Otto", 1, "pay") == 403, "the second approval is finance's"

    back_end.faults.append("refuse")
    await shop.done("Faye", 1, "pay")
    assert "card expired" in await shop.comes_to(1, "refund_failed")
    await shop.done("Faye", 1, "send_back", note="Half of it was paid by voucher")
    await shop.done("Otto", 1, "amend", goods="94.50")
    back_end.faults.append("500 after")
    await shop.done("Faye", 1, "pay")
    page = await shop.comes_to(1, "done")
    assert [minor for _, minor in back_end.paid] == [9_450], "asked once, looked up, never asked again"
    assert "Refund unsure → Done" in page and "Half of it was paid by voucher" in page
    assert await shop.does("Faye", 1, "pay") == 409
    await hears(mina, "94.50")


async def a_return_whose_inspection_fails_and_an_exception_by_ruth(shop: Shop) -> None:
    mina = shop.buyer(8)
    await mina.writes("my lamp of order 1002 arrived broken, I want to send it back and get a refund")
    await hears(mina, "□")
    await mina.sends_album([picture(colour) for colour in ("red", "green", "blue")])
    asked = await hears(mina, "1002", "189.00")
    await mina.presses(asked, "Yes, send it in")
    await shop.comes_to(2, "submitted")
    assert await shop.does("Faye", 2, "approve", goods="189.00", address=RETURN_TO) == 403
    assert await shop.does("Otto", 2, "approve", goods="189.01", address=RETURN_TO) == 422
    await shop.done("Otto", 2, "approve", goods="189.00", fee="9.00", address=RETURN_TO)
    await hears(mina, RETURN_TO)
    await mina.writes("sent it, tracking number SF1234567890123")
    await shop.comes_to(2, "returning")

    await shop.done("Walt", 2, "receive")
    scratched = picture("black", "PNG")
    assert await shop.does("Walt", 2, "refuse_inspection", note="The switch is missing") == 422, "no photo"
    await shop.done("Walt", 2, "refuse_inspection", note="The switch is missing", file=scratched)
    await hears(mina, "The switch is missing")
    assert await shop.does("Otto", 2, "accept_anyway", note="She is right") == 403
    await shop.done("Ruth", 2, "accept_anyway", note="It was missing from the start")
    await shop.done("Faye", 2, "pay")
    page = await shop.comes_to(2, "done")
    assert [minor for _, minor in shop.back_end.paid[1:]] == [18_000]
    assert page.count("/photos/") >= 4 and "It was missing from the start" in page


async def an_exchange_that_is_still_wrong_becomes_a_return_refused_and_looked_at_again(
    shop: Shop,
) -> None:
    mina = shop.buyer(9)
    await mina.writes("I want to exchange the lamp of order 1003")
    asked = await hears(mina, "?")
    await mina.presses(asked, next(label for label, _ in asked.buttons if "Size or colour" in label))
    asked = await mina.hears(PATIENCE_S)
    while not any(label == "Yes, send it in" for label, _ in asked.buttons):
        await mina.presses(asked, asked.buttons[0][0])
        asked = await mina.hears(PATIENCE_S)
    await mina.presses(asked, "Yes, send it in")
    await shop.comes_to(3, "submitted")
    await shop.done("Otto", 3, "approve", address=RETURN_TO)
    await shop.done("Walt", 3, "receive")
    await shop.done("Walt", 3, "pass_inspection", booked="1")
    await shop.done("Walt", 3, "reship", carrier="SF", tracking="SF9876543210123")
    await hears(mina, "SF9876543210123")
    await mina.writes("the new lamp is still wrong")
    page = await shop.comes_to(3, "submitted")
    assert "Exchange” to “Return and refund" in page or "Return and refund" in page
    await shop.done("Otto", 3, "refuse", note="It is the one you chose")
    await hears(mina, "It is the one you chose")
    assert await shop.does("Otto", 3, "reconsider", note="x") == 403
    await shop.done("Ruth", 3, "reconsider", note="She chose by a wrong picture of ours")
    await shop.done("Otto", 3, "withdraw")
    await shop.comes_to(3, "withdrawn")
    assert len(shop.back_end.paid) == 2, "nothing more went out"


async def test_three_whole_cases_in_one_shop(shop: Shop) -> None:
    """One after another: a shop takes longer to open than a case to go its way."""
    await a_refund_before_shipment_that_fails_comes_back_and_is_unsure_is_paid_once(shop)
    await a_return_whose_inspection_fails_and_an_exception_by_ruth(shop)
    await an_exchange_that_is_still_wrong_becomes_a_return_refused_and_looked_at_again(shop)
