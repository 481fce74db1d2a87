"""Buyers by the dozen: questions with a nonce each, edits, albums, photos, buttons pressed once and twice."""

from __future__ import annotations

import asyncio
import io
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from desk.clock import ticks
from tests.prove.house import Order
from tests.prove.telegram import Telegram

QUESTIONS = (
    "where is my order {}?", "Has order {} shipped yet?", "what is the status of order {}",
    "我的订单 {} 到哪了", "订单 {} 发货了吗",
)  # fmt: skip
FIRST_BUYER, FIRST_CHOOSER = 10_001, 50_001
LETTERS_EACH = 10
"""A chat whose letter came up as unsure waits for a person from then on, so buyers come and go."""
ORDERS_TO_CHOOSE = 5


@dataclass(slots=True)
class Buyer:
    id: int
    nonces: list[str]
    met: bool = False


@dataclass(slots=True)
class Street:
    """All who will ever write in a run. `orders` belong in the shop before it opens."""

    dice: random.Random
    buyers: list[Buyer]
    choosers: list[Buyer]

    @classmethod
    def of(cls, dice: random.Random, letters: int) -> Street:
        numbers = _nonces(dice)
        people = [
            Buyer(FIRST_BUYER + n, [next(numbers) for _ in range(LETTERS_EACH)])
            for n in range(letters // LETTERS_EACH + 30)
        ]
        choosers = [
            Buyer(FIRST_CHOOSER + n, [next(numbers) for _ in range(ORDERS_TO_CHOOSE)])
            for n in range(letters // 40 + 5)
        ]
        return cls(dice, people, choosers)

    def orders(self) -> list[Order]:
        return [Order(q, str(b.id)) for b in [*self.buyers, *self.choosers] for q in b.nonces]


@dataclass(slots=True)
class Traffic:
    """About `per_second` letters; `crowd` chats are busy at a time."""

    telegram: Telegram
    street: Street
    dice: random.Random
    per_second: float = 20.0
    crowd: int = 20
    acts: dict[str, int] = field(default_factory=dict)
    busy: list[Buyer] = field(default_factory=list)
    _on_the_side: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Until cancelled, or nobody has anything left to ask."""
        due = ticks()
        while self.street.buyers or self.busy:
            due += self.dice.expovariate(self.per_second)
            await asyncio.sleep(max(0.0, due - ticks()))
            await self._act()

    async def rest(self) -> None:
        """What somebody had begun is ended first."""
        await asyncio.gather(*self._on_the_side)

    def go_home(self) -> None:
        """What somebody had begun is left."""
        for task in self._on_the_side:
            task.cancel()

    async def _act(self) -> None:
        act = self.dice.choices(ACTS, WEIGHTS)[0]
        self.acts[act.__name__] = self.acts.get(act.__name__, 0) + 1
        await act(self)

    async def asks(self) -> None:
        buyer, question = await self._question()
        await self.telegram.do(buyer, "writes", text=question)

    async def asks_and_corrects(self) -> None:
        buyer, question = await self._question()
        said = await self.telegram.do(buyer, "writes", text=question)
        self._aside(self._corrects(buyer, said["message_id"], f"{question} Please"))

    async def _corrects(self, buyer: int, message_id: int, text: str) -> None:
        await asyncio.sleep(self.dice.choice((0.0, 0.05, 0.5, 2.0)))
        await self.telegram.do(buyer, "edits", message_id=message_id, text=text)

    async def shows_album(self) -> None:
        buyer, question = await self._question()
        await self.telegram.photographs(buyer, self._pictures(self.dice.randint(2, 4)), question)

    async def shows_photo(self) -> None:
        buyer, _ = await self._somebody()
        await self.telegram.photographs(buyer.id, self._pictures(1), "")

    async def thanks(self) -> None:
        buyer, _ = await self._somebody()
        await self.telegram.do(buyer.id, "writes", text=self.dice.choice(("thank you!", "谢谢", "hello")))

    async def chooses(self) -> None:
        if self.street.choosers:
            self._aside(self._choose(self.street.choosers.pop()))

    async def _choose(self, buyer: Buyer) -> None:
        """Asks without a number, is offered her orders, and presses them one after another, some twice."""
        await self.telegram.meet(buyer.id, "en")
        await self.telegram.do(buyer.id, "writes", text="where is my order?")
        offered = await self._offered(buyer.id)
        for button in offered[: self.dice.randint(1, ORDERS_TO_CHOOSE)]:
            message_id, data = button
            for _ in range(self.dice.choice((1, 1, 2))):
                await self.telegram.do(buyer.id, "presses", message_id=message_id, button=data)
            await asyncio.sleep(self.dice.uniform(0.1, 1.5))

    async def _offered(self, chat: int) -> list[tuple[int, str]]:
        for _ in range(40):
            for message in await self.telegram.heard(chat):
                rows = message.get("reply_markup", {}).get("inline_keyboard", [])
                found = [(message["message_id"], b["callback_data"]) for row in rows for b in row]
                if orders := [one for one in found if "T-" in one[1]]:
                    return orders
            await asyncio.sleep(0.25)
        return []

    async def _question(self) -> tuple[int, str]:
        buyer, nonce = await self._somebody(asks=True)
        return buyer.id, self.dice.choice(QUESTIONS).format(nonce)

    async def _somebody(self, *, asks: bool = False) -> tuple[Buyer, str]:
        while len(self.busy) < self.crowd and self.street.buyers:
            self.busy.append(self.street.buyers.pop(0))
        buyer = self.dice.choice(self.busy)
        if not buyer.met:
            await self.telegram.meet(buyer.id, self.dice.choice(("en", "zh-hans")))
            buyer.met = True
        nonce = buyer.nonces.pop() if asks else ""
        if not buyer.nonces:
            self.busy.remove(buyer)
        return buyer, nonce

    def _pictures(self, count: int) -> list[bytes]:
        return [_picture(self.dice) for _ in range(count)]

    def _aside(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._on_the_side.add(task)
        task.add_done_callback(self._on_the_side.discard)


Act = Callable[[Traffic], Awaitable[None]]
ACTS: tuple[Any, ...] = (
    Traffic.asks,
    Traffic.asks_and_corrects,
    Traffic.shows_album,
    Traffic.shows_photo,
    Traffic.thanks,
    Traffic.chooses,
)
WEIGHTS = (62, 10, 8, 6, 8, 6)


def _nonces(dice: random.Random) -> Iterator[str]:
    """Never two alike: the first digits count, the rest is chance."""
    number = 1000
    while True:
        number += 1
        yield f"T-{number:06d}{dice.randrange(10**10):010d}"


def _picture(dice: random.Random) -> bytes:
    """A small one of a colour of its own."""
    colour = (dice.randrange(256), dice.randrange(256), dice.randrange(256))
    data = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG", comment=dice.randbytes(8))
    return data.getvalue()
