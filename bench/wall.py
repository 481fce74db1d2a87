"""What the supervisor's wall costs a served desk: 50 screens, 500 who wait, 50 colleagues, 20 changes a second.

The changes are moves of conversations by the console's own addresses. They cost the same without anybody who looks at the
wall, and that is the floor: windows with and without screens are measured in turn, in the same run."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import statistics
import sys
import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import update

from bench.message_path import Server
from bench.size import answers, begun, free_port
from desk.agent import Agent
from desk.banned.guard import Guard
from desk.buyer import Buyer
from desk.clock import system_clock, ticks
from desk.config import load
from desk.conversation import Conversation, Reach, opening
from desk.handover import Reason
from desk.message import Author, Message
from desk.outgoing import Outgoing
from desk.presence import Presence
from desk.store import Book, posts, schema, sessions
from desk.store.tables import deadline
from desk.targets import USUALLY

SCREENS, WAITING, COLLEAGUES, CHANGES_A_SECOND = 50, 500, 50, 20
ANSWERED = 2_000
"""Rounds of today that are over: the shares are computed from them."""
WINDOW_SECONDS, PAIRS = 12.0, 3
REST_SECONDS = 4.0
TARGET_PERCENT = 10.0
CONFIG = """
[public]
port = {public}
url = "http://127.0.0.1:{public}"
[console]
port = {console}
url = "http://127.0.0.1:{console}"
[shop]
name = "Bench"
[channels.web.main]
origins = ["http://127.0.0.1:{public}"]
"""


async def measure() -> dict[str, Any]:
    """CPU of all threads of the server as percent of one core."""
    with tempfile.TemporaryDirectory() as name:
        file, public, console = Path(name) / "config.toml", free_port(), free_port()
        file.write_text(CONFIG.format(public=public, console=console))
        desk = Stocked(await _stocked(file), f"http://127.0.0.1:{console}")
        process = begun([sys.executable, "-m", "shopdesk", "serve", "--config", str(file)])
        try:
            await answers(public)
            await asyncio.sleep(REST_SECONDS)
            return await desk.measured(Server(process, console))
        finally:
            process.terminate()
            process.wait()


class Stocked:
    """A full desk, and who looks at it."""

    def __init__(self, session: tuple[str, str], url: str) -> None:
        (token, self.csrf), self.url = session, url
        self.headers = {"Origin": url, "X-CSRF": self.csrf, "Cookie": f"__Host-desk={token}; desk={token}"}
        self.pieces = self.bytes = 0

    async def measured(self, server: Server) -> dict[str, Any]:
        without, with_screens, quiet = [], [], 0.0
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as http:
            for _ in range(PAIRS):
                without.append(await self._window(server, http))
                async with self._screens(http):
                    await asyncio.sleep(REST_SECONDS)
                    self.pieces = self.bytes = 0
                    with_screens.append(await self._window(server, http))
                    pieces, size = self.pieces, self.bytes
            async with self._screens(http):
                await asyncio.sleep(REST_SECONDS)
                quiet = await self._quiet(server)
        costs = [100 * (both - alone) for both, alone in zip(with_screens, without, strict=True)]
        return {
            "screens": SCREENS,
            "waiting": WAITING,
            "colleagues": COLLEAGUES,
            "changes_a_second": CHANGES_A_SECOND,
            "pieces_a_screen_a_second": round(pieces / SCREENS / WINDOW_SECONDS, 2),
            "kib_a_piece": round(size / max(1, pieces) / 1024, 1),
            "percent_of_a_core_without": round(100 * statistics.median(without), 1),
            "percent_of_a_core_with": round(100 * statistics.median(with_screens), 1),
            "percent_of_a_core_for_the_wall": round(statistics.median(costs), 1),
            "lowest_to_highest": [round(min(costs), 1), round(max(costs), 1)],
            "percent_of_a_core_nothing_happens": round(100 * quiet, 1),
            "target_percent": TARGET_PERCENT,
        }

    async def _window(self, server: Server, http: aiohttp.ClientSession) -> float:
        """Cores in use while conversations are taken and put back."""
        began, cpu = ticks(), server.cpu_seconds()
        for number in range(int(WINDOW_SECONDS * CHANGES_A_SECOND)):
            # Twelve are taken, then put back: at no two looks in a row it stands as before.
            verb, id = ("releasing" if number // 12 % 2 else "taking"), 1 + number % 12
            async with http.post(
                f"{self.url}/desk/{id}/{verb}", headers=self.headers, allow_redirects=False
            ) as done:
                if done.status != 303:
                    raise RuntimeError(f"{verb} was answered by {done.status}: {await done.text()}")
            await asyncio.sleep(max(0.0, began + (number + 1) / CHANGES_A_SECOND - ticks()))
        return (server.cpu_seconds() - cpu) / (ticks() - began)

    async def _quiet(self, server: Server) -> float:
        began, cpu = ticks(), server.cpu_seconds()
        await asyncio.sleep(WINDOW_SECONDS)
        return (server.cpu_seconds() - cpu) / (ticks() - began)

    @contextlib.asynccontextmanager
    async def _screens(self, http: aiohttp.ClientSession) -> Any:
        watching = [asyncio.create_task(self._watch(http)) for _ in range(SCREENS)]
        try:
            yield
        finally:
            for one in watching:
                one.cancel()
            await asyncio.gather(*watching, return_exceptions=True)

    async def _watch(self, http: aiohttp.ClientSession) -> None:
        async with http.get(f"{self.url}/wall/live", headers=self.headers) as answer:
            answer.raise_for_status()
            async for chunk in answer.content.iter_any():
                self.pieces += chunk.count(b"event: fragment")
                self.bytes += len(chunk)


# --- the desk


async def _stocked(file: Path) -> tuple[str, str]:
    """Token and CSRF of a supervisor's session."""
    store, at = schema.open_store(load(file)), system_clock()
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    try:
        ids = await store.write(lambda book: _hire(book, at))
        await store.write(lambda book: sessions.begin(book, token, csrf, ids[0], "bench", "127.0.0.1", at))
        for first in range(0, WAITING, 50):
            await store.write(partial(_ask, first=first, at=at))
        for first in range(0, ANSWERED, 50):
            await store.write(partial(_answer, first=first, ids=ids, at=at))
        # No ladder climbs while it is measured.
        await store.write(lambda book: book.run(update(deadline).values(state="cancelled")))
    finally:
        store.close()
    return token, csrf


