"""What one message costs: webhook in, durable, understood, answered, durable in the outbox.

CPU of the server process (all threads, user and system) per message, at 1, 8 and 40 connections, as a ratio to
the floor measured in the same run. No two sentences are the same; the settle time and every setting are the
shipped ones; SQLite with synchronous=FULL."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from bench.catalogue import sentences, shop
from bench.servers import SECRET, config
from desk.clock import system_clock, ticks
from desk.shops.importing import apply_import
from desk.store import schema

CONNECTIONS = (8, 40)
PRODUCTS = 1000
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
ANSWERED = "SELECT count(DISTINCT cause) FROM outbox"
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """Of the process and all its threads: utime + stime of /proc/PID/stat."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def running(kind: str, folder: Path) -> Iterator[Server]:
    process = subprocess.Popen([sys.executable, "-m", "bench.servers", kind, str(folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield Server(process, int(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()


def update(number: int, identity: int, text: str) -> bytes:
    """As Telegram posts it."""
    person = {"id": identity, "is_bot": False, "first_name": "Mina", "language_code": "en"}
    chat = {"id": identity, "first_name": "Mina", "type": "private"}
    message = {"message_id": number, "from": person, "chat": chat, "date": 1795400000, "text": text}
    return orjson.dumps({"update_id": number, "message": message})


async def post(port: int, letters: list[bytes], connections: int) -> float:
    """Posts them all over that many connections; returns the seconds until the last 200."""
    url, waiting = f"http://127.0.0.1:{port}/in/telegram/main", iter(letters)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=connections), headers=HEADERS) as session:

        async def connection() -> None:
            for body in waiting:
                async with session.post(url, data=body) as answer:
                    assert answer.status == 200, await answer.text()

        began = ticks()
        await asyncio.gather(*(connection() for _ in range(connections)))
        return ticks() - began


async def measure(count: int = 2000, rounds: int = 3) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await fill(folder)
        found: dict[str, Any] = {}
        with running("floor", folder) as floor, running("desk", folder) as desk:
            numbers = iter(range(1, 10**9))
            said = sentences(10**7)
            for connections in CONNECTIONS:
                pairs = [await _pair(floor, desk, folder, said, numbers, count, connections) for _ in range(rounds)]
                floor_us, desk_us = (statistics.median(p[i] for p in pairs) for i in (0, 1))
                ratio = statistics.median(p[1] / p[0] for p in pairs)
                found[str(connections)] = {
                    "floor_cpu_us": round(floor_us), "desk_cpu_us": round(desk_us), "ratio": round(ratio, 2),
                    "messages_per_second": round(statistics.median(p[2] for p in pairs)),
                }  # fmt: skip
        return found


async def fill(folder: Path, orders: int = 40_000) -> None:
    settings = config(folder)
    store = schema.open_store(settings)
    at = system_clock()
    await apply_import(store, shop(PRODUCTS, orders, at, settings.shop.zone), at)
    store.close()


async def _pair(
    floor: Server, desk: Server, folder: Path, said: Any, numbers: Any, count: int, connections: int
) -> tuple[float, float, float]:
    letters = [update(next(numbers), *next(said)) for _ in range(count)]
    before = floor.cpu_seconds()
    await post(floor.port, letters, connections)
    floor_us = (floor.cpu_seconds() - before) / count * 1e6
    done, before, began = ask(folder, ANSWERED), desk.cpu_seconds(), ticks()
    await post(desk.port, letters, connections)
    while ask(folder, "SELECT count(*) FROM inbox WHERE state = 'new'"):
        await asyncio.sleep(0.05)
    desk_us, per_second = (desk.cpu_seconds() - before) / count * 1e6, count / (ticks() - began)
    answered = ask(folder, ANSWERED) - done
    assert answered == count, f"only {answered} of {count} letters have an answer in the outbox"
    return floor_us, desk_us, per_second


def ask(folder: Path, question: str) -> int:
    with sqlite3.connect(f"file:{folder}/var/shopdesk.db?mode=ro", uri=True) as connection:
        return int(connection.execute(question).fetchone()[0])


if __name__ == "__main__":
    print(orjson.dumps(asyncio.run(measure()), option=orjson.OPT_INDENT_2).decode())
