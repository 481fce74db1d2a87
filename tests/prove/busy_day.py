"""A busy day of eight hours, played with a clock that jumps: three agents, hundreds of buyers, a lunch break, a stop.

The desk is the real one from the letter to the sent answer, on a file; only the people and the channel are made up. What
it did is exported, and tests/prove/ladder_judge.py, which knows nothing of the desk, checks every step of every ladder.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import itertools
import json
import random
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.answer import ShopFront, Thinking
from bot.at_once import AtOnce
from bot.hear import Hearing
from bot.ladder import Ladders
from bot.outbox import Sender
from bot.perform import Performing
from bot.routing import Routing
from bot.timers import Timers
from bot.waiting_room import Corrections, WaitingRoom
from desk.agent import Agent, Role
from desk.clock import to_ms
from desk.conversation import Conversation, Mode, Reach
from desk.errors import BannedPhrase, NotNow, NotYourTurn
from desk.files import Files
from desk.house_rules import HouseRules
from desk.line import Line
from desk.message import Author
from desk.presence import GRACE, Presence
from desk.response_time import Act, Ladder, Scope, Step
from desk.shelf import Shelf
from desk.shop import Hours
from desk.shops.embedded import EmbeddedShop
from desk.store import Book, clockwork, conversations, desk_list, offers, posts, schema
from desk.store.export import records
from desk.store.sqlite import SqliteStore
from desk.targets import Targets
from desk.typing import SHOWN_SECONDS, Typing, Typist
from tests import shipped
from tests.cast import Loopback, Writer, hire
from tests.prove import ladder_judge, results

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 11, 23, 8, 40, tzinfo=ZONE)
END = datetime(2026, 11, 23, 18, 20, tzinfo=ZONE)
OPEN = ((time(9), time(12, 30)), (time(13, 30), time(18)))
STOP = (datetime(2026, 11, 23, 15, 2, 7, tzinfo=ZONE), datetime(2026, 11, 23, 15, 3, 40, tzinfo=ZONE))
SECOND = timedelta(seconds=1)
SLOW_STEPS = tuple(
    Step(act, after * SECOND)
    for act, after in ((Act.SIGNAL, 30), (Act.HOLD, 45), (Act.MISS, 60), (Act.OFFER, 80), (Act.ALARM, 120))
)
LADDERS = (Ladder(), Ladder(Scope(channel="second"), SLOW_STEPS, hold_every=90 * SECOND, hold_most=2))
ASKS = ("人工客服", "我要找人工", "I want to talk to a person", "请转人工", "can I speak to a human please")
MORE = (
    "在吗？",
    "hello??",
    "灯罩有点歪",
    "When will it be here?",
    "谢谢",
    "请快一点",
    "the shade is scratched",
)
ANSWERS = (
    "您好，我看了您的订单，今天下午五点前发出。", "I have found your order; it leaves today.", "已经为您登记好了。",
)  # fmt: skip
EMPTY = ("嗯", "ok", "好的", "noted")

Play = Callable[[], Awaitable[None]]


@dataclass
class Day:
    """What is to happen is a heap of moments; between two of them nothing can happen."""

    folder: Path
    seed: int = 1
    buyers: int = 420
    now: datetime = BEGIN
    plans: list[tuple[datetime, int, Play]] = field(default_factory=list)
    order: Any = field(default_factory=itertools.count)
    typed: list[list[int]] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    stopped: bool = False

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.store = SqliteStore(self.folder / "day.db")
        schema.create(self.store)
        self.rules = HouseRules(Hours(ZONE, dict.fromkeys(range(7), OPEN)), LADDERS)
        self.targets = Targets(self.rules)
        self.channels = [Loopback(name) for name in ("loopback", "second")]
        self.packs = shipped.packs("zh-CN")
        self.understanding = shipped.understands("zh-CN")
        self.changed = self.store.bell.listen("offer", "conversation")
        self.starts()

    def clock(self) -> datetime:
        return self.now

    def starts(self) -> None:
        """The desk, anew: nothing is remembered but what is written."""
        clock, store = self.clock, self.store
        self.typing = Typing(lambda: self.now.timestamp())
        shelf = Shelf(self.packs)
        self.guard = shelf
        performing = Performing(shelf, self.targets, {channel.name: Reach() for channel in self.channels})
        self.room = WaitingRoom(store, clock)
        front = ShopFront("Lantern & Loom", "https://lantern.example/privacy", self.rules, room=self.room)
        shop = EmbeddedShop(store, clock)
        self.thinking = Thinking(
            store, self.understanding, shop, front, performing, clock, settle=timedelta()
        )
        at_once = AtOnce(store, self.thinking, performing, self.targets)
        self.hearing = Hearing(store, clock, self.targets, self.thinking.owe, at_once)
        ladders, corrections = (
            Ladders(performing, self.typing, self.targets),
            Corrections(self.room, performing),
        )
        self.timers = Timers(store, clock, self.targets, ladders, corrections)
        self.routing = Routing(store, clock, self.targets)
        files = Files(self.folder / "files")
        self.senders = [
            Sender(store, channel, files, clock, self.targets, self.thinking.owe) for channel in self.channels
        ]

    # --- time

    def plan(self, at: datetime, what: Play) -> None:
        heapq.heappush(self.plans, (at, next(self.order), what))

    def later(self, least: float, most: float) -> datetime:
        return self.now + timedelta(milliseconds=int(self.chance.uniform(least, most) * 1000))

    async def play(self) -> None:
        while self.now < END:
            self.now = min(await self._next(), END)
            while self.plans and self.plans[0][0] <= self.now:
                await heapq.heappop(self.plans)[2]()
            if not self.stopped:
                await self._turns()

    async def _next(self) -> datetime:
        moments = [self.plans[0][0]] if self.plans else []
        if not self.stopped:
            for look in (clockwork.next_due, posts.next_silent):
                if (at := await self.store.read(look)) is not None:
                    moments.append(at)
        return max(self.now, min(moments, default=END))

    async def _turns(self) -> None:
        """Whatever the bell would wake, until there is nothing more to do."""
        for _ in range(2):
            await self.timers._fire_what_is_due()
            await self.room.look()
            while self.thinking._tasks:
                await asyncio.gather(*self.thinking._tasks)
            for sender in self.senders:
                await sender._send_what_may_go()
                await sender._land()
            await self.routing._look()
            if self.changed.woken.is_set():
                self.changed.woken.clear()
                for person in self.people:
                    await person.looks()

    # --- the desk is down for a while

    async def stops(self) -> None:
        self.stopped = True

    async def comes_up(self) -> None:
        self.stopped = False
        self.starts()
        for sender in self.senders:
            await sender._take_up()
        await self.thinking._look()

    # --- buyers

    async def opens(self) -> None:
        for number in range(self.buyers):
            at = BEGIN + timedelta(milliseconds=self.chance.randrange(int((END - BEGIN) / SECOND) * 1000))
            channel = self.channels[number % 5 == 0]
            buyer = Buyer(self, channel, Writer(self.store, self.clock, channel, chat=f"chat{number}"))
            self.plan(at, buyer.asks)
        self.plan(STOP[0], self.stops)
        self.plan(STOP[1], self.comes_up)
        for name, more in (("Otto", {}), ("Ines", {"undo_seconds": 3}), ("Jun", {})):
            await Person.comes(self, name, more)


@dataclass
class Buyer:
    day: Day
    channel: Loopback
    writer: Writer
    lines: int = 0

    async def asks(self) -> None:
        await self._writes(self.day.chance.choice(ASKS))
        for _ in range(self.day.chance.randrange(4)):
            self.day.plan(self.day.later(2, 900), self.goes_on)

    async def goes_on(self) -> None:
        await self._writes(self.day.chance.choice(MORE))

    async def _writes(self, text: str) -> None:
        """While the desk is down the channel keeps the letter, with its time."""
        day, self.lines = self.day, self.lines + 1
        raw = self.writer.letter(text)
        if day.stopped:
            day.plan(STOP[1], lambda: self._delivers(raw))
        else:
            await self._delivers(raw)

    async def _delivers(self, raw: bytes) -> None:
        await self.day.hearing.hear(self.channel, raw)


@dataclass
class Person:
    """An agent, who accepts most offers, types before answering, forgets some buyers, and goes for lunch."""

    day: Day
    agent: Agent
    at_work: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    """Offers that they have made up their mind about."""
    gone_until: datetime = BEGIN

    @classmethod
    async def comes(cls, day: Day, name: str, more: dict[str, Any]) -> None:
        agent = await hire(day.store, day.clock, name, Role.AGENT)
        for word, value in more.items():
            setattr(agent, word, value)
        person = cls(day, agent)
        await day.store.write(lambda book: posts.of(book, agent.id, day.now).sign_in(day.now))
        day.people.append(person)
        day.plan(day.now, person.is_here)
        lunch = BEGIN.replace(hour=11, minute=day.chance.randrange(60))
        day.plan(lunch, lambda: person.says(Presence.BREAK, "meal"))
        day.plan(lunch + timedelta(minutes=30), lambda: person.says(Presence.AVAILABLE, ""))
        if name == "Jun":  # whose browser is gone for a quarter of an hour
            day.plan(BEGIN.replace(hour=16), person.vanishes)

    async def says(self, state: Presence, because: str) -> None:
        await self._post(lambda post: post.choose(state, because, self.day.now))

    async def vanishes(self) -> None:
        self.gone_until = self.day.now + timedelta(minutes=15)

    async def _post(self, what: Callable[[Any], None]) -> None:
        day = self.day
        if not day.stopped:
            await day.store.write(lambda book: what(posts.of(book, self.agent.id, day.now)))

    async def is_here(self) -> None:
        """The browser says so once a minute."""
        day = self.day
        day.plan(day.now + 60 * SECOND, self.is_here)
        if day.now >= self.gone_until:
            await self._post(lambda post: post.come_back(day.now, GRACE))

    async def looks(self) -> None:
        """At what is offered and what is in hand, when something has changed there."""
        day = self.day
        if day.now < self.gone_until:
            return
        for one in await day.store.read(lambda book: offers.of_agent(book, self.agent.id)):
            if one.id not in self.seen:
                self.seen.add(one.id)
                day.plan(day.later(1, 9), partial(self._is_offered, one.conversation_id))
        for id in await day.store.read(self._in_hand):
            if id not in self.at_work:
                self.at_work.add(id)
                # One of eight is forgotten for minutes.
                wait = (120, 500) if day.chance.random() < 0.12 else (1, 15)
                day.plan(day.later(*wait), partial(self.begins_to_type, id))

    def _in_hand(self, book: Book) -> list[int]:
        held = desk_list.in_hand(book, 50).get(self.agent.id, [])
        return [one.id for one in held if conversations.by_id(book, one.id).owed_since is not None]

    async def _is_offered(self, id: int) -> None:
        day, luck = self.day, self.day.chance.random()
        if day.stopped:
            return
        if luck < 0.08:
            await day.store.write(lambda book: offers.decline(book, id, self.agent.id, day.now))
        elif luck < 0.9:
            await self._accepts(id)

    async def _accepts(self, id: int) -> None:
        me, day = self.agent.id, self.day

        def unit(book: Book) -> None:
            offered = offers.stands(book, id, me)
            held = conversations.by_id(book, id)
            if offered:
                held.take(me, day.now, may_take_over=True, targets=day.targets)

        await day.store.write(unit)

    async def _does(self, id: int, what: Callable[[Conversation], object]) -> None:
        if self.day.stopped:
            return
        with contextlib.suppress(NotNow, NotYourTurn, BannedPhrase):  # too late: nothing has changed
            await self.day.store.write(lambda book: what(conversations.by_id(book, id)))

    async def begins_to_type(self, id: int) -> None:
        day = self.day
        held = await day.store.read(lambda book: conversations.by_id(book, id))
        seconds = day.chance.uniform(2, 30)
        until = day.now + timedelta(milliseconds=int(seconds * 1000))
        line = Line(held.channel, held.account, held.chat)
        at = day.now
        while at < until:
            day.plan(at, partial(self._types, id, line))
            at += 3 * SECOND
        day.plan(until, partial(self.answers, id))

    async def _types(self, id: int, line: Line) -> None:
        day = self.day
        if not day.stopped:
            day.typing.types(line, Typist.AGENT)
            day.typed.append([id, to_ms(day.now), to_ms(day.now) + int(SHOWN_SECONDS * 1000)])

    async def answers(self, id: int) -> None:
        day, luck = self.day, self.day.chance.random()
        self.at_work.discard(id)
        if day.stopped:
            day.plan(day.later(5, 20), partial(self.answers, id))
            return
        text = day.chance.choice(EMPTY if luck < 0.15 else ANSWERS)
        leaves_at = day.now + self.agent.undo_seconds * SECOND if self.agent.undo_seconds else None
        if leaves_at:
            day.plan(leaves_at, _nothing)
        await self._does(
            id,
            lambda held: held.say(
                text, author=Author.HUMAN, by=self.agent.id, at=day.now, guard=day.guard.guard,
                idem_key=f"day:{next(day.order)}", reach=Reach(), leaves_at=leaves_at,
            ),
        )  # fmt: skip
        await self._afterwards(id, day.chance.random())

    async def _afterwards(self, id: int, luck: float) -> None:
        day, me = self.day, self.agent.id

        def mine(what: Callable[[Conversation], object]) -> Callable[[Conversation], object]:
            return lambda held: what(held) if held.mode == Mode.HUMAN and held.agent_id == me else None

        day.plan(day.later(60, 240), lambda: self._does(id, mine(_end(day.now, me))))
        if luck < 0.1:
            day.plan(
                day.later(10, 60), lambda: self._does(id, mine(lambda held: held.give_back(day.now, me)))
            )
        elif luck < 0.17:
            await self._does(id, mine(lambda held: held.pass_on(day.now, me, day.targets)))
        elif luck < 0.21:
            await self._does(id, mine(lambda held: held.release(day.now, me, day.targets)))


def _end(at: datetime, by: int) -> Callable[[Conversation], object]:
    """Closed, unless the buyer has written on."""
    return lambda held: held.close(at, by=by) if held.owed_since is None else None


async def _nothing() -> None:
    """Only that the desk looks at this moment."""


async def played(folder: Path, seed: int = 1, buyers: int = 420) -> tuple[Path, Path]:
    """The export of the day, and the rules it was played by."""
    day = Day(folder, seed, buyers)
    try:
        await day.opens()
        await day.play()
        export, rules = folder / "day.jsonl", folder / "rules.json"
        with export.open("wb") as file:
            async for line in records(day.store, day.targets.rules.promptness):
                file.write(line)
        rules.write_text(json.dumps(_rules(day)), encoding="utf-8")
    finally:
        day.store.close()
    return export, rules


def _rules(day: Day) -> dict[str, Any]:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    spans = [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in OPEN]
    return {
        "zone": ZONE.key,
        "week": dict.fromkeys(names, spans),
        "holidays": {},
        "ladders": [
            {
                "channel": ladder.scope.channel, "queue": "", "topic": "", "around_the_clock": False,
                "steps": [[str(step.act), int(step.after / SECOND)] for step in ladder.steps],
                "hold_every": int(ladder.hold_every / SECOND), "hold_most": ladder.hold_most,
            }
            for ladder in LADDERS
        ],
        "typing": day.typed,
        "downtime": [[to_ms(STOP[0]), to_ms(STOP[1])]],
        "end": to_ms(END),
    }  # fmt: skip


def prove(days: int, buyers: int = 420) -> bool:
    """Each day by itself: played, exported, judged."""
    runs = []
    for seed in range(1, days + 1):
        with tempfile.TemporaryDirectory() as folder:
            export, rules = asyncio.run(played(Path(folder), seed, buyers))
            found = ladder_judge.judged(export, rules)
        runs.append({"seed": seed, **found})
        figures = ", ".join(f"{count} {name}" for name, count in found["counts"].items())
        print(f"  day {seed}: {figures}, {len(found['violations'])} violations", flush=True)
        print("".join(f"    {one}\n" for one in found["violations"][:20]), end="", flush=True)
    results.save("busy_day", {"days": days, "runs": runs})
    return not any(run["violations"] for run in runs)
