"""Leases: a poller, a sender or a clock runs in one process at a time, and moves on when that process dies."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from desk.clock import Clock
from desk.errors import StoreBusy
from desk.store import Store, clockwork

SPAN = timedelta(seconds=15)
RENEW_SECONDS = 4.0

log = structlog.get_logger()


class Leases:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._holder = secrets.token_hex(8)

    async def while_held(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Runs `work` whenever, and only while, this process holds the lease. For ever."""
        while True:
            if await self._hold(name):
                await self._run(name, work)
            else:
                await asyncio.sleep(1)

    async def _run(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        task = asyncio.ensure_future(work())
        try:
            while await self._still(name, task):
                pass
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._let_go(name)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("worker_died", name=name, error=type(error).__name__, exc_info=error)
            await asyncio.sleep(1)

    async def _still(self, name: str, task: asyncio.Future[None]) -> bool:
        done, _ = await asyncio.wait([task], timeout=RENEW_SECONDS)
        return not done and await self._hold(name)

    async def _hold(self, name: str) -> bool:
        at = self._clock()
        try:
            return await self._store.write(lambda book: clockwork.hold(book, name, self._holder, at, SPAN))
        except StoreBusy:
            return False

    async def _let_go(self, name: str) -> None:
        try:
            await self._store.write(lambda book: clockwork.let_go(book, name, self._holder))
        except StoreBusy:
            log.warning("lease_runs_out", name=name)
