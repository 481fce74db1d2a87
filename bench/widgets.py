"""How much memory two thousand chats that only listen take, each a visitor with an open stream."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import aiohttp

from bench.size import answers, begun, family, free_port, pss_bytes

WIDGETS, AT_ONCE = 2000, 50
REST_SECONDS = 5.0
CONFIG = """
[public]
port = {public}
url = "{url}"
trusted_proxies = ["127.0.0.1"]
[console]
port = {console}
[shop]
name = "Bench"
[channels.web.main]
origins = ["{url}"]
"""


async def measure() -> dict[str, Any]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as name:
        file, public = Path(name) / "config.toml", free_port()
        url = f"http://127.0.0.1:{public}"
        file.write_text(CONFIG.format(public=public, console=free_port(), url=url))
        serve = [sys.executable, "-m", "shopdesk", "serve", "--config", str(file)]
        process = begun(serve)
        try:
            await answers(public)
            await asyncio.sleep(REST_SECONDS)
            before = _mib(process.pid)
            after = await _listened_to(url, process.pid)
        finally:
            process.terminate()
            process.wait()
    return {
        "widgets": WIDGETS,
        "pss_mib_without": round(before),
        "pss_mib_with": round(after),
        "kib_each": round((after - before) * 1024 / WIDGETS, 1),
    }


async def _listened_to(url: str, pid: int) -> float:
    """MiB of the desk once all listen. Each comes from an address of its own: one address may not open so many."""
    turns = asyncio.Semaphore(AT_ONCE)
    no_end = aiohttp.ClientTimeout(total=None)
    async with contextlib.AsyncExitStack() as open_streams:
        http = await open_streams.enter_async_context(
            aiohttp.ClientSession(base_url=url, connector=aiohttp.TCPConnector(limit=0), timeout=no_end)
        )

        async def listen(number: int) -> None:
            async with turns:
                headers = {"Origin": url, "X-Forwarded-For": f"10.0.{number // 250}.{number % 250 + 1}"}
                async with http.post("/web/main/visitor", headers=headers) as answer:
                    answer.raise_for_status()
                    headers["Authorization"] = f"Bearer {(await answer.json())['token']}"
                stream = await open_streams.enter_async_context(http.get("/web/main/stream", headers=headers))
                stream.raise_for_status()

        await asyncio.gather(*(listen(number) for number in range(WIDGETS)))
        await asyncio.sleep(REST_SECONDS)
        return _mib(pid)


def _mib(pid: int) -> float:
    return sum(pss_bytes(one) for one in family(pid)) / 2**20
