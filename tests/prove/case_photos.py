"""Buyers who send photos for their cases while the desk is killed: what was acknowledged is there afterwards, and hangs once.

Three ways in: by the web chat while an agent has the conversation (each upload and each letter tried, as the widget does, until
it is acknowledged and never again after); an album on Telegram while the bot is told of the case; and a late one, for a case that
is sent in. What became of them is read from the store and the folder of the files, and compared with what was sent."""

from __future__ import annotations

import asyncio
import hashlib
import io
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from PIL import Image
from sqlalchemy import select

from desk.agent import Agent
from desk.clock import system_clock
from desk.errors import StoreBusy
from desk.photo import PhotoState, ViewState
from desk.store import Book, Store, conversations, shop, tickets, visitors
from desk.store.tables import inbox, photo
from desk.ticket.eligibility import line_of
from desk.ticket.facts import BUYER, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.opening import claim, submit
from desk.ticket.policy import USUALLY
from tests.prove.albums_judged import Sent
from tests.prove.house import ORIGIN, House, Order
from tests.standins.telegram import TelegramStandIn

WAYS, IN_AN_ALBUM, LONGEST_PAUSE_S, LONGEST_S = 3, 3, 0.6, 120.0
TELLS = "my lamp of order {} arrived broken, I want to send it back and get a refund"


Way = Callable[[int], Awaitable[None]]


