"""The visitors' streams: who listens, and what wakes them. A stream holds a place in the log, never a queue."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from desk.line import Line
from desk.store import Store, chats
from desk.store.chats import State
from desk.store.feed import Feed
from desk.store.log import BEGINNING, Happened
from desk.typing import Typing, Typist

MOST_OF_ONE = 8
"""Tabs of one visitor that listen at a time; one more, and the oldest ends."""
LINES_KEPT = 10_000


class Stream:
    __slots__ = ("ended", "line", "place", "state", "typist", "woken")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.place = BEGINNING
        self.state: State | None = None
        self.typist: Typist | None = None
        self.woken = asyncio.Event()
        self.ended = False

    def wake(self) -> None:
        self.woken.set()

    def end(self) -> None:
        self.ended = True
        self.woken.set()


class Streams:
    def __init__(self, store: Store, feed: Feed, typing: Typing) -> None:
        self._store, self._feed = store, feed
        self._open: dict[Line, list[Stream]] = {}
        self._lines: dict[int, Line] = {}
        self._over = False
        typing.listen(self._on_typing)

    async def run(self) -> None:
        """Wakes the streams of the chats in which something happened; one reader for all of them."""
        begin = await self._feed.end()
        # Who opened a stream before this reader had its place may have looked before what it will never read.
        self._wake_all()
        async for batch in self._feed.follow(begin):
            if self._open:
                await self._wake(batch)

    def open(self, line: Line) -> Stream:
        stream = Stream(line)
        mine = self._open.setdefault(line, [])
        mine.append(stream)
        if len(mine) > MOST_OF_ONE:
            mine.pop(0).end()
        if self._over:
            stream.end()
        return stream

    def close(self, stream: Stream) -> None:
        mine = self._open.get(stream.line, [])
        if stream in mine:
            mine.remove(stream)
        if not mine:
            self._open.pop(stream.line, None)

    def end(self) -> None:
        """At shutdown, before anything else: a stream would otherwise hold it up for its whole patience."""
        self._over = True
        for stream in self._all():
            stream.end()

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    def _all(self) -> Iterable[Stream]:
        return [stream for mine in self._open.values() for stream in mine]

    async def _wake(self, batch: list[Happened]) -> None:
        ids = {happened.conversation_id for happened in batch if happened.conversation_id is not None}
        try:
            await self._learn(ids - self._lines.keys())
        except Exception:  # the store's own troubles, in each driver's words: better all look than one sleeps
            self._wake_all()
            return
        for id in ids:
            if (line := self._lines.get(id)) is not None:
                for stream in self._open.get(line, ()):
                    stream.wake()

    def _wake_all(self) -> None:
        for stream in self._all():
            stream.wake()

    async def _learn(self, ids: set[int]) -> None:
        if not ids:
            return
        found = await self._store.read(lambda book: chats.lines_of(book, ids))
        while len(self._lines) + len(found) > LINES_KEPT and self._lines:
            del self._lines[next(iter(self._lines))]
        self._lines |= found

    def _on_typing(self, line: Line, who: Typist) -> None:
        if who != Typist.BUYER:
            for stream in self._open.get(line, ()):
                stream.typist = who
                stream.wake()
