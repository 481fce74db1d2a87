"""A buyer of tests/prove/trap_month.py, what people of the shop do for them, and what becomes of their letters."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.channels import Outcome
from desk.conversation import Conversation, Mode, Reach
from desk.errors import AlreadyTaken, BannedPhrase, NotNow, NotYourTurn
from desk.message import Author
from desk.store import Book, conversations, letters
from tests.cast import Writer
from tests.prove.trap_shop import Way, nothing

if TYPE_CHECKING:
    from tests.prove.trap_month import Month

ASKS = ("人工客服", "我要找人工", "I want to talk to a person", "请转人工")
MORE = ("在吗？", "灯罩有点歪", "When will it be here?", "请快一点", "the shade is scratched")


@dataclass
class Teller:
    """A buyer, and what people do for them."""

    month: Month
    channel: Way
    writer: Writer
    others: list[Teller] = field(default_factory=list)
    answered: int = 0
    last_seq: int = 0
    """Of the last answer."""

    def __post_init__(self) -> None:
        self.chance = self.month.chance

    # --- time

    @property
    def now(self) -> datetime:
        return self.month.now

    def some(self, least: float, most: float) -> float:
        return self.chance.uniform(least, most)

    def closes(self) -> datetime:
        hours = self.month.rules.hours
        return hours.closes_at(self.now) or hours.closes_at(self.opens()) or self.now

    def opens(self) -> datetime:
        return self.month.rules.hours.opens_at(self.now) or self.now

    def midnight(self) -> datetime:
        local = self.now.astimezone(self.month.zone)
        return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)

    # --- the buyer

    async def says(self, text: str = "", **more: Any) -> None:
        await self.month.hearing.hear(self.channel, self.writer.letter(text, **more))

    async def asks(self, **more: Any) -> None:
        await self.says(self.chance.choice(ASKS), **more)

    async def goes_on(self, **more: Any) -> None:
        await self.says(self.chance.choice(MORE), **more)

    def slow(self, seconds: float) -> None:
        """So long the next letter to them is on its way."""
        self.channel.fates[self.writer.chat].append((seconds, None))

    def fails(self, fate: Outcome) -> None:
        self.channel.fates[self.writer.chat].append((0, fate))

    def beside(self) -> Teller:
        """Whoever has the same number with another bot."""
        channel = next(one for one in self.month.channels if one.account != self.channel.account)
        writer = Writer(self.month.store, self.month.clock, channel, chat=self.writer.chat)
        self.others.append(Teller(self.month, channel, writer))
        return self.others[-1]

    # --- people

    def anybody(self) -> int:
        return self.chance.choice(self.month.staff[:3])

    def another(self, than: int) -> int:
        return self.chance.choice([one for one in self.month.staff if one != than])

    async def does(self, what: Callable[[Book, Conversation], object]) -> bool:
        """Too late changes nothing."""
        at = (self.channel.name, self.channel.account, self.writer.chat)

        def unit(book: Book) -> None:
            held = conversations.latest_of_chat(book, *at)
            if held is not None:
                what(book, held)

        with contextlib.suppress(NotNow, NotYourTurn, BannedPhrase, AlreadyTaken):
            await self.month.store.write(unit)
            return True
        return False

    async def takes(self, agent: int) -> None:
        await self.does(
            lambda _, held: held.take(agent, self.now, may_take_over=True, targets=self.month.targets)
        )

    async def hands_over(self, to: int, by: int) -> None:
        await self.does(lambda _, held: held.hand_over(to, by, self.now, "shift"))

    async def releases(self, by: int) -> None:
        await self.does(lambda _, held: held.release(self.now, by, self.month.targets))

    async def passes_on(self, by: int) -> None:
        await self.does(lambda _, held: held.pass_on(self.now, by, self.month.targets))

    async def gives_back(self, by: int) -> None:
        await self.does(lambda _, held: held.give_back(self.now, by))

    async def closes_it(self, by: int | None) -> None:
        await self.does(lambda _, held: None if held.mode == Mode.CLOSED else held.close(self.now, by=by))

    async def ends(self, by: int) -> None:
        """Whoever has it, and also with another bot."""
        for one in (self, *self.others):
            await one.closes_it(by)

    async def answers(
        self, agent: int, text: str = "", *, slow: float = 0, undo: float = 0, fate: Outcome | None = None,
        fates: tuple[tuple[float, Outcome | None], ...] = (), reach: Reach | None = None,
    ) -> None:  # fmt: skip
        """`slow`: until the channel accepts it. `undo`: so long it is held back first."""
        self.answered += 1
        month = self.month
        leaves_at = self.now + timedelta(seconds=undo) if undo else None
        words = text or f"您好，已经为您登记好了，这是第{self.answered}次回复。"

        def say(book: Book, held: Conversation) -> None:
            self.last_seq = held.say(
                words, author=Author.HUMAN, by=agent, at=self.now, guard=month.guard.guard,
                idem_key=f"trap:{next(month.order)}", reach=reach or Reach(), leaves_at=leaves_at,
            ).seq  # fmt: skip

        if await self.does(say):
            self.channel.fates[self.writer.chat] += list(fates) or [(slow, fate)]
            if leaves_at:
                month.plan(leaves_at, nothing)

    async def sends_again(self, agent: int, *, slow: float = 0) -> None:
        """The last answer, where it was lost."""

        def again(book: Book, held: Conversation) -> None:
            for letter in letters.of_message(book, held.id, self.last_seq):
                held.send_again(letter, agent, self.now)

        if await self.does(again):
            self.channel.fates[self.writer.chat].append((slow, None))
