"""A burst of photos: 200 of 3 MB within ten seconds, sent by the chat of the web page, while letters come as on any day.

What is promised: each is durable before it is acknowledged; letters are acknowledged within 1.5 times of what they take without
the burst (p95); all viewer's copies are there a minute later."""

from __future__ import annotations

import asyncio
import hashlib
import io
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image

from bench.catalogue import IDENTITIES, sentences
from bench.latency import steadily
from bench.message_path import fill, post, update
from bench.servers import SECRET, TOKEN
from bench.size import answers, begun, free_port
from desk.clock import ticks
from desk.store.sqlite import driver

PHOTOS, BYTES, SECONDS, VISITORS = 200, 3_000_000, 10.0, 100
LETTERS_PER_SECOND = 40
PATIENCE = 180.0
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
[channels.telegram.main]
token = "{token}"
api_url = "http://127.0.0.1:9"
mode = "webhook"
secret = "{secret}"
"""


async def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder, public = Path(name), free_port()
        url = f"http://127.0.0.1:{public}"
        file = folder / "config.toml"
        file.write_text(
            CONFIG.format(public=public, console=free_port(), url=url, token=TOKEN, secret=SECRET)
        )
        await fill(folder)
        process = begun([sys.executable, "-m", "shopdesk", "serve", "--config", str(file)])
        try:
            await answers(public)
            return await _measured(public, url, folder)
        finally:
            process.terminate()
            process.wait()


async def _measured(public: int, url: str, folder: Path) -> dict[str, Any]:
    numbers, said = iter(range(1, 10**9)), sentences(10**6)

    def letters(count: int) -> list[bytes]:
        return [update(next(numbers), *next(said)) for _ in range(count)]

    count = round(LETTERS_PER_SECOND * SECONDS)
    await post(public, letters(IDENTITIES), 8)
    photos, tokens = _photos(), await _visitors(url)
    before = await steadily(public, letters(count), LETTERS_PER_SECOND)
    burst = asyncio.create_task(_burst(url, tokens, photos))
    during = await steadily(public, letters(count), LETTERS_PER_SECOND)
    acknowledged, began, lost = await burst
    drawn = await _drawn(folder, began)
    stored = {path.name for path in (folder / "var" / "files").rglob("*") if path.is_file()}
    wanted = {hashlib.sha256(photo).hexdigest() for photo in photos}
    return {
        "photos": len(acknowledged), "turned_away_at_first": lost, "bytes_each": BYTES,
        "kept_of_acknowledged": len(wanted & stored),
        "acknowledged_ms": _percentiles(acknowledged),
        "letters_without_ms": _percentiles(before), "letters_during_ms": _percentiles(during),
        "ratio_p95": round(_p(during, 95) / _p(before, 95), 2), "must_ratio": 1.5,
        "all_copies_after_s": drawn, "must_s": 60,
    }  # fmt: skip


def _photos() -> list[bytes]:
    """Pictures with as many pixels as a phone's, each other bytes."""
    dice = random.Random(7)
    picture = Image.effect_noise((2000, 1500), 60).convert("RGB")
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=90)
    base = kept.getvalue()
    return [base + dice.randbytes(max(16, BYTES - len(base))) for _ in range(PHOTOS)]


async def _visitors(url: str) -> list[dict[str, str]]:
    found = []
    async with aiohttp.ClientSession(base_url=url) as http:
        for number in range(VISITORS):
            headers = {"Origin": url, "X-Forwarded-For": f"10.1.{number // 250}.{number % 250 + 1}"}
            async with http.post("/web/main/visitor", headers=headers) as answer:
                answer.raise_for_status()
                headers["Authorization"] = f"Bearer {(await answer.json())['token']}"
            found.append(headers)
    return found


async def _burst(
    url: str, visitors: list[dict[str, str]], photos: list[bytes]
) -> tuple[list[float], float, int]:
    """Seconds until each was acknowledged; when it began; how often somebody was told to come again, as the widget does."""
    began, lost = ticks(), 0
    async with aiohttp.ClientSession(base_url=url, connector=aiohttp.TCPConnector(limit=0)) as http:

        async def one(number: int, photo: bytes) -> float:
            nonlocal lost
            due = began + 2.0 + number * SECONDS / PHOTOS
            await asyncio.sleep(due - ticks())
            headers = {
                **visitors[number % VISITORS],
                "X-Upload-Id": f"upload-{number:06}",
                "Content-Type": "image/jpeg",
            }
            while True:
                async with http.post("/web/main/photos", data=photo, headers=headers) as answer:
                    if answer.status == 201:
                        return ticks() - due
                    assert answer.status == 503, answer.status
                lost += 1
                await asyncio.sleep(0.5)

        took = await asyncio.gather(*(one(*photo) for photo in enumerate(photos)))
    return list(took), began, lost


async def _drawn(folder: Path, began: float) -> float:
    """Seconds from the beginning until every viewer's copy was there."""
    until = ticks() + PATIENCE
    while ticks() < until:
        book = driver.connect(f"file:{folder / 'var' / 'shopdesk.db'}?mode=ro", uri=True, timeout=5)
        try:
            [(left,)] = book.execute("SELECT count(*) FROM photo WHERE view_state <> 'ok'").fetchall()
            [(there,)] = book.execute("SELECT count(*) FROM photo").fetchall()
        finally:
            book.close()
        if there >= PHOTOS and not left:
            return round(ticks() - began, 1)
        await asyncio.sleep(0.5)
    return float("inf")


def _p(times: list[float], percent: int) -> float:
    return sorted(times)[len(times) * percent // 100]


def _percentiles(times: list[float]) -> dict[str, float]:
    return {f"p{percent}": round(_p(times, percent) * 1000, 1) for percent in (50, 95, 99)}
