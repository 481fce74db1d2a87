"""A month full of traps for figures, played with a clock that jumps: what a count by hand gets wrong, hundreds of times.

The desk is the real one, from the letter to the sent answer, on a file; buyers, people and channels are made up, and do
what tests/prove/traps.py tells. `shopdesk export` and `shopdesk figures` then say what it was, as they would to anybody,
and tests/prove/figures_judge.py, which knows nothing of the desk, works it out by itself."""

from __future__ import annotations

import asyncio
import heapq
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.outbox import Sender
from desk.agent import Role
from desk.clock import from_ms, to_ms
from desk.house_rules import HouseRules
from desk.setting import HOURS, RESPONSE_TIMES, hours_written, ladders_written
from desk.store import Book, clockwork, schema, settings
from desk.store.sqlite import SqliteStore
from desk.targets import Targets
from tests import shipped
from tests.cast import Writer, hire
from tests.prove import figures_judge, results
from tests.prove.busy_day import Day
from tests.prove.house import ROOT
from tests.prove.teller import Teller
from tests.prove.trap_shop import DAYS, LADDERS, MONTHS, MORE_LADDERS, Way, hours
from tests.prove.traps import STORIES, Story, Tale


class Month(Day):
    """A day of busy_day.py that lasts a month, and in which nobody does anything that is not told."""

    def __init__(
        self, folder: Path, seed: int, talks: int, tales: Sequence[Tale] = STORIES, *, all_end: bool = False
    ) -> None:
        """`all_end`: whoever is left over at the end of a story is closed; else every second of them."""
        zone, self.first = MONTHS[(seed - 1) % len(MONTHS)]
        self.zone, self.tales, self.all_end = ZoneInfo(zone), tales, all_end
        self.begin = datetime.combine(self.first, time(0), self.zone)
        self.end = datetime.combine(self.first + timedelta(days=DAYS + 4), time(0), self.zone)
        super().__init__(folder, seed, talks, self.begin)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.store = SqliteStore(self.folder / "month.db")
        schema.create(self.store)
        ladders = LADDERS + MORE_LADDERS if self.seed % 2 == 0 else LADDERS
        self.rules = HouseRules(hours(self.zone, self.first), ladders)
        self.targets = Targets(self.rules)
        self.channels = [
            Way(self, *names) for names in (("loopback", "main"), ("loopback", "other"), ("second", "main"))
        ]
        self.packs = shipped.packs("zh-CN")
        self.understanding = shipped.understands("zh-CN")
        self.staff: list[int] = []
        self.starts()

    async def until(self, at: datetime) -> None:
        """For a letter on its way."""
        arrived = asyncio.get_running_loop().create_future()

        async def arrives() -> None:
            arrived.set_result(None)

        self.plan(at, arrives)
        await arrived

    async def play(self) -> None:
        while self.now < self.end:
            self.now = min(await self._next(), self.end)
            while self.plans and self.plans[0][0] <= self.now:
                await heapq.heappop(self.plans)[2]()
            await self._turns()

    async def _next(self) -> datetime:
        moments = [self.plans[0][0]] if self.plans else []
        if (at := await self.store.read(clockwork.next_due)) is not None:
            moments.append(at)
        return max(self.now, min(moments, default=self.end))

    async def _turns(self) -> None:
        for _ in range(2):
            await self.timers._fire_what_is_due()
            await self.room.look()
            while self.thinking._tasks:
                await asyncio.gather(*self.thinking._tasks)
            for sender, channel in zip(self.senders, self.channels, strict=True):
                await self._sends(sender, channel)

    async def _sends(self, sender: Sender, channel: Way) -> None:
        """Letters of one chat go one after another: until none more goes. Who sleeps is not waited for."""
        tried = -1
        while tried != channel.tried:
            tried = channel.tried
            await sender._send_what_may_go()
            await asyncio.sleep(0)
            while len(sender._on_the_way) > channel.asleep:
                await sender._one_lands()

    async def opens(self) -> None:
        for name in ("Otto", "Ines", "Jun", "Ruth"):
            role = Role.SUPERVISOR if name == "Ruth" else Role.AGENT
            self.staff.append((await hire(self.store, self.clock, name, role)).id)
        rules = self.rules

        def decides(book: Book) -> None:
            settings.save(book, HOURS, hours_written(rules.hours), self.now, None, was=0)
            settings.save(book, RESPONSE_TIMES, ladders_written(rules.ladders), self.now, None, was=0)

        await self.store.write(decides)
        for number in range(self.buyers):
            self.tell(number)

    def tell(self, number: int) -> None:
        """Every story comes in turn; the channel is by chance, and a chat has the same number on all of them."""
        tale = self.tales[number % len(self.tales)]
        channel = self.channels[self.chance.randrange(3)]
        teller = Teller(self, channel, Writer(self.store, self.clock, channel, chat=f"chat{number}"))
        self.plan(self.some_time(), partial(self.goes_on, tale(teller), teller))

    def some_time(self) -> datetime:
        """Mostly while the shop is open."""
        for _ in range(20):
            at = self.begin + timedelta(milliseconds=self.chance.randrange(DAYS * 24 * 3600 * 1000))
            if self.rules.hours.is_open(at):
                break
        return at

    async def goes_on(self, story: Story, teller: Teller) -> None:
        """A story says after how many seconds, or when, it goes on."""
        async for wait in story:
            at = wait if isinstance(wait, datetime) else self.now + timedelta(seconds=wait)
            self.plan(max(from_ms(to_ms(at)), self.now), partial(self.goes_on, story, teller))
            return
        if self.all_end or self.chance.random() < 0.5:
            self.plan(self.later(120, 400), partial(teller.ends, self.staff[3]))


