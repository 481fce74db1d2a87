"""Whether somebody who listens may go on listening, and the signs of their being there."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from console.door import Door, Visit
from console.session import still_there
from desk.agent import Right
from desk.clock import ticks
from desk.errors import StoreBusy
from desk.presence import GRACE
from desk.store import Book, posts

PING_SECONDS = 15.0
CHECKS_APART_SECONDS = 1.0
SIGNS_APART_SECONDS = 60.0
"""How often a browser's being there is written down."""


class Stay:
    """One stream's reader. Whoever keeps the stream waits for `changed` and for `pause` seconds at most, and asks
    `goes_on` each time."""

    def __init__(self, here: Door, someone: Visit) -> None:
        self._here, self._someone = here, someone
        self._bell = here.store.bell.listen("session", "agent")
        self.changed = self._bell.woken
        self.pause = CHECKS_APART_SECONDS  # soon once: what rang before we listened was missed
        self._looked = self._signed = ticks()

    async def begin(self) -> None:
        await self._sign(posts.arrives)

    def hurry(self) -> None:
        """Sessions or people have changed. Changes come in groups."""
        self.changed.clear()
        self.pause = CHECKS_APART_SECONDS

    async def goes_on(self) -> bool:
        if ticks() - self._looked < self.pause:
            return True
        if not await self._may_stay():
            return False
        self.pause, self._looked = PING_SECONDS, ticks()
        if ticks() - self._signed >= SIGNS_APART_SECONDS:
            self._signed = ticks()
            await self._sign(posts.seen)
        return True

    async def end(self) -> None:
        self._bell.close()
        await self._sign(_last_sign)

    async def _may_stay(self) -> bool:
        try:
            return await still_there(self._here, self._someone)
        except StoreBusy:
            return True  # asked again at the next ping

    async def _sign(self, write: Callable[[Book, int, datetime, timedelta], None]) -> None:
        """That a browser of theirs is there, or was there until now: what holds for everybody who answers buyers."""
        if not self._someone.may(Right.CONVERSE):
            return
        at, span = self._here.clock(), GRACE + timedelta(seconds=SIGNS_APART_SECONDS + PING_SECONDS)
        with contextlib.suppress(StoreBusy):  # the sign of a minute ago still holds
            await self._here.store.write(lambda book: write(book, self._someone.agent.id, at, span))


def _last_sign(book: Book, agent_id: int, at: datetime, span: timedelta) -> None:
    posts.seen(book, agent_id, at, GRACE)
