"""The people of our tests: Mina buys, Otto and Ines are agents, Ruth supervises; the shop is Lantern & Loom."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.channels import Incoming, Letter, Limits, Outcome, PhotoRef, Sent, Unreadable
from bot.hear import Heard, Hearing
from desk.agent import Agent, Role
from desk.banned.guard import Guard
from desk.clock import Clock
from desk.conversation import Conversation, Reach
from desk.promise import PromiseTimes
from desk.store import Book, Store, conversations
from desk.store.matters import Means
from desk.targets import Targets

TARGETS = Targets()
FREE = Guard([])
"""A guard that lets everything pass."""
MEANS = Means(TARGETS, PromiseTimes(), FREE, lambda channel: Reach())
"""What a shift handover needs besides the book."""


@dataclass
class Loopback:
    """A channel that goes nowhere and remembers what was said. Its letters are JSON of Incoming's fields."""

    name: str = "loopback"
    account: str = "main"
    limits: Limits = field(
        default_factory=lambda: Limits(per_second=1e6, per_chat_per_second=1e6, chat_burst=1000)
    )
    said: list[Letter] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)
    """What the next sends are answered; then everything is accepted."""

    def genuine(self, headers: Any, raw: bytes) -> bool:
        return True

    def external_id(self, raw: bytes) -> str:
        return f"raw:{hash(raw)}"

    def read(self, raw: bytes) -> Incoming:
        try:
            values = orjson.loads(raw)
            photos = tuple(PhotoRef(**p) for p in values.pop("photos", ()))
            return Incoming(**values, photos=photos)
        except (ValueError, TypeError) as error:
            raise Unreadable(str(error)) from None

    async def send(self, letter: Letter) -> Outcome:
        outcome = self.answers.pop(0) if self.answers else Sent(f"m{len(self.said) + 1}")
        if isinstance(outcome, Sent):
            self.said.append(letter)
        return outcome

    async def fetch(self, ref: str, into: Any) -> int:
        data = ref.encode()
        into.write_bytes(data)
        return len(data)

    async def pressed(self, press_id: str) -> None: ...

    async def typing(self, chat: str) -> None: ...

    async def close(self) -> None: ...


class Writer:
    """A buyer who writes on a channel, straight into the way in."""

    def __init__(
        self, store: Store, clock: Clock, channel: Loopback, *, name: str = "Mina", chat: str = "7"
    ) -> None:
        self.owed: list[int] = []
        self.hearing = Hearing(
            store, clock, TARGETS, lambda conversation_id, said: self.owed.append(conversation_id)
        )
        self.store, self.channel, self.name, self.chat = store, channel, name, chat
        self._numbers = itertools.count(1)

    async def writes(self, text: str = "", **more: Any) -> Heard:
        return await self.hearing.hear(self.channel, self.letter(text, **more))

    def letter(self, text: str = "", **more: Any) -> bytes:
        number = f"{self.chat}-{next(self._numbers)}"
        values = {
            "kind": "text",
            "ext_id": number,
            "msg_id": number,
            "chat": self.chat,
            "identity": self.chat,
        }
        return orjson.dumps({**values, "name": self.name, "text": text, **more})

    async def conversation(self) -> Conversation:
        def unit(book: Book) -> Conversation:
            found = conversations.latest_of_chat(book, self.channel.name, self.channel.account, self.chat)
            assert found is not None
            return found

        return await self.store.read(unit)


async def hire(store: Store, clock: Clock, name: str, *roles: Role) -> Agent:
    person = Agent(
        0, name.lower(), name, None, [str(r) for r in roles or (Role.AGENT,)], "en", "auto", True, clock()
    )
    return await store.write(lambda book: book.add(person))


async def until(there: Callable[[], bool]) -> None:
    """For what nobody announces: a connection that is found dead, a file that is gone."""
    async with asyncio.timeout(30):
        while not there():
            await asyncio.sleep(0.01)
