"""The supervisor's wall, kept up for all who look at it: read once for a change, once a second at most, drawn once for
each language, and the same bytes for every screen. While nobody looks, nothing is read."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial

import structlog
from aiohttp import web

from console import wall_reading, wall_shapes
from console.door import Door
from console.live import piece
from desk.clock import ticks
from desk.debt import Debts
from desk.opening import reached
from desk.share import Counting
from desk.shop import MIDNIGHT
from desk.store import day_log, wall
from desk.store.day_log import Alarm
from desk.store.log import Place

APART_SECONDS = 1.0
"""Between two looks, however much happens."""
BY_ITSELF_SECONDS = 2.0
"""Without a ring: the shop opens or closes, and other processes ring nowhere here."""

log = structlog.get_logger()


class Today:
    """The day's debts and alarms, as far as they were read."""

    def __init__(self, midnight: datetime) -> None:
        self.midnight = midnight
        self.debts, self.counting = Debts(midnight), Counting()
        self.alarms: deque[Alarm] = deque(maxlen=wall_reading.LINES)
        self.alarms_count = 0
        self._first: int | None = None
        self._place: Place

    async def catch_up(self, here: Door) -> bool:
        """True where something is written that could not be read yet."""
        if self._first is None:
            self._first = await self._begin(here)
        while True:
            before = self._place
            read = await here.store.read(partial(day_log.go_on, first=self._first, after=before))
            self._place = read.place
            for fact in read.facts:
                self.debts.follow(fact)
            self.alarms.extend(read.alarms)
            self.alarms_count += len(read.alarms)
            if not read.more or read.place == before:
                return read.more

    async def _begin(self, here: Door) -> int:
        """With what was carried over midnight. Broken off, it begins again."""
        self.debts = Debts(self.midnight)
        self._place = await here.store.read(partial(day_log.begin, midnight=self.midnight))
        after: int | None = 0
        while after is not None:
            facts, after = await here.store.read(
                partial(day_log.carried, midnight=self.midnight, day=self._place, after=after)
            )
            for fact in facts:
                self.debts.follow(fact)
        return self._place.number + 1


class Board:
    def __init__(self, here: Door) -> None:
        self._here = here
        self._today: Today | None = None
        self._looking, self._news = asyncio.Lock(), asyncio.Event()
        self._looked = -APART_SECONDS
        self._shown: wall_shapes.Wall | None = None
        self._frames: dict[str, bytes] = {}
        self._watching = 0
        self._keeping: asyncio.Task[None] | None = None
        self.version = 0
        """Of what hangs there; another one after each change."""

    async def shown(self) -> wall_shapes.Wall:
        """As it was a second ago at most."""
        if self._shown is None or ticks() - self._looked >= APART_SECONDS:
            await self._look()
        assert self._shown is not None
        return self._shown

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """As long as somebody looks, it is kept up."""
        self._watching += 1
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep_up())
        try:
            yield
        finally:
            self._watching -= 1
            if not self._watching and self._keeping is not None:
                self._keeping.cancel()
                self._keeping = None

    async def changed(self, version: int) -> None:
        """Until something else hangs there than in that version."""
        while self.version == version:
            await self._news.wait()

    def frame(self, language: str) -> bytes:
        """What a stream writes: drawn for the first who asks, the same bytes for all."""
        found = self._frames.get(language)
        if found is None:
            html = self._here.renderer.render("wall/_wall.html", language, wall=self._shown)
            found = self._frames[language] = piece("fragment", html, str(self.version))
        return found

    async def _keep_up(self) -> None:
        bell = self._here.store.bell.listen("event", "inbox")
        try:
            while True:
                unsettled = await self._look_or_wait()
                await asyncio.sleep(APART_SECONDS)
                if not unsettled:
                    await bell.wait(BY_ITSELF_SECONDS)
        finally:
            bell.close()

    async def _look_or_wait(self) -> bool:
        try:
            return await self._look()
        except (
            Exception
        ) as error:  # each driver has its own; the screens keep what they have, and it is looked again
            log.warning("wall_waits", reason=type(error).__name__)
            return False

    async def _look(self) -> bool:
        here = self._here
        async with self._looking:
            at = here.clock()
            midnight = reached(here.zone, at.astimezone(here.zone).date(), MIDNIGHT)
            if self._today is None or self._today.midnight != midnight:
                self._today = Today(midnight)
            today, promptness = self._today, here.rules.promptness
            unsettled = await today.catch_up(here)
            look = await here.store.read(lambda book: wall.look(book, wall_reading.LINES))
            for one in look.owed:
                today.debts.stands(one.id, one.queue_id, one.topic)
            shares = today.counting.count(today.debts.found, promptness, at)
            shown = wall_reading.wall(look, shares, today.alarms, today.alarms_count, promptness, at)
            self._looked = ticks()
            if shown != self._shown:
                self._hang(shown)
            return unsettled

    def _hang(self, shown: wall_shapes.Wall) -> None:
        self._shown, self._frames = shown, {}
        self.version += 1
        news, self._news = self._news, asyncio.Event()
        news.set()


BOARD = web.AppKey("board", Board)
