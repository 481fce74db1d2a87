"""A thousand buyers wait at once, each with an armed ladder, while a hundred letters a second flow by.

How late each step's row is committed: seen from outside, by a second reader of the store, so that the figure is never
better than the truth (it is at most `LOOKS_MS` worse). And whether the hold messages kept to the channel's limits."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

import aiohttp

from bench.catalogue import sentences
from bench.handed import ACCOUNTS, furnished
from bench.message_path import HEADERS, update
from bench.size import answers, begun, free_port
from bench.telegram import Telegram
from desk.clock import system_clock, ticks, to_ms
from desk.config import load
from desk.response_time import Ladder
from desk.setting import RESPONSE_TIMES, ladders_written
from desk.store import schema, settings

WAITING, PER_SECOND, SECONDS, LOOKS_MS = 1_000, 100, 80, 50
PER_ACCOUNT = 30
"""Messages a second that Telegram allows to all chats of a bot; to one chat one, in short bursts more."""
ACTS = "('signal', 'hold', 'miss', 'offer', 'alarm')"
FIRED = f"select id, due_at from deadline where state = 'fired' and kind in {ACTS}"
ARMED = f"select count(*) from deadline where state = 'armed' and kind in {ACTS}"
ASKS = ("I want to talk to a person", "我要找人工客服")


class Limited(Telegram):
    """Notes what came to whom in which second."""

    def __init__(self) -> None:
        super().__init__()
        self.came: list[tuple[float, str, int]] = []

    def got(self, bot: str, chat: int, at: float) -> None:
        self.came.append((at, bot, chat))

    def most_in_a_second(self, *, by_chat: bool) -> int:
        """In any window of a second that begins with a message."""
        at: dict[str, list[float]] = {}
        for when, bot, chat in self.came:
            at.setdefault(f"{bot} {chat}" if by_chat else bot, []).append(when)
        return max(_densest(sorted(times)) for times in at.values())


def _densest(times: list[float]) -> int:
    most = first = 0
    for last, when in enumerate(times):
        while when - times[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


class Watcher:
    """When each fired step was first seen by somebody else."""

    def __init__(self, store: Path) -> None:
        self._read = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
        self._seen: set[int] = set()
        self.late_ms: list[int] = []
        self.most_armed = 0

    async def run(self) -> None:
        while True:
            for id, due_at in self._read.execute(FIRED).fetchall():
                if id not in self._seen:
                    self._seen.add(id)
                    self.late_ms.append(to_ms(system_clock()) - due_at)
            self.most_armed = max(self.most_armed, self._read.execute(ARMED).fetchone()[0])
            await asyncio.sleep(LOOKS_MS / 1000)


async def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        ports = [free_port() for _ in range(3)]
        file = await furnished(Path(name), *ports)
        await _around_the_clock(file)
        store = load(file).sqlite_path
        assert store is not None
        telegram, watcher = Limited(), Watcher(store)
        async with telegram.listening(ports[2]):
            process = begun([sys.executable, "-m", "shopdesk", "serve", "--config", str(file)])
            try:
                await answers(ports[0])
                watching = asyncio.create_task(watcher.run())
                await _write(ports[0])
                watching.cancel()
            finally:
                process.terminate()
                process.wait()
    return _figures(telegram, watcher)


async def _around_the_clock(file: Path) -> None:
    """The shipped ladder, whatever hour it is."""
    store, at = schema.open_store(load(file)), system_clock()
    value = ladders_written((Ladder(around_the_clock=True),))
    await store.write(lambda book: settings.save(book, RESPONSE_TIMES, value, at, None, was=0))
    store.close()


async def _write(port: int) -> None:
    """First those who wait, then the others go on at the same rate until the last limit is over."""
    said = sentences(10**7)
    letters = [(100_000 + number, ASKS[number % 2]) for number in range(WAITING)]
    letters += [next(said) for _ in range(PER_SECOND * SECONDS)]
    began = ticks()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=40), headers=HEADERS) as session:

        async def one(place: int, identity: int, text: str) -> None:
            await asyncio.sleep(began + place / PER_SECOND - ticks())
            url = f"http://127.0.0.1:{port}/in/telegram/bot{identity % ACCOUNTS + 1}"
            body = update(place + 1, identity, text, date=to_ms(system_clock()) // 1000)
            async with session.post(url, data=body) as answer:
                assert answer.status == 200

        await asyncio.gather(*(one(place, *letter) for place, letter in enumerate(letters)))


def _figures(telegram: Limited, watcher: Watcher) -> dict[str, Any]:
    late = sorted(watcher.late_ms)
    return {
        "waiting": WAITING,
        "letters_per_second": PER_SECOND,
        "most_armed_steps": watcher.most_armed,
        "steps": len(late),
        "committed_late_ms": {f"p{p}": late[len(late) * p // 100] for p in (50, 95, 99)} | {"max": late[-1]},
        "most_in_a_second": {
            "of_an_account": telegram.most_in_a_second(by_chat=False),
            "allowed": PER_ACCOUNT,
            "to_a_chat": telegram.most_in_a_second(by_chat=True),
        },
    }
