"""The book in one SQLite file: one thread writes, several read.

Waiting units are written together: one after another, each in a savepoint, made durable by one commit. A
caller hears of success only after that commit (WAL, synchronous=FULL)."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite as dialects
from sqlalchemy.engine import Engine

from desk.clock import ticks
from desk.errors import StoreBusy, StoreFull
from desk.store.bell import Bell
from desk.store.book import Book, Unit
from desk.store.statements import Statements

try:
    import pysqlite3.dbapi2 as sqlite3
except ImportError:  # no wheel for this machine: the system's SQLite, with a warning at start (see `fault_of`)
    import sqlite3

T = TypeVar("T")

BATCH_UNITS, BATCH_SECONDS = 64, 0.005
READERS = 3
PRAGMAS = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;
PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;
"""


def fault_of(version: tuple[int, ...]) -> str | None:
    """Why this SQLite should not be trusted with several connections, or None.

    The WAL-reset fault: 3.7.0 to 3.51.2, mended in 3.51.3 and in 3.44.6 and 3.50.7 (sqlite.org's own list)."""
    if version >= (3, 51, 3) or (version[:2] in ((3, 44), (3, 50)) and version >= {44: (3, 44, 6), 50: (3, 50, 7)}[version[1]]):
        return None
    return f"SQLite {'.'.join(map(str, version))} has the WAL-reset fault (mended in 3.51.3)"


@dataclass(slots=True)
class Job(Generic[T]):
    unit: Unit[T]
    done: asyncio.Future[T]
    loop: asyncio.AbstractEventLoop


@dataclass(slots=True)
class Outcome:
    job: Job[Any]
    result: Any = None
    error: BaseException | None = None


class SqliteStore:
    def __init__(self, path: Path, *, readers: int = READERS) -> None:
        self.path = path
        self.bell = Bell()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._statements = Statements(dialects.dialect(paramstyle="named"))
        self._jobs: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._local = threading.local()
        self._connections: list[Any] = []
        self._closed = False
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._write_for_ever, name="writer", daemon=True)
        self._connect().close()  # creates the WAL now, so that a wrong path is told at start
        self._writer.start()

    # --- the doors

    async def write(self, unit: Unit[T]) -> T:
        if self._closed:
            raise StoreBusy("the store is closed")
        loop = asyncio.get_running_loop()
        job = Job(unit, loop.create_future(), loop)
        self._jobs.put(job)
        # Shielded: a caller that gives up must not hide whether it was written.
        return await asyncio.shield(job.done)

    async def read(self, unit: Unit[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, unit)

    def engine(self) -> Engine:
        return create_engine("sqlite://", module=sqlite3, creator=self._connect)

    def close(self) -> None:
        self._closed = True
        self._jobs.put(None)
        self._writer.join()
        self._readers.shutdown()
        for connection in self._connections:
            connection.close()

    # --- reading

    def _read(self, unit: Unit[T]) -> T:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA wal_autocheckpoint=0")
            self._connections.append(connection)
        connection.execute("BEGIN")
        try:
            return unit(Book(connection.cursor(), self._statements, locks=False))
        finally:
            connection.execute("ROLLBACK")

    def _connect(self) -> Any:
        connection = sqlite3.connect(str(self.path), isolation_level=None, check_same_thread=False, timeout=5.0)
        connection.executescript(PRAGMAS)
        return connection

    # --- writing

    def _write_for_ever(self) -> None:
        connection = self._connect()
        while (job := self._jobs.get()) is not None:
            outcomes = self._batch(connection, job)
            by_loop: dict[asyncio.AbstractEventLoop, list[Outcome]] = {}
            for outcome in outcomes:
                by_loop.setdefault(outcome.job.loop, []).append(outcome)
            for loop, theirs in by_loop.items():
                with contextlib.suppress(RuntimeError):  # the loop of a caller that is gone
                    loop.call_soon_threadsafe(_tell, theirs)
        connection.close()

    def _batch(self, connection: Any, first: Job[Any]) -> list[Outcome]:
        jobs, touched = [first], set[str]()
        try:
            connection.execute("BEGIN IMMEDIATE")
            outcomes = [self._in_savepoint(connection, first, touched)]
            until = ticks() + BATCH_SECONDS
            while len(jobs) < BATCH_UNITS and ticks() < until and (job := self._next()) is not None:
                jobs.append(job)
                outcomes.append(self._in_savepoint(connection, job, touched))
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            # A full disk, an I/O error or a lock may have ended the transaction with all its savepoints.
            _roll_back(connection)
            if len(jobs) == 1:
                return [Outcome(first, error=_in_our_words(error))]
            return [outcome for job in jobs for outcome in self._alone(connection, job)]
        self._ring(first.loop, touched)
        return outcomes

    def _alone(self, connection: Any, job: Job[Any]) -> list[Outcome]:
        touched = set[str]()
        try:
            connection.execute("BEGIN IMMEDIATE")
            outcome = self._in_savepoint(connection, job, touched)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            _roll_back(connection)
            return [Outcome(job, error=_in_our_words(error))]
        self._ring(job.loop, touched)
        return [outcome]

    def _next(self) -> Job[Any] | None:
        try:
            job = self._jobs.get_nowait()
        except queue.Empty:
            return None
        if job is None:
            self._jobs.put(None)  # closing: this batch first
        return job

    def _in_savepoint(self, connection: Any, job: Job[Any], touched: set[str]) -> Outcome:
        """Errors of Python and of constraints undo this unit alone; any other is the whole batch's."""
        connection.execute("SAVEPOINT unit")
        try:
            book = Book(connection.cursor(), self._statements, locks=False)
            result = job.unit(book)
            book.save()
        except sqlite3.IntegrityError as error:
            return self._undo(connection, Outcome(job, error=error))
        except sqlite3.Error:
            raise
        except Exception as error:
            return self._undo(connection, Outcome(job, error=error))
        connection.execute("RELEASE unit")
        touched |= book.touched
        return Outcome(job, result)

    def _undo(self, connection: Any, outcome: Outcome) -> Outcome:
        connection.execute("ROLLBACK TO unit")
        connection.execute("RELEASE unit")
        return outcome

    def _ring(self, loop: asyncio.AbstractEventLoop, touched: set[str]) -> None:
        if touched:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self.bell.ring, touched)


def _tell(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.job.done.cancelled():
            continue
        if outcome.error is not None:
            outcome.job.done.set_exception(outcome.error)
        else:
            outcome.job.done.set_result(outcome.result)


def _roll_back(connection: Any) -> None:
    if connection.in_transaction:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _in_our_words(error: Exception) -> Exception:
    code = getattr(error, "sqlite_errorname", "") or str(error)
    if "FULL" in code or "full" in code:
        return StoreFull()
    if isinstance(error, sqlite3.OperationalError):
        return StoreBusy(f"{StoreBusy.__doc__} ({error})")
    return error

