"""The public listener with its web chat, on loopback, and Mina's browser before it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import aiohttp
from aiohttp import web

from bot.app import Door, make_app
from bot.channels.web import Web
from bot.hear import Hearing
from bot.outbox import Sender
from bot.web.chat import WebChat
from bot.web.letters import Front
from bot.web.pages import pages
from bot.web.rates import USUAL, Rates
from desk.clock import Clock
from desk.conversation import Conversation, Reach
from desk.files import Files
from desk.health import Health
from desk.message import Author
from desk.peer import networks
from desk.store import Book, Store, conversations, visitors
from desk.store.book import Unit
from desk.store.feed import Feed
from desk.typing import Typing
from tests.cast import FREE, TARGETS

T = TypeVar("T")

SHOP = "https://lantern.example"
JPEG = b"\xff\xd8\xff\xe0" + b"a lamp, seen from the left" * 20


class Begun:
    """A store that knows which of its writes are not over, also of somebody who was called off meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.units: set[asyncio.Future[Any]] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def write(self, unit: Unit[T]) -> T:
        begun = asyncio.ensure_future(self._store.write(unit))
        self.units.add(begun)
        begun.add_done_callback(self.units.discard)
        return await asyncio.shield(begun)


class House:
    """Started by `opened`. `url` is where the listener is; `typing` is what the console would hold."""

    def __init__(
        self, store: Store, folder: Path, clock: Clock, *, origin: str, rates: Rates, ping_seconds: float
    ) -> None:
        self.store, self.clock = store, clock
        self.files, self.typing, self.feed = Files(folder), Typing(), Feed(store)
        self.channel = Web(account="main", origins=[origin], keys=self.typing)
        self.other = Web(account="other", origins=["https://other.example"])
        self.owed: list[int] = []
        hearing = Hearing(store, clock, TARGETS, lambda id, *how: self.owed.append(id))
        self.chat = WebChat(
            store,
            self.feed,
            hearing,
            self.files,
            self.typing,
            clock,
            accounts={"main": self.channel, "other": self.other},
            front=Front("Lantern & Loom", "zh-CN", "https://lantern.example/privacy"),
            public_url="https://desk.example",
            proxies=networks(["127.0.0.1"]),
            rates=rates,
            ping_seconds=ping_seconds,
        )
        self.begun = Begun(store)
        self.sender = Sender(
            cast("Store", self.begun), self.channel, self.files, clock, TARGETS, lambda id, *how: None
        )
        self.app = make_app(
            Door({}, hearing, Health()), self.chat.join, pages("", "Lantern & Loom"), https=True
        )
        self._keys = itertools.count(1)

    async def start(self) -> None:
        self.runner = web.AppRunner(self.app, handle_signals=False, shutdown_timeout=5)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        self.tasks = [asyncio.create_task(work()) for work in (self.feed.run, self.chat.run)]
        self.go_on_sending()

    def go_on_sending(self) -> None:
        self._sending = asyncio.create_task(self.sender.run())
        self.tasks.append(self._sending)

    async def stop_sending(self) -> None:
        """With what it had begun: on PostgreSQL a unit goes on in its thread, and may claim what is written later."""
        self._sending.cancel()
        await asyncio.gather(self._sending, *self.begun.units, return_exceptions=True)

    async def stop(self) -> None:
        await self.runner.cleanup()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def change(self, identity: str, act: Callable[[Conversation], Any]) -> Any:
        """Does something to the visitor's conversation, as the bot or an agent would."""

        def unit(book: Book) -> Any:
            conversation = conversations.latest_of_chat(book, "web", "main", identity)
            assert conversation is not None
            return act(conversation)

        return await self.store.write(unit)

    async def says(self, identity: str, text: str, *, by: int | None = None, **more: Any) -> None:
        key, author = f"said:{next(self._keys)}", Author.BOT if by is None else Author.HUMAN
        await self.change(
            identity,
            lambda c: c.say(
                text, author=author, by=by, at=self.clock(), guard=FREE, idem_key=key, reach=Reach(), **more
            ),
        )


@contextlib.asynccontextmanager
async def opened(
    store: Store,
    folder: Path,
    clock: Clock,
    *,
    origin: str = SHOP,
    rates: Rates = USUAL,
    ping_seconds: float = 15.0,
) -> AsyncIterator[House]:
    house = House(store, folder, clock, origin=origin, rates=rates, ping_seconds=ping_seconds)
    await house.start()
    try:
        yield house
    finally:
        await house.stop()


