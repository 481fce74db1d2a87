"""Otto at his desk, in the console: he takes conversations at random moments, answers, and mostly gives them back."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

from tests.prove.house import House

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
PASSWORD = "a-lantern-over-the-loom-47"
PATIENCE_S = 20.0


class Turned(Exception):
    """The desk refused, as it may."""


@dataclass(slots=True)
class Staff:
    """Works over HTTP. `chats` tells who is about to be answered; `conversation` which conversation that is."""

    house: House
    chats: Callable[[], list[str]]
    conversation: Callable[[str], int | None]
    dice: random.Random
    done: Counter[str] = field(default_factory=Counter)
    _csrf: str = ""
    _words: int = 0
    _http: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def at_the_desk(self) -> AsyncIterator[None]:
        """Signed in; the desk has to be up."""
        origin = URL(self.house.console_url)
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=[origin])
        headers, patience = {"Origin": str(origin).rstrip("/")}, aiohttp.ClientTimeout(10)
        async with aiohttp.ClientSession(
            origin, cookie_jar=jar, headers=headers, timeout=patience
        ) as self._http:
            await self._sign_in()
            yield

    async def run(self) -> None:
        """Until cancelled. Whatever a kill breaks off is tried again, as a person would."""
        while True:
            await asyncio.sleep(self.dice.uniform(0.1, 0.8))
            if chats := self.chats():
                await self._work(self.dice.choice(chats))

    async def _sign_in(self) -> None:
        """By the one-time code, with a password of his own choice."""
        code = await asyncio.to_thread(self.house.hire, "otto")
        await self._post("/welcome", code=code)
        self._csrf = await self._read_csrf("/first-password")
        await self._post("/first-password", password=PASSWORD, again=PASSWORD)

    async def _work(self, chat: str) -> None:
        id = await asyncio.to_thread(self.conversation, chat)
        if id is None:
            return
        try:
            await self._post(f"/desk/{id}/taking")
            self.done["took"] += 1
            for _ in range(self.dice.randint(0, 2)):
                await asyncio.sleep(self.dice.uniform(0.0, 0.8))
                await self._reply(id)
            await asyncio.sleep(self.dice.uniform(0.0, 0.8))
            await self._let_go(id)
        except Turned:
            self.done["refused"] += 1

    async def _reply(self, id: int) -> None:
        """Sometimes clicked twice: the same thing said twice is said once."""
        self._words += 1
        said = {
            "text": f"Otto here, word {self._words}: I am looking after this.",
            "idem": f"otto-word-{self._words:06d}",
        }
        clicks = self.dice.choice((1, 1, 2))
        await asyncio.gather(*(self._post(f"/desk/{id}/messages", **said) for _ in range(clicks)))
        self.done["replied"] += 1
        self.done["clicked twice"] += clicks == 2

    async def _let_go(self, id: int) -> None:
        verb = self.dice.choices(("giving-back", "releasing", "closing", ""), (60, 10, 10, 20))[0]
        if verb:
            await self._post(f"/desk/{id}/{verb}")
        self.done[verb or "kept"] += 1

    async def _read_csrf(self, path: str) -> str:
        assert self._http is not None
        async with self._http.get(path) as answer:
            found = CSRF.search(await answer.text())
        assert found is not None, f"{path} answered {answer.status} without a form"
        return found[1]

    async def _post(self, path: str, **fields: str) -> None:
        """Raises Turned when the desk says no; tries again while it is dead or cannot keep it."""
        assert self._http is not None
        until = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            try:
                form = fields | {"csrf": self._csrf}
                async with self._http.post(path, data=form, allow_redirects=False) as answer:
                    status = answer.status
            except (aiohttp.ClientError, TimeoutError):
                status = 503
            if status < 400:
                return
            if status != 503:
                raise Turned(f"{path}: {status}")
            if asyncio.get_running_loop().time() > until:
                raise Turned(f"{path}: the desk does not answer")
            await asyncio.sleep(0.1)
