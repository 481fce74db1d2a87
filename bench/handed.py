"""How long until the answer is handed to the channel: 100 letters a second, spread over five Telegram accounts."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

import aiohttp

from bench.catalogue import IDENTITIES, sentences
from bench.message_path import HEADERS, stocked, update
from bench.servers import SECRET
from bench.size import LISTENERS, answers, begun, free_port
from bench.telegram import Telegram
from desk.clock import ticks
from desk.config import load

ACCOUNTS, PER_SECOND, SECONDS = 5, 100, 20
PRODUCTS, ORDERS = 1000, 10_000
ACCOUNT = """
[channels.telegram.bot{n}]
token = "{n}00001:bench-bench-bench-bench-bench-bench"
api_url = "http://127.0.0.1:{telegram}"
mode = "webhook"
secret = "{secret}"
"""


class Waiting(Telegram):
    """Notes when a chat got its answer."""

    def __init__(self) -> None:
        super().__init__()
        self.due: dict[int, float] = {}
        """Chat → when the letter that it waits for was due."""
        self.waits: list[float] = []

    def got(self, bot: str, chat: int, at: float) -> None:
        if (due := self.due.pop(chat, None)) is not None:
            self.waits.append(at - due)


async def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        ports = [free_port() for _ in range(3)]
        file = await furnished(Path(name), *ports)
        telegram = Waiting()
        async with telegram.listening(ports[2]):
            serve = [sys.executable, "-m", "shopdesk", "serve", "--config", str(file)]
            process = begun(serve)
            try:
                await answers(ports[0])
                said = enumerate(sentences(10**7), start=1)
                await _write(telegram, ports[0], [next(said) for _ in range(IDENTITIES)])  # all are greeted
                telegram.waits.clear()
                await _write(telegram, ports[0], [next(said) for _ in range(PER_SECOND * SECONDS)])
            finally:
                process.terminate()
                process.wait()
    waits, missing = sorted(telegram.waits), len(telegram.due)
    return {
        "letters": len(waits) + missing,
        "without_answer": missing,
        "handed_ms": {f"p{p}": round(waits[len(waits) * p // 100] * 1000, 1) for p in (50, 95, 99)},
    }


async def furnished(folder: Path, public: int, console: int, telegram: int) -> Path:
    file = folder / "config.toml"
    accounts = (ACCOUNT.format(n=n + 1, telegram=telegram, secret=SECRET) for n in range(ACCOUNTS))
    file.write_text(LISTENERS.format(public=public, console=console) + "".join(accounts))
    await stocked(load(file), PRODUCTS, ORDERS)
    return file


async def _write(telegram: Waiting, port: int, letters: list[tuple[int, tuple[int, str]]]) -> None:
    """At the steady rate; a wait counts from when the letter was due. Ends three seconds after the last."""
    began = ticks()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=40), headers=HEADERS) as session:

        async def one(place: int, number: int, identity: int, text: str) -> None:
            due = began + place / PER_SECOND
            await asyncio.sleep(due - ticks())
            telegram.due[identity] = due
            account = f"bot{identity % ACCOUNTS + 1}"
            async with session.post(
                f"http://127.0.0.1:{port}/in/telegram/{account}", data=update(number, identity, text)
            ) as answer:
                assert answer.status == 200

        await asyncio.gather(*(one(place, number, *said) for place, (number, said) in enumerate(letters)))
    await asyncio.sleep(3.0)