class Browser:
    """What a page of the shop sends. `seen` holds every event of its stream, oldest first."""

    def __init__(
        self,
        house: House,
        session: aiohttp.ClientSession,
        *,
        account: str = "main",
        origin: str | None = SHOP,
    ) -> None:
        self.house, self.session, self.account, self.origin = house, session, account, origin
        self.token = ""
        self.seen: list[tuple[str, dict[str, Any]]] = []
        self._news = asyncio.Condition()
        self._listening: asyncio.Task[None] | None = None
        self._ids = itertools.count(1)

    def headers(self, **more: str) -> dict[str, str]:
        said = {"Origin": self.origin} if self.origin else {}
        return {**said, **({"Authorization": f"Bearer {self.token}"} if self.token else {}), **more}

    async def ask(self, method: str, path: str, **options: Any) -> tuple[int, Any, Any]:
        """(status, JSON or bytes, headers)."""
        headers = {**self.headers(), **options.pop("headers", {})}
        async with self.session.request(method, self.house.url + path, headers=headers, **options) as answer:
            body = await answer.read()
            is_json = answer.content_type == "application/json"
            return answer.status, json.loads(body) if is_json else body, answer.headers

    async def arrives(self) -> Browser:
        status, body, _ = await self.ask("POST", f"/web/{self.account}/visitor")
        assert status == 201
        self.token = body["token"]
        return self

    async def writes(self, text: str = "", *, id: str = "", **more: Any) -> int:
        letter = {
            "id": id or f"letter-{next(self._ids):04}",
            "text": text,
            "photos": [],
            "language": "en",
            **more,
        }
        return (await self.ask("POST", f"/in/web/{self.account}", json=letter))[0]

    async def uploads(self, data: bytes = JPEG, *, id: str = "upload-0001", **more: str) -> tuple[int, Any]:
        headers = {"X-Upload-Id": id, "X-File-Name": "lamp.jpg", "Content-Type": "image/jpeg", **more}
        status, body, _ = await self.ask("POST", f"/web/{self.account}/photos", data=data, headers=headers)
        return status, body

    async def listens(self, after: int = 0) -> None:
        opening = asyncio.get_running_loop().create_future()
        self._listening = asyncio.create_task(self._listen(after, opening))
        await opening

    async def hangs_up(self) -> None:
        assert self._listening is not None
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)

    async def stream_ended(self) -> None:
        assert self._listening is not None
        async with asyncio.timeout(30):
            await self._listening

    async def _listen(self, after: int, opening: asyncio.Future[None]) -> None:
        url = f"{self.house.url}/web/{self.account}/stream?after={after}"
        async with self.session.get(url, headers=self.headers()) as answer:
            assert answer.status == 200, answer.status
            opening.set_result(None)
            name = ""
            async for raw in answer.content:
                line = raw.decode().rstrip("\n")
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    await self._see(name, json.loads(line[6:]))
                elif line.startswith(":"):
                    await self._see("ping", {})

    async def _see(self, name: str, data: dict[str, Any]) -> None:
        # PostgreSQL may tell again what was not settled at the first look; the page drops it, too. SQLite never may.
        if (name, data) in self.seen and name == "message" and not self.house.store.at_hand:
            return
        async with self._news:
            self.seen.append((name, data))
            self._news.notify_all()

    async def waits_for(self, what: Callable[[list[tuple[str, dict[str, Any]]]], bool]) -> None:
        async with asyncio.timeout(30), self._news:
            await self._news.wait_for(lambda: what(self.seen))

    async def hears(self, count: int) -> list[str]:
        """The texts of the messages, once there are so many."""
        await self.waits_for(lambda seen: len([1 for name, _ in seen if name == "message"]) >= count)
        return [message["text"] for message in self.messages]

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [data for name, data in self.seen if name == "message"]

    @property
    def modes(self) -> list[tuple[str, str | None]]:
        return [(data["mode"], data["agent"]) for name, data in self.seen if name == "mode"]

    async def identity(self) -> str:
        found = await self.house.store.read(lambda book: visitors.identity_of(book, self.account, self.token))
        assert found is not None
        return found
