"""The book on PostgreSQL: units run in a few threads, each with its own connection.

READ COMMITTED with row locks and versions; the whole unit runs again on a conflict, a deadlock or a lost
connection. Whether a COMMIT whose answer was lost went through is asked of the server by transaction number."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql import psycopg as dialects
from sqlalchemy.engine import Engine

from desk.errors import StoreBusy, StoreFull
from desk.health import Health
from desk.store.bell import Bell
from desk.store.book import Book, Stale, Unit, run_unit
from desk.store.statements import Statements

T = TypeVar("T")

STORE, FULL = "store", "the disk is full"
THREADS = 6
TRIES = 8
AGAIN = (Stale, errors.SerializationFailure, errors.DeadlockDetected)


class PostgresStore:
    at_hand = False

    def __init__(self, url: str, *, threads: int = THREADS, health: Health | None = None) -> None:
        self.url = url
        self._health = health or Health()
        self.bell = Bell()
        self._statements = Statements(dialects.dialect(paramstyle="format"))  # type: ignore[no-untyped-call]
        self._local = threading.local()
        self._connections: list[psycopg.Connection[Any]] = []
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="postgres")

    async def write(self, unit: Unit[T]) -> T:
        loop = asyncio.get_running_loop()
        result, touched = await loop.run_in_executor(self._threads, self._write, unit)
        self.bell.ring(touched)
        return result

    async def read(self, unit: Unit[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, unit)

    async def glance(self, unit: Unit[T]) -> T:
        return await self.read(unit)

    def engine(self) -> Engine:
        return create_engine(self.url.replace("postgresql://", "postgresql+psycopg://", 1))

    def close(self) -> None:
        self._threads.shutdown()
        for connection in self._connections:
            connection.close()

    def _write(self, unit: Unit[T]) -> tuple[T, set[str]]:
        for attempt in range(TRIES):
            try:
                done = self._once(unit)
                self._health.well(STORE)
                return done
            except AGAIN:
                continue
            except errors.UniqueViolation:
                # Two units made the same new thing (a chat's first letters): the second finds it when run again.
                if attempt >= 2:
                    raise
            except errors.DiskFull as error:
                self._health.trouble(STORE, FULL)
                raise StoreFull() from error
            except psycopg.OperationalError:
                self._health.trouble(STORE, "PostgreSQL does not answer")
                self._lost(attempt)
        raise StoreBusy()

    def _once(self, unit: Unit[T]) -> tuple[T, set[str]]:
        connection = self._connection()
        try:
            cursor = connection.cursor()
            number = cursor.execute("SELECT pg_current_xact_id()::text").fetchone()
            book = Book(cursor, self._statements, locks=True)
            result = run_unit(unit, book)
            book.save()
        except BaseException:
            with contextlib.suppress(psycopg.Error):
                connection.rollback()
            raise
        try:
            connection.commit()
        except psycopg.OperationalError:
            self._forget()
            if number is None or not self._went_through(number[0]):
                raise
        return result, book.touched

    def _went_through(self, number: str) -> bool:
        """The fate of a transaction whose COMMIT was never answered."""
        connection = self._connection()
        row = connection.execute("SELECT pg_xact_status(%s::text::xid8)", (number,)).fetchone()
        connection.rollback()
        if row is not None and row[0] == "in progress":
            raise StoreBusy()
        return row is not None and row[0] == "committed"

    def _read(self, unit: Unit[T]) -> T:
        for attempt in range(TRIES):
            try:
                connection = self._connection()
                try:
                    cursor = connection.cursor()
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    return run_unit(unit, Book(cursor, self._statements, locks=False, writes=False))
                finally:
                    with contextlib.suppress(psycopg.Error):
                        connection.rollback()
            except psycopg.OperationalError:
                self._lost(attempt)
        raise StoreBusy()

    def _lost(self, attempt: int) -> None:
        """The server is restarting or cut us off: a new connection, after a little longer each time (10 s in all)."""
        self._forget()
        time.sleep(0.04 * 2**attempt)

    def _connection(self) -> psycopg.Connection[Any]:
        connection: psycopg.Connection[Any] | None = getattr(self._local, "connection", None)
        if connection is None or connection.closed:
            connection = self._local.connection = psycopg.connect(self.url, connect_timeout=5)
            self._connections.append(connection)
        return connection

    def _forget(self) -> None:
        connection = getattr(self._local, "connection", None)
        self._local.connection = None
        if connection is not None:
            with contextlib.suppress(psycopg.Error, ValueError):
                connection.close()
                self._connections.remove(connection)
