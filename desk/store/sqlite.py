"""The book in one SQLite file: one connection writes, several read.

Waiting units are written together: one after another, made durable by one commit. A caller hears of success only
after that commit (WAL, synchronous=FULL). Where one of them fails after it wrote something, all of them are run
again, each in a transaction of its own: that is rare, and a savepoint around every unit was not free.

Units run on the event loop's own thread, only BEGIN where it must wait and COMMIT, which waits for the disk, in
another: SQLite lets go of Python's lock around every statement, and two busy threads that pass it to and fro
cost 1.7 times the CPU of one (docs/performance.md)."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite as dialects
from sqlalchemy.engine import Engine

from desk.clock import ticks
from desk.errors import StoreBusy, StoreFull
from desk.health import Health
from desk.store.bell import Bell
from desk.store.book import Book, Unit
from desk.store.statements import Statements

try:
    import pysqlite3.dbapi2 as driver
except ImportError:  # no wheel for this machine: the system's SQLite, with a warning at start (see `fault_of`)
    import sqlite3 as driver

__all__ = ["SqliteStore", "driver", "fault_of", "version_in_use"]

T = TypeVar("T")

STORE, FULL = "store", "the disk is full"
BATCH_UNITS, BATCH_SECONDS = 64, 0.005
TURNS = 3
"""Of the loop, from bytes on a socket to a unit that waits."""
READERS = 3
PRAGMAS = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;
PRAGMA cache_size=-4096; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;
PRAGMA wal_autocheckpoint=4000;
"""
# 4,000 pages are 16 MiB: what is written often (conversations, the ends of tables) is carried over once, not four times.
ON_THE_WAY = "PRAGMA cache_size=-16384"
"""On the way of a message pages are asked for at random; a small shop's store is smaller than this."""


def fault_of(version: tuple[int, ...]) -> str | None:
    """Why this SQLite should not be trusted with several connections, or None.

    The WAL-reset fault: 3.7.0 to 3.51.2, mended in 3.51.3 and in 3.44.6 and 3.50.7 (sqlite.org's own list)."""
    if version >= (3, 51, 3) or (version[:2] in ((3, 44), (3, 50)) and version >= {44: (3, 44, 6), 50: (3, 50, 7)}[version[1]]):
        return None
    return f"SQLite {'.'.join(map(str, version))} has the WAL-reset fault (mended in 3.51.3)"


def version_in_use() -> tuple[int, ...]:
    return tuple(driver.sqlite_version_info)


@dataclass(slots=True)
class Job(Generic[T]):
    unit: Unit[T]
    done: asyncio.Future[T]


@dataclass(slots=True)
class Outcome:
    job: Job[Any]
    result: Any = None
    error: BaseException | None = None


@dataclass(slots=True)
class Landed:
    """What became of a batch."""

    outcomes: list[Outcome]
    touched: set[str]


