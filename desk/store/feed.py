"""The feed: one reader of the log per process, followed by everybody who shows what happens while it happens."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import deque
from collections.abc import AsyncIterator

import structlog

from desk.store import Store, log
from desk.store.log import Happened, Place

AT_ONCE = 500
KEPT = 4096
"""Newest events in memory. Who is further behind reads the store until they have caught up."""
SOON_SECONDS = 0.02

logger = structlog.get_logger()


class Feed:
    """`run` reads; `follow` as often as wanted. A follower holds its place in the log and nothing else, so a
    slow one costs no memory and misses nothing."""

    def __init__(self, store: Store, *, kept: int = KEPT) -> None:
        self._store = store
        self._recent: deque[Happened] = deque(maxlen=kept)
        self._before_recent: Place | None = None
        self._news = asyncio.Event()

    async def run(self) -> None:
        listener = self._store.bell.listen("event")
        try:
            at = self._before_recent = await self.end()
            while True:
                batch, unsettled = await self._read(at)
                if batch:
                    at = batch[-1].place
                    self._tell(batch)
                if len(batch) < AT_ONCE:
                    await listener.wait(SOON_SECONDS if unsettled else 1.0)
        finally:
            listener.close()

    async def follow(self, after: Place) -> AsyncIterator[list[Happened]]:
        """What happens after that place, in order, in batches of at most 500. Never ends."""
        at = after
        while True:
            news = self._news
            batch = await self._since(at)
            if batch:
                at = batch[-1].place
                yield batch
            else:
                await news.wait()

    async def end(self) -> Place:
        """Where the log ends now. Waits as long as the store does not answer."""
        while True:
            try:
                return await self._store.read(log.now)
            except Exception as error:  # as below
                logger.warning("feed_waits", reason=type(error).__name__)
                await asyncio.sleep(1)

    async def _read(self, at: Place) -> tuple[list[Happened], bool]:
        try:
            return await self._store.read(lambda book: log.after(book, at, AT_ONCE))
        except (
            Exception
        ) as error:  # each driver has its own; who only reads tries again, and nothing is missed
            logger.warning("feed_waits", reason=type(error).__name__)
            return [], False

    def _tell(self, batch: list[Happened]) -> None:
        leaving = len(self._recent) + len(batch) - (self._recent.maxlen or 0)
        if leaving > 0:
            self._before_recent = [*self._recent, *batch][leaving - 1].place
        self._recent.extend(batch)
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _since(self, at: Place) -> list[Happened]:
        if self._before_recent is None or at < self._before_recent:
            return (await self._read(at))[0]
        start = bisect_right(self._recent, at, key=lambda happened: happened.place)
        return [self._recent[i] for i in range(start, min(start + AT_ONCE, len(self._recent)))]
