"""The book in one SQLite file: one connection writes (desk.store.writer), several read."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite as dialects
from sqlalchemy.engine import Engine

from desk.health import Health
from desk.store.bell import Bell
from desk.store.book import Book, Unit, run_unit
from desk.store.statements import Statements
from desk.store.writer import Writer, driver

__all__ = ["SqliteStore", "driver", "fault_of", "version_in_use"]

T = TypeVar("T")

READERS = 3
PRAGMAS = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;
PRAGMA cache_size=-4096; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;
PRAGMA wal_autocheckpoint=4000;
"""
ON_THE_WAY = "PRAGMA cache_size=-16384"
"""On the way of a message pages are asked for at random; a small shop's store is smaller than this."""


def fault_of(version: tuple[int, ...]) -> str | None:
    """Why this SQLite should not be trusted with several connections, or None.

    The WAL-reset fault: 3.7.0 to 3.51.2, mended in 3.51.3 and in 3.44.6 and 3.50.7 (sqlite.org's own list)."""
    if version >= (3, 51, 3) or (
        version[:2] in ((3, 44), (3, 50)) and version >= {44: (3, 44, 6), 50: (3, 50, 7)}[version[1]]
    ):
        return None
    return f"SQLite {'.'.join(map(str, version))} has the WAL-reset fault (mended in 3.51.3)"


def version_in_use() -> tuple[int, ...]:
    return tuple(driver.sqlite_version_info)


class SqliteStore:
    at_hand = True

    def __init__(self, path: Path, *, readers: int = READERS, health: Health | None = None) -> None:
        self.path = path
        self.bell = Bell()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._statements = Statements(dialects.dialect(paramstyle="named"))
        self._local = threading.local()
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        writes, carries = self._connect(), self._connect()
        self._connections = [writes, carries]
        self._glancer = self._reader()
        for connection in (writes, self._glancer):
            connection.execute(ON_THE_WAY)
        self._writer = Writer(writes, carries, self._statements, self.bell, health or Health())

    async def write(self, unit: Unit[T]) -> T:
        return await self._writer.write(unit)

    async def read(self, unit: Unit[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, unit)

    async def glance(self, unit: Unit[T]) -> T:
        # The writer has the pages at hand that were written lately; another connection reads anew after every commit.
        if not self._writer.away:
            return self._writer.glance(unit)
        return unit(Book(self._glancer.cursor(), self._statements, locks=False, writes=False))

    def engine(self) -> Engine:
        return create_engine("sqlite://", module=driver, creator=self._connect)

    def traced(self, seen: Callable[[str], None]) -> None:
        """Every statement from now on, as it runs; for counting them."""
        for connection in self._connections:
            connection.set_trace_callback(seen)

    def close(self) -> None:
        self._writer.close()
        self._readers.shutdown()
        for connection in self._connections:
            connection.close()

    def _read(self, unit: Unit[T]) -> T:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._reader()
        connection.execute("BEGIN")
        try:
            return run_unit(unit, Book(connection.cursor(), self._statements, locks=False, writes=False))
        finally:
            connection.execute("ROLLBACK")

    def _reader(self) -> Any:
        connection = self._connect()
        connection.executescript("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0;")
        self._connections.append(connection)
        return connection

    def _connect(self) -> Any:
        connection = driver.connect(
            str(self.path), isolation_level=None, check_same_thread=False, timeout=5.0
        )
        connection.executescript(PRAGMAS)
        return connection
