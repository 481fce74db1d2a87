"""One case on its way: what is done to it, by whom, and what it comes to by itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

from desk.deadlines import Kind
from desk.ticket.kinds import CLAIMS, TicketKind
from tests.standins.telegram import Buyer, Heard
from tests.test_way import PATIENCE_S
from tests.ways.shop import Shop

RETURN_TO = "Hall 3, Loom Lane, Leeds"


@dataclass
class Case:
    shop: Shop
    mina: Buyer
    order: str
    kind: TicketKind = TicketKind.REFUND
    id: int = 0

    @property
    def parcel(self) -> str:
        """The number under which her goods come back."""
        return f"SF50000000{self.order}"

    # --- as somebody of the shop, or the buyer, does it

    async def opens(self, who: str = "Otto", words: str = "She told it by phone") -> int:
        """At the console, for the buyer who has written something."""
        talk, person = await self.talk(), self.shop.people[who]
        about = {"order": self.order, "sku": "LAMP-WHT", "kind": str(self.kind)}
        form = {**about, "quantity": "1", "words": words}
        if self.kind in CLAIMS:
            asked = "&".join(f"{name}={value}" for name, value in about.items())
            offered = await person.page(f"/desk/{talk}/tickets/new?{asked}")
            reasons = offered.partition('name="reason"')[2].partition("</select>")[0]
            form["reason"] = re.findall(r'<option value="(\d+)"', reasons)[-1]
        code, there = await person.sends(f"/desk/{talk}/tickets", **form)
        if code == 303:
            self.id = int(re.search(r"/tickets/(\d+)", there)[1])  # type: ignore[index]
        return code

    async def talk(self) -> int:
        chat = str(self.mina.id)
        await until(lambda: self.shop.beside.conversation_of(chat) is not None)
        return self.shop.beside.conversation_of(chat) or 0

    async def page(self, who: str = "Ruth") -> str:
        return await self.shop.people[who].page(f"/tickets/{self.id}")

    async def does(self, who: str, verb: str, *, file: bytes | None = None, **form: str) -> int:
        """As by the page that is open before them."""
        return await self._posts(who, verb, await self._seen(who), file, form)

    async def done(self, who: str, verb: str, *, file: bytes | None = None, **form: str) -> None:
        """What was written meanwhile is looked at, as the page asks for, and it is pressed once more."""
        seen = await self._seen(who)
        while (code := await self._posts(who, verb, seen, file, form)) == 409:
            before, seen = seen, await self._seen(who)
            assert seen != before, (verb, form, self.shop.beside.state(self.id))
        assert code == 303, (verb, form, code, self.shop.beside.state(self.id))

    async def _seen(self, who: str) -> str:
        page = await self.shop.people[who].page(f"/tickets/{self.id}/acts")
        found = re.search(r'name="seen" value="(\d+)"', page)
        return found[1] if found else ""

    async def _posts(self, who: str, verb: str, seen: str, file: bytes | None, form: dict[str, str]) -> int:
        path = f"/tickets/{self.id}/moves/{verb}"
        return await self.shop.people[who].post(path, file=file, seen=seen, **form)

    async def comes_to(self, state: str) -> str:
        """By itself: a thought ends, the back end is asked, the worker looks it up. Returns the page."""
        try:
            await until(lambda: self._found() and self.shop.beside.state(self.id) == state)
        except TimeoutError:
            there = self.shop.beside.state(self.id) if self.id else "not there"
            raise AssertionError(f"never {state}, but {there}") from None
        page = await self.page()
        assert f'data-ticket-state="{state}"' in page
        return page

    def _found(self) -> bool:
        if not self.id and (found := self.shop.beside.ticket_of(str(self.mina.id))):
            self.id, self.kind = found
        return bool(self.id)

    async def presses(self, verb: str) -> None:
        """Mina, the button of her card; it is changed in its place, or comes with a message."""
        data = f"t:{verb}:{self.id}"

        def with_it() -> list[Heard]:
            return [one for one in self.mina.heard if any(button == data for _, button in one.buttons)]

        await until(lambda: bool(with_it()))
        await self.mina.presses(with_it()[0], data)

    async def hears(self, *words: str) -> Heard:
        """Sooner or later, and it speaks of all of these."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    heard = await self.mina.hears(PATIENCE_S)
                    if all(word in heard.text for word in words):
                        return heard
        except TimeoutError:
            told = [(heard.text, [label for label, _ in heard.buttons]) for heard in self.mina.heard]
            raise AssertionError(f"never heard of {words}, but {told}") from None

    async def has_line(self, verb: str) -> None:
        """In its history, of what moves nothing."""
        await until(lambda: self.shop.beside.wrote(self.id, verb))

    async def time_is_over(self, kind: Kind = Kind.TICKET_DUE) -> None:
        await asyncio.to_thread(self.shop.beside.is_due, self.id, kind)


async def until(there: Callable[[], bool]) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while not there():
            await asyncio.sleep(0.05)