class SqliteStore:
    def __init__(self, path: Path, *, readers: int = READERS, health: Health | None = None) -> None:
        self.path = path
        self._health = health or Health()
        self.bell = Bell()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._statements = Statements(dialects.dialect(paramstyle="named"))
        self._waiting: deque[Job[Any]] = deque()
        self._writing = self._closed = False
        self._busy = False
        """The last batch had more than one unit."""
        self._local = threading.local()
        self._connections: list[Any] = []
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="disk")
        self._writer = self._connect()
        self._writer.execute("PRAGMA busy_timeout=0")
        self._glancer = self._reader()
        for connection in (self._writer, self._glancer):
            connection.execute(ON_THE_WAY)

    # --- the doors

    async def write(self, unit: Unit[T]) -> T:
        if self._closed:
            raise StoreBusy("the store is closed")
        loop = asyncio.get_running_loop()
        job = Job(unit, loop.create_future())
        self._waiting.append(job)
        if not self._writing:
            self._writing = True
            loop.call_soon(self._gather, loop, TURNS if self._busy else 0)
        return await job.done  # type: ignore[no-any-return]

    async def read(self, unit: Unit[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, unit)

    async def glance(self, unit: Unit[T]) -> T:
        return unit(Book(self._glancer.cursor(), self._statements, locks=False))

    def engine(self) -> Engine:
        return create_engine("sqlite://", module=driver, creator=self._connect)

    def traced(self, seen: Callable[[str], None]) -> None:
        """Every statement from now on, as it runs; for counting them."""
        for connection in (self._writer, *self._connections):
            connection.set_trace_callback(seen)

    def close(self) -> None:
        self._closed = True
        self._disk.shutdown()
        self._readers.shutdown()
        for connection in (self._writer, *self._connections):
            connection.close()

    # --- reading

    def _read(self, unit: Unit[T]) -> T:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._reader()
        connection.execute("BEGIN")
        try:
            return unit(Book(connection.cursor(), self._statements, locks=False))
        finally:
            connection.execute("ROLLBACK")

    def _reader(self) -> Any:
        connection = self._connect()
        connection.executescript("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0;")
        self._connections.append(connection)
        return connection

    def _connect(self) -> Any:
        connection = driver.connect(str(self.path), isolation_level=None, check_same_thread=False, timeout=5.0)
        connection.executescript(PRAGMAS)
        return connection

    # --- writing

    def _gather(self, loop: asyncio.AbstractEventLoop, turns: int) -> None:
        """Lets the loop go round a few times where much is going on: what comes meanwhile shares the commit."""
        if turns:
            loop.call_soon(self._gather, loop, turns - 1)
        else:
            self._batch(loop)

    def _batch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Runs waiting units, then leaves their commit to the disk's thread. Whatever is unusual is left to it whole."""
        jobs = [self._waiting.popleft()]
        outcomes: list[Outcome] = []
        touched = set[str]()
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            outcomes.append(self._run(jobs[0], touched))
            until = ticks() + BATCH_SECONDS
            while self._waiting and len(jobs) < BATCH_UNITS and ticks() < until:
                jobs.append(self._waiting.popleft())
                outcomes.append(self._run(jobs[-1], touched))
        except (driver.Error, HalfWritten):
            # Another process holds the lock, the disk is full (the transaction may be gone), a unit failed half-way.
            _roll_back(self._writer)
            work = self._disk.submit(self._one_by_one, jobs)
        else:
            work = self._disk.submit(self._commit, jobs, outcomes, touched)
        self._busy = len(jobs) > 1
        work.add_done_callback(lambda done: self._landed(loop, done))

    def _landed(self, loop: asyncio.AbstractEventLoop, done: Future[Landed]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop of a caller that is gone
            loop.call_soon_threadsafe(self._after_commit, loop, done.result())

    def _after_commit(self, loop: asyncio.AbstractEventLoop, landed: Landed) -> None:
        _tell(landed.outcomes)
        if landed.touched:
            self.bell.ring(landed.touched)
        if self._waiting and not self._closed:
            loop.call_soon(self._gather, loop, TURNS if self._busy else 0)
        else:
            self._writing = False

    def _commit(self, jobs: list[Job[Any]], outcomes: list[Outcome], touched: set[str]) -> Landed:
        try:
            self._writer.execute("COMMIT")
        except driver.Error:
            _roll_back(self._writer)
            return self._one_by_one(jobs)
        self._health.well(STORE)
        return Landed(outcomes, touched)

    def _one_by_one(self, jobs: list[Job[Any]]) -> Landed:
        """Each unit in a transaction of its own, waiting for the lock: what one cannot do is no other's trouble."""
        landed = Landed([], set())
        self._writer.execute("PRAGMA busy_timeout=5000")
        for job in jobs:
            touched = set[str]()
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                outcome = self._run(job, touched)
                self._writer.execute("COMMIT")
                landed.touched |= touched
                self._health.well(STORE)
            except HalfWritten as half:
                _roll_back(self._writer)
                outcome = Outcome(job, error=half.reason)
            except driver.Error as error:
                _roll_back(self._writer)
                outcome = Outcome(job, error=_in_our_words(error))
                if isinstance(outcome.error, StoreFull):
                    self._health.trouble(STORE, FULL)
            landed.outcomes.append(outcome)
        self._writer.execute("PRAGMA busy_timeout=0")
        return landed

    def _run(self, job: Job[Any], touched: set[str]) -> Outcome:
        """A refusal that comes before anything was written is an outcome like any other."""
        changes = self._writer.total_changes
        # A cursor for each unit: one that was not read to its end would hold its snapshot until its next statement.
        book = Book(self._writer.cursor(), self._statements, locks=False)
        try:
            result = job.unit(book)
            book.save()
        except Exception as error:
            if isinstance(error, driver.Error) and not isinstance(error, driver.IntegrityError):
                raise
            if self._writer.total_changes != changes:
                raise HalfWritten(error) from error
            return Outcome(job, error=error)
        touched |= book.touched
        return Outcome(job, result)


class HalfWritten(Exception):
    """A unit failed after it had written something."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(reason)
        self.reason = reason


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
        with contextlib.suppress(driver.Error):
            connection.execute("ROLLBACK")


def _in_our_words(error: Exception) -> Exception:
    code = getattr(error, "sqlite_errorname", "") or str(error)
    if "FULL" in code or "full" in code:
        return StoreFull()
    if isinstance(error, driver.OperationalError):
        return StoreBusy(f"{StoreBusy.__doc__} ({error})")
    return error

