"""How large one served installation is at rest, and how long it takes to start; beside a bare server's start.

The size is told twice. RSS is the pages that the process has in memory: it is the same whatever else runs, and is what
to hold the desk to. PSS counts a page that others have too only in part, so that it is kinder the more programs of
Python run beside it, this bench among them: they share the libraries' code."""

from __future__ import annotations

import asyncio
import socket
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import aiohttp

from bench.catalogue import sentences
from bench.message_path import post, stocked, update
from bench.servers import SECRET, TOKEN
from desk.clock import ticks
from desk.config import load

PRODUCTS, ORDERS, MESSAGES = 60, 200, 1000
REST_SECONDS = 5.0
STARTS = 5

LISTENERS = """
[public]
port = {public}
[console]
port = {console}
[shop]
name = "Bench"
"""
CONFIG = (
    LISTENERS
    + """
[channels.telegram.main]
token = "{token}"
api_url = "http://127.0.0.1:9"
mode = "webhook"
secret = "{secret}"
"""
)
BARE = """
from aiohttp import web
async def healthy(request): return web.Response()
app = web.Application(); app.router.add_get("/healthy", healthy)
web.run_app(app, host="127.0.0.1", port={port}, print=None)
"""


async def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder, ports = Path(name), (free_port(), free_port())
        file = folder / "config.toml"
        file.write_text(CONFIG.format(public=ports[0], console=ports[1], token=TOKEN, secret=SECRET))
        await stocked(load(file), PRODUCTS, ORDERS)
        serve = [sys.executable, "-m", "shopdesk", "serve", "--config", str(file)]
        starts, floors = [], []
        for _ in range(STARTS):
            floors.append(await start([sys.executable, "-c", BARE.format(port=ports[0])], ports[0]))
            starts.append(await start(serve, ports[0]))
        return {
            "start_seconds": round(statistics.median(starts), 2),
            "bare_start_seconds": round(statistics.median(floors), 2),
            **await _fed(serve, ports[0]),
            "messages": MESSAGES,
        }


async def start(command: list[str], port: int) -> float:
    """Seconds from exec to the first answer of /healthy."""
    began = ticks()
    process = begun(command)
    try:
        await answers(port)
        return ticks() - began
    finally:
        process.terminate()
        process.wait()


async def _fed(command: list[str], port: int) -> dict[str, int]:
    """MiB at rest, after the messages."""
    process = begun(command)
    try:
        await answers(port)
        letters = [update(number, *said) for number, said in enumerate(sentences(MESSAGES), start=1)]
        await post(port, letters, 8)
        await asyncio.sleep(REST_SECONDS)
        pids = family(process.pid)
        return {
            "rss_mib_after_messages": round(sum(map(rss_bytes, pids)) / 2**20),
            "pss_mib_after_messages": round(sum(map(pss_bytes, pids)) / 2**20),
        }
    finally:
        process.terminate()
        process.wait()


def begun(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def answers(port: int) -> None:
    """Any status: the bench has no Telegram, and a desk without its channel says so."""
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/healthy"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.01)


def family(pid: int) -> list[int]:
    """The process and all below it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in below for one in family(int(child)))]


def rss_bytes(pid: int) -> int:
    """All of its pages in memory, whoever else has them."""
    return _counted(pid, "Rss:")


def pss_bytes(pid: int) -> int:
    """Its share of memory, pages in common counted in part."""
    return _counted(pid, "Pss:")


def _counted(pid: int, what: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(what))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
