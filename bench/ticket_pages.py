"""The pages of tickets as the console serves them, over few tickets and over many, in turn.

What is compared is the CPU of the whole server for a page: on a busy machine the time until an answer says more of its
neighbours. That time is given beside it."""

from __future__ import annotations

import contextlib
import secrets
import statistics
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.message_path import Server
from bench.size import answers, begun, free_port
from bench.wall import CONFIG
from desk.agent import Agent
from desk.clock import system_clock, ticks
from desk.config import load
from desk.store import Book, schema, sessions

ADDRESSES = {
    "list_running": "/tickets?show=running",
    "list_all": "/tickets?show=all",
    "list_done": "/tickets?show=done",
    "list_days": "/tickets?show=all&since=2023-11-15&until=2023-11-15",
    "list_done_days": "/tickets?show=done&since=2023-11-15&until=2023-11-15",
    "search": "/tickets?q=T-500",
    "page": "/tickets/500",
    "page_running": "/tickets/100",
}
ROUNDS, AT_ONCE, WARM = 10, 12, 12


async def served(few: Path, many: Path) -> dict[str, Any]:
    """By page: milliseconds of CPU and until the answer, few and many, and how many times as much CPU many cost (the median
    of the rounds, and the lowest and highest)."""
    async with _console(few) as first, _console(many) as second:
        return {what: await _compared(first, second, address) for what, address in ADDRESSES.items()}


@dataclass(frozen=True, slots=True)
class Console:
    server: Server
    http: aiohttp.ClientSession

    async def looks(self, address: str, often: int) -> tuple[float, float]:
        """Milliseconds of CPU and until the answer, for one."""
        cpu, began = self.server.cpu_seconds(), ticks()
        for _ in range(often):
            async with self.http.get(f"http://127.0.0.1:{self.server.port}{address}") as answer:
                text = await answer.text()
                if answer.status != 200 or "/tickets/" not in text:
                    raise RuntimeError(f"{address} was answered by {answer.status}: {text[:200]}")
        took, cpu = ticks() - began, self.server.cpu_seconds() - cpu
        return cpu / often * 1000, took / often * 1000


async def _compared(few: Console, many: Console, address: str) -> dict[str, Any]:
    for console in (few, many):
        await console.looks(address, WARM)
    rounds = [(await few.looks(address, AT_ONCE), await many.looks(address, AT_ONCE)) for _ in range(ROUNDS)]
    times = [last[0] / first[0] for first, last in rounds]
    return {
        "times": round(statistics.median(times), 2),
        "lowest_to_highest": [round(min(times), 2), round(max(times), 2)],
        "cpu_ms": [round(statistics.median(one[0] for one in side), 2) for side in zip(*rounds, strict=True)],
        "answer_ms": [
            round(statistics.median(one[1] for one in side), 2) for side in zip(*rounds, strict=True)
        ],
    }


@contextlib.asynccontextmanager
async def _console(folder: Path) -> AsyncIterator[Console]:
    file, public, port = folder / "config.toml", free_port(), free_port()
    file.write_text(CONFIG.format(public=public, console=port))
    token = await _signed_in(file)
    process = begun([sys.executable, "-m", "shopdesk", "serve", "--config", str(file)])
    try:
        await answers(public)
        async with aiohttp.ClientSession(headers={"Cookie": f"__Host-desk={token}; desk={token}"}) as http:
            yield Console(Server(process, port), http)
    finally:
        process.terminate()
        process.wait()


async def _signed_in(file: Path) -> str:
    """The token of a supervisor's session."""
    store, at, token = schema.open_store(load(file)), system_clock(), secrets.token_urlsafe(32)

    def unit(book: Book) -> None:
        ruth = book.add(Agent(0, "ruth", "Ruth", None, ["supervisor"], "en", "auto", True, at))
        sessions.begin(book, token, secrets.token_urlsafe(32), ruth.id, "bench", "127.0.0.1", at)

    try:
        await store.write(unit)
    finally:
        store.close()
    return token
