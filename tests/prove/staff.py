"""Otto at his desk: he takes conversations at random moments, answers, and mostly gives them back."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from desk.agent import Agent, Role
from desk.banned import Guard
from desk.clock import system_clock
from desk.conversation import Conversation, Mode, Reach, Targets
from desk.errors import DeskError
from desk.message import Author
from desk.store import Book, Store, conversations

FREE, TARGETS = Guard([]), Targets()


@dataclass(slots=True)
class Staff:
    """Works on the store from this process, beside `serve`. `chats` tells who is about to be answered."""

    store: Store
    chats: Callable[[], list[str]]
    dice: random.Random
    done: dict[str, int] = field(default_factory=dict)
    me: int = 0
    _words: int = 0

    async def run(self) -> None:
        """Until cancelled. What the store refuses for the moment is left."""
        self.me = await self.store.write(_hired)
        while True:
            await asyncio.sleep(self.dice.uniform(0.2, 1.2))
            if chats := self.chats():
                await self._work(self.dice.choice(chats))

    async def _work(self, chat: str) -> None:
        if not await self._does("take", chat, lambda it: it.take(self.me, system_clock())):
            return
        for _ in range(self.dice.randint(0, 2)):
            await asyncio.sleep(self.dice.uniform(0.0, 0.8))
            await self._does("reply", chat, self._reply)
        await asyncio.sleep(self.dice.uniform(0.0, 0.8))
        verb = self.dice.choices(("give_back", "release", "keep"), (70, 10, 20))[0]
        if verb == "give_back":
            await self._does(verb, chat, lambda it: it.give_back(system_clock(), self.me))
        elif verb == "release":
            await self._does(verb, chat, lambda it: it.release(system_clock(), self.me, TARGETS))

    def _reply(self, conversation: Conversation) -> None:
        self._words += 1
        conversation.say(
            f"Otto here, word {self._words}: I am looking after this.",
            author=Author.HUMAN,
            at=system_clock(),
            guard=FREE,
            idem_key=f"otto:{self.me}:{self._words}",
            reach=Reach(),
            by=self.me,
        )

    async def _does(self, name: str, chat: str, deed: Callable[[Conversation], None]) -> bool:
        def unit(book: Book) -> bool:
            found = conversations.latest_of_chat(book, "telegram", "main", chat)
            if found is None or (name == "take" and found.mode not in (Mode.BOT, Mode.WAITING)):
                return False
            deed(found)
            return True

        try:
            done = await self.store.write(unit)
        except DeskError:
            return False
        self.done[name] = self.done.get(name, 0) + done
        return done


def _hired(book: Book) -> int:
    otto = book.add(
        Agent(0, "otto", "Otto", None, [str(Role.AGENT)], "en", "auto", True, system_clock())
    )
    return int(otto.id)
