"""A clock on the wall that was moved changes nobody's wait: what is counted in seconds moves along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from desk.clock import Clock
from desk.store import Store, clockwork

LEAST = timedelta(seconds=2)
"""Less is a clock that is being set right by and by."""

log = structlog.get_logger()


class MovedClock:
    def __init__(self, store: Store, clock: Clock, uptime: Callable[[], float]) -> None:
        """`uptime`: seconds that really passed."""
        self._store, self._clock, self._uptime = store, clock, uptime
        self._followed = self._begun()

    async def follow(self) -> None:
        """Broken off, it begins again."""
        begun = self._begun()
        by = begun - self._followed
        if abs(by) >= LEAST:
            log.warning("clock_moved", seconds=by.total_seconds())
            await self._store.write(lambda book: clockwork.jump(book, by))
        self._followed = begun

    def _begun(self) -> datetime:
        """When this machine started, by the clock as it is now: it stands still until the clock is moved."""
        return self._clock() - timedelta(seconds=self._uptime())