async def _played(month: Month) -> None:
    try:
        await month.opens()
        await month.play()
    finally:
        month.store.close()


def played(month: Month) -> None:
    """Leaves the store of a month in its folder, and the settings for whoever opens it."""
    asyncio.run(_played(month))
    store = month.folder / "month.db"
    (month.folder / "config.toml").write_text(
        f'[shop]\nname = "Lantern & Loom"\ntimezone = "{month.zone}"\n[store]\nurl = "sqlite:///{store}"\n',
        "utf-8",
    )


def says(folder: Path, *words: str) -> str:
    """What the product says at the command line."""
    settings_file = str(folder / "config.toml")
    command = [sys.executable, str(ROOT / "shopdesk.py"), *words, "--config", settings_file]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout


def told(folder: Path, spans: Sequence[tuple[date, date, str]]) -> tuple[Path, list[Path]]:
    """The export, and the figures of some spans of days, each taken apart by something or by nothing."""
    export = folder / "month.jsonl"
    says(folder, "export", "--out", str(export))
    files = []
    for n, (since, until, by) in enumerate(spans):
        files.append(folder / f"figures{n}.json")
        part = ["--by", by] if by else []
        files[-1].write_text(
            says(folder, "figures", "--json", f"--from={since}", f"--to={until}", *part), "utf-8"
        )
    return export, files


def spans(first: date) -> list[tuple[date, date, str]]:
    """The month, whole and taken apart; a day of it, and the week in which clocks are changed."""
    last = first + timedelta(days=DAYS - 1)
    day, week = first + timedelta(days=13), first + timedelta(days=24)
    whole = [(first, last, by) for by in ("", "agent", "hour", "day")]
    return [*whole, (day, day, "agent"), (week, last, "agent")]


def prove(months: int, talks: int = 300) -> bool:
    """Each month by itself: played, exported, judged."""
    runs = []
    for seed in range(1, months + 1):
        with tempfile.TemporaryDirectory() as folder:
            month = Month(Path(folder), seed, talks)
            played(month)
            found = figures_judge.judged(*told(month.folder, spans(month.first)))
        runs.append({"seed": seed, "zone": str(month.zone), "first": month.first.isoformat(), **found})
        counts = ", ".join(f"{count} {name}" for name, count in found["counts"].items())
        print(f"  month {seed}, {month.zone}: {counts}, {len(found['violations'])} violations", flush=True)
        print("".join(f"    {one}\n" for one in found["violations"][:20]), end="", flush=True)
    results.save("figures", {"months": months, "runs": runs})
    return not any(run["violations"] for run in runs)
