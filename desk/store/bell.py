"""The bell: after each commit it wakes whoever looks at a table that changed. It carries no news itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable


class Bell:
    """In-process. A missed ring loses nothing: everybody also looks by themselves every second."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    def ring(self, tables: Iterable[str]) -> None:
        touched = set(tables)
        for listener in self._listeners:
            if listener.tables & touched:
                listener.woken.set()

    def listen(self, *tables: str) -> Listener:
        listener = Listener(self, frozenset(tables))
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)


class Listener:
    def __init__(self, bell: Bell, tables: frozenset[str]) -> None:
        self._bell, self.tables = bell, tables
        self.woken = asyncio.Event()

    async def wait(self, seconds: float = 1.0) -> None:
        """Until the next ring since the last wait, or this long at most."""
        try:
            async with asyncio.timeout(seconds):
                await self.woken.wait()
        except TimeoutError:
            pass
        self.woken.clear()

    def close(self) -> None:
        self._bell.leave(self)
