"""How long a letter waits for its acknowledgement, at half of what the desk can take on this machine."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import aiohttp

from bench.catalogue import IDENTITIES, sentences
from bench.message_path import HEADERS, fill, post, rounds_over, running, update
from desk.clock import ticks

CONNECTIONS, SECONDS = 40, 10
ADDRESSED_AFTER = 2.0
"""Seconds until the first letter is due: by then a task waits for each. Before, the first ones were late by that."""


async def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await fill(folder)
        numbers, said = iter(range(1, 10**9)), sentences(10**7)

        def letters(count: int) -> list[bytes]:
            return [update(next(numbers), *next(said)) for _ in range(count)]

        with running("desk", folder) as desk:
            await post(desk.port, letters(IDENTITIES), CONNECTIONS)
            most = 4 * IDENTITIES / await post(desk.port, letters(4 * IDENTITIES), CONNECTIONS)
            await rounds_over(desk.port)
            waits = sorted(await steadily(desk.port, letters(round(most / 2 * SECONDS)), most / 2))
    return {
        "saturation_per_second": round(most),
        "letters": len(waits),
        "acknowledged_ms": {f"p{p}": round(waits[len(waits) * p // 100] * 1000, 1) for p in (50, 95, 99)},
    }


async def steadily(port: int, letters: list[bytes], per_second: float) -> list[float]:
    """Seconds from when each letter was due to its 200: a late start counts as waiting."""
    url = f"http://127.0.0.1:{port}/in/telegram/main"
    began = ticks() + ADDRESSED_AFTER
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector, headers=HEADERS) as session:

        async def one(number: int, body: bytes) -> float:
            due = began + number / per_second
            await asyncio.sleep(due - ticks())
            async with session.post(url, data=body) as answer:
                assert answer.status == 200
            return ticks() - due

        return await asyncio.gather(*(one(number, body) for number, body in enumerate(letters)))