@dataclass(slots=True)
class CasePhotos:
    """`orders` belong in the shop before it opens. `sends` begins one album after another until `rest` ends them all."""

    house: House
    store: Store
    telegram: TelegramStandIn
    http: aiohttp.ClientSession
    dice: random.Random
    otto: Agent
    albums: list[Sent] = field(default_factory=list)
    broken_off: Counter[str] = field(default_factory=Counter)
    _under_way: list[asyncio.Task[None]] = field(default_factory=list)

    @staticmethod
    def orders(kills: int) -> list[Order]:
        return [Order(f"P-{number}", str(90_000 + number), "delivered") for number in range(WAYS * kills)]

    def sends(self, kill: int) -> None:
        """An album by each way, begun at some moment before the desk is killed or after."""
        for number, way in enumerate((self._by_web, self._while_telling, self._late), start=WAYS * kill):
            self._under_way.append(asyncio.create_task(self._at_some_moment(way, number)))

    async def _at_some_moment(self, way: Way, number: int) -> None:
        await self._dawdles()
        await way(number)

    async def _dawdles(self) -> None:
        await asyncio.sleep(self.dice.uniform(0, LONGEST_PAUSE_S))

    async def rest(self) -> None:
        """The desk is up and stays up: what was begun is ended, and what is owed is done."""
        async with asyncio.timeout(LONGEST_S):
            await asyncio.gather(*self._under_way)
            while self.telegram.bot().updates.held or await self._owed():
                await asyncio.sleep(0.1)

    async def go_home(self) -> None:
        """What was begun is left."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def figures(self) -> dict[str, Any]:
        return {"sent": Counter(sent.way for sent in self.albums), "broken_off": self.broken_off}

    # --- the three ways

    async def _by_web(self, number: int) -> None:
        token = (await self._until(201, "POST", "/web/main/visitor", ""))["token"]
        await self._until(
            200, "POST", "/in/web/main", token, json=_letter(number, "hello", "I have a broken lamp")
        )
        identity = await self.store.read(lambda book: visitors.identity_of(book, "main", token))
        await self._write(lambda book: self._taken(book, "web", identity or "", number))
        pictures = [_picture(self.dice) for _ in range(IN_AN_ALBUM)]
        keys = []
        for place, data in enumerate(pictures):
            await self._dawdles()
            headers = {"X-Upload-Id": f"upload-{number:06}-{place}"}
            keys.append(
                (await self._until(201, "POST", "/web/main/photos", token, data=data, headers=headers))[
                    "photo"
                ]
            )
        sent = self._remember(number, "web", pictures)
        await self._dawdles()
        await self._until(
            200, "POST", "/in/web/main", token, json=_letter(number, "photos", "here", photos=keys)
        )
        sent.acknowledged = True

    async def _while_telling(self, number: int) -> None:
        mina = self.telegram.buyer(90_000 + number, "Mina", language="en")
        await mina.writes(TELLS.format(f"P-{number}"))
        while not await self.store.read(lambda book: tickets.of_order(book, f"P-{number}")):
            await asyncio.sleep(0.05)
        await self._album(mina, number, "telling")

    async def _late(self, number: int) -> None:
        mina = self.telegram.buyer(90_000 + number, "Mina", language="en")
        await mina.writes("hello")
        while not await asyncio.to_thread(self.house.conversation_of, str(mina.id)):
            await asyncio.sleep(0.05)
        await self._write(lambda book: self._sent_in(book, "telegram", str(mina.id), number))
        await self._album(mina, number, "late")

    async def _album(self, mina: Any, number: int, way: str) -> None:
        """Telegram hands each picture in until it is acknowledged, so all of them are in the end."""
        pictures = [_picture(self.dice) for _ in range(IN_AN_ALBUM)]
        self._remember(number, way, pictures).acknowledged = True
        await mina.sends_album(pictures, apart_s=self.dice.choice((0.0, 0.2, LONGEST_PAUSE_S)))

    def _remember(self, number: int, way: str, pictures: list[bytes]) -> Sent:
        sent = Sent(f"P-{number}", way, [hashlib.sha256(one).hexdigest() for one in pictures])
        self.albums.append(sent)
        return sent

    def _taken(self, book: Book, channel: str, chat: str, number: int) -> None:
        self._sent_in(book, channel, chat, number)
        held = conversations.latest_of_chat(book, channel, "main", chat)
        assert held is not None
        held.take(self.otto.id, system_clock())

    def _sent_in(self, book: Book, channel: str, chat: str, number: int) -> None:
        held, order = (
            conversations.latest_of_chat(book, channel, "main", chat),
            shop.order_by_number(book, f"P-{number}"),
        )
        assert held is not None and order is not None
        line, at = line_of(order, "LAMP-WHT"), system_clock()
        assert line is not None
        begun = claim(
            order, line, TicketKind.RETURN, 1, item="lamp", buyer_id=held.buyer_id, conversation_id=held.id,
            opened_by=self.otto.id, at=at,
        )  # fmt: skip
        submit(tickets.open_ticket(book, begun, Mover.of(self.otto), USUALLY), BUYER, at, USUALLY, by_rule=0)

    # --- what a widget and a command beside the desk do when it does not answer

    async def _until(self, status: int, method: str, path: str, token: str, **body: Any) -> Any:
        """Tried until it is acknowledged, however often the desk dies meanwhile."""
        url = f"http://127.0.0.1:{self.house.public_port}{path}"
        said = {
            "Origin": ORIGIN,
            **({"Authorization": f"Bearer {token}"} if token else {}),
            **body.pop("headers", {}),
        }
        while True:
            try:
                async with self.http.request(method, url, headers=said, **body) as answer:
                    if answer.status == status:
                        return await answer.json()
                    assert answer.status in (429, 503), f"{path}: {answer.status} {await answer.text()}"
            except (aiohttp.ClientError, TimeoutError):
                self.broken_off[path] += 1
            await asyncio.sleep(0.05)

    async def _write(self, unit: Callable[[Book], None]) -> None:
        while True:
            try:
                return await self.store.write(unit)
            except StoreBusy:
                await asyncio.sleep(0.02)

    async def _owed(self) -> int:
        owed = select(photo.c.id).where(
            (photo.c.state == PhotoState.PENDING) | (photo.c.view_state == ViewState.PENDING)
        )
        unthought = select(inbox.c.id).where(inbox.c.state == "new")
        return await self.store.read(lambda book: len(book.rows(owed)) + len(book.rows(unthought)))


def _letter(number: int, what: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": f"{what}-{number:06}", "text": text, "photos": [], "language": "en", **more}


def _picture(dice: random.Random) -> bytes:
    """No two alike, and some tens of kilobytes, so that a kill meets it on its way."""
    side, kept = dice.choice((60, 160)), io.BytesIO()
    Image.frombytes("RGB", (side, side), dice.randbytes(3 * side * side)).save(kept, "JPEG", quality=90)
    return kept.getvalue()
