"""Lantern & Loom, open: the desk as a process, four roles signed in, Telegram and a back end that pays as stand-ins."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp

from tests.prove.house import TOKEN, House, Order
from tests.standins.back_end import SECRET, BackEnd
from tests.standins.telegram import Buyer, TelegramStandIn
from tests.test_way import Colleague
from tests.ways.beside import Beside

STAFF = {"Otto": "agent", "Ines": "agent", "Ruth": "supervisor", "Faye": "finance", "Walt": "warehouse"}
BY_RULE = "10.00"
"""Up to this a refund before shipment goes without finance."""
# Whatever hour it is: nobody is told anything in quiet hours.
ALWAYS = {f"week_{day}": "00:00-24:00" for day in range(7)} | {"was": "0", "quiet": ""}
POLICY = {
    "was": "0", "window_days": "15", "return_days": "7", "remind_days": "2", "reship_days": "2", "settled_days": "10",
    "disputed_days": "3", "automatic": BY_RULE, "agent_cap": "", "finance_cap": "", "buyer_cap": "", "second_person": "1",
}  # fmt: skip


REDUCED = "90.00"


@dataclass
class Shop:
    telegram: TelegramStandIn
    back_end: BackEnd
    house: House
    people: dict[str, Colleague]
    beside: Beside
    orders: dict[str, Order]
    fall: set[str] = field(default_factory=set)
    """Orders for which less shall turn out to have been paid. Until then the back end is away: whatever is paid waits."""
    _importing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def buyer(self, id: str) -> Buyer:
        return self.telegram.buyer(int(id), "Mina", language="en")

    async def price_falls(self, order: str) -> None:
        """The shop's file says so, imported while the desk runs."""
        async with self._importing:
            await asyncio.to_thread(self.house.import_shop, [replace(self.orders[order], price=REDUCED)])
        self.fall.discard(order)
        if not self.fall:
            await self.back_end.comes_back()


@asynccontextmanager
async def opened(folder: Path, orders: Sequence[Order]) -> AsyncIterator[Shop]:
    async with (
        TelegramStandIn({"main": TOKEN}, out=folder) as telegram,
        BackEnd(keeps_keys=False) as back_end,
        aiohttp.ClientSession() as http,
    ):
        house = House(folder, telegram.url, "webhook")
        house.furnish(refunds=(back_end.url, SECRET))
        await asyncio.to_thread(house.import_shop, orders)
        house.start()
        came: list[Colleague] = []
        beside = Beside(folder / "shopdesk.db")
        try:
            await house.healthy(http)
            coming = (Colleague.comes_in(house, *one, listens=False) for one in STAFF.items())
            came = await asyncio.gather(*coming)
            people = dict(zip(STAFF, came, strict=True))
            assert await people["Ruth"].post("/hours", **ALWAYS) == 303
            assert await people["Ruth"].post("/after-sales", **POLICY) == 303
            yield Shop(telegram, back_end, house, people, beside, {order.number: order for order in orders})
        finally:
            beside.close()
            for person in came:
                await person.leaves()
            if house.process is not None and house.process.poll() is None:
                house.kill()