def _hire(book: Book, at: datetime) -> list[int]:
    roles = [["supervisor"], *[["agent"]] * COLLEAGUES]
    people = [
        book.add(Agent(0, f"a{n}", f"Colleague {n}", None, has, "en", "auto", True, at))
        for n, has in enumerate(roles)
    ]
    for one in people[1 : COLLEAGUES // 2]:
        posts.of(book, one.id, at).choose(Presence.BUSY, "phone", at)
    return [one.id for one in people]


def _ask(book: Book, first: int, at: datetime) -> None:
    for number in range(first, first + 50):
        _heard(book, f"w{number}", at - timedelta(seconds=WAITING - number))


def _answer(book: Book, first: int, ids: list[int], at: datetime) -> None:
    for number in range(first, first + 50):
        begun_at = at - timedelta(seconds=number % 600 + 100)
        held, agent = _heard(book, f"a{number}", begun_at), ids[1 + number % COLLEAGUES]
        held.take(agent, begun_at, targets=USUALLY)
        answered_at = begun_at + timedelta(seconds=number % 70)
        held.say(
            "It ships today.", author=Author.HUMAN, by=agent, at=answered_at, guard=Guard([]), idem_key=f"a{number}",
            reach=Reach(),
        )  # fmt: skip
        letter = next(one for one in held.born if isinstance(one, Outgoing))
        letter.state, letter.sent_at = type(letter.state).SENT, answered_at
        held.delivered(letter, answered_at, None)
        held.close(answered_at + timedelta(seconds=1), by=agent)


def _heard(book: Book, chat: str, at: datetime) -> Conversation:
    buyer = book.add(Buyer(0, f"Mina {chat}", "en", at))
    held = book.add(
        opening(
            {
                "buyer_id": buyer.id, "channel": "web", "account": "main", "chat": chat, "identity": chat,
                "buyer_name": f"Mina {chat}", "language": "en", "in_group": False,
            },
            at,
        )
    )  # fmt: skip
    held.hear(Message(0, held.id, 0, Author.BUYER, None, "text", "I want a person", at), at, USUALLY)
    held.hand_off(Reason.ASKED, at, USUALLY)
    return held
