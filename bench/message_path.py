"""What one message costs: webhook in, durable, understood, answered, durable in the outbox.

CPU of the server process (all threads, user and system) per message, at 1, 8 and 40 connections, as a ratio to
the floor measured in the same run. No two sentences are the same; the settle time and every setting are the
shipped ones; SQLite with synchronous=FULL."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from bench.catalogue import IDENTITIES, sentences, shop
from bench.servers import SECRET, config
from desk.clock import system_clock, ticks
from desk.config import Config
from desk.shops.importing import apply_import
from desk.store import schema

CONNECTIONS = (1, 8, 40)
PRODUCTS = 1000
BATCH = IDENTITIES
"""Letters of one batch: one of each buyer, so that every letter begins a round and writes its deadline."""
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
ANSWERED = "SELECT count(DISTINCT cause) FROM outbox"
DEADLINES = "SELECT count(*) FROM deadline WHERE kind = 'reply'"
WAITING = "SELECT count(*) FROM inbox WHERE state = 'new'"


@dataclass(frozen=True, slots=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """Of all threads, user and system, in nanoseconds exact: the first figure of each schedstat."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


@contextmanager
def running(kind: str, folder: Path) -> Iterator[Server]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.servers", kind, str(folder)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield Server(process, int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()


def update(number: int, identity: int, text: str, date: int = 1795400000) -> bytes:
    """As Telegram posts it."""
    person = {"id": identity, "is_bot": False, "first_name": "Mina", "language_code": "en"}
    chat = {"id": identity, "first_name": "Mina", "type": "private"}
    message = {"message_id": number, "from": person, "chat": chat, "date": date, "text": text}
    return orjson.dumps({"update_id": number, "message": message})


async def post(port: int, letters: list[bytes], connections: int) -> float:
    """Posts them all over that many connections; returns the seconds until the last 200."""
    url, waiting = f"http://127.0.0.1:{port}/in/telegram/main", iter(letters)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections), headers=HEADERS
    ) as session:

        async def connection() -> None:
            for body in waiting:
                async with session.post(url, data=body) as answer:
                    assert answer.status == 200, await answer.text()

        began = ticks()
        await asyncio.gather(*(connection() for _ in range(connections)))
        return ticks() - began


async def measure(pairs: int = 12) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await fill(folder)
        found = await compare(folder, pairs)
        found["statements_per_message"] = statements(folder)
        return found


async def compare(folder: Path, pairs: int, connections: Sequence[int] = CONNECTIONS) -> dict[str, Any]:
    """Batches through the floor and through the desk, in turn; medians. A batch of the desk is compared with the two
    of the floor around it, for the machine's pace changes from one to the next."""
    found: dict[str, Any] = {}
    with running("floor", folder) as floor, running("desk", folder) as desk:
        numbers, said = count(1 + ask(folder, "SELECT count(*) FROM inbox")), sentences(10**7)

        def letters() -> list[bytes]:
            return [update(next(numbers), *next(said)) for _ in range(BATCH)]

        for many in connections:
            batch = letters()
            await _through_desk(desk, folder, batch, many)  # everything met once, not counted
            floors, desks = [await _through_floor(floor, batch, many)], []
            for _ in range(pairs):
                batch = letters()
                desks.append(await _through_desk(desk, folder, batch, many))
                floors.append(await _through_floor(floor, batch, many))
            ratios = sorted(
                us / statistics.fmean(around) for (us, _), around in zip(desks, pairwise(floors), strict=True)
            )
            found[str(many)] = {
                "floor_cpu_us": round(statistics.median(floors)),
                "desk_cpu_us": round(statistics.median(us for us, _ in desks)),
                "ratio": round(statistics.median(ratios), 2),
                "ratios": [round(ratio, 2) for ratio in ratios],
                "messages_per_second": round(statistics.median(per_second for _, per_second in desks)),
            }
    return found


def statements(folder: Path) -> float:
    """Counted by the driver in a run of its own, in a process of its own; BEGIN, savepoints and COMMIT included."""
    command = [sys.executable, "-m", "bench.statements", str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True).stdout)


async def fill(folder: Path, orders: int = 40_000) -> None:
    await stocked(config(folder), PRODUCTS, orders)


async def stocked(settings: Config, products: int, orders: int) -> None:
    """The store that the settings name, with a made-up shop in it."""
    store, at = schema.open_store(settings), system_clock()
    await apply_import(store, shop(products, orders, at, settings.shop.zone), at)
    store.close()


async def _through_floor(floor: Server, letters: list[bytes], connections: int) -> float:
    """Microseconds of CPU a letter."""
    before = floor.cpu_seconds()
    await post(floor.port, letters, connections)
    return (floor.cpu_seconds() - before) / len(letters) * 1e6


async def _through_desk(
    desk: Server, folder: Path, letters: list[bytes], connections: int
) -> tuple[float, float]:
    """Microseconds of CPU a letter, and letters a second."""
    await rounds_over(desk.port)
    answered, deadlines, before, began = (
        ask(folder, ANSWERED),
        ask(folder, DEADLINES),
        desk.cpu_seconds(),
        ticks(),
    )
    await post(desk.port, letters, connections)
    while ask(folder, WAITING):
        await asyncio.sleep(0.02)
    desk_us, per_second = (desk.cpu_seconds() - before) / BATCH * 1e6, BATCH / (ticks() - began)
    answered, deadlines = ask(folder, ANSWERED) - answered, ask(folder, DEADLINES) - deadlines
    assert (answered, deadlines) == (BATCH, BATCH), (
        f"{answered} answers and {deadlines} deadlines of {BATCH} letters"
    )
    return desk_us, per_second


async def rounds_over(port: int) -> None:
    """Done between the batches and not counted."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}/bench/rounds-over") as answer,
    ):
        assert answer.status == 200, await answer.text()


def ask(folder: Path, question: str) -> int:
    with closing(sqlite3.connect(f"file:{folder}/var/shopdesk.db?mode=ro", uri=True)) as connection:
        return int(connection.execute(question).fetchone()[0])


if __name__ == "__main__":
    print(orjson.dumps(asyncio.run(measure()), option=orjson.OPT_INDENT_2).decode())
