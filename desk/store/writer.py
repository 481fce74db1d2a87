"""The one connection that writes to a SQLite file.

Waiting units are written together: one after another, made durable by one commit. A caller hears of success only
after that commit (WAL, synchronous=FULL). Where one of them fails after it wrote something, all of them are run
again, each in a transaction of its own: that is rare, and a savepoint around every unit was not free.

Units run on the event loop's own thread: SQLite lets go of Python's lock around every statement, and two busy threads
that pass it to and fro cost 1.7 times the CPU of one. So does the commit where the disk is quick; a slow one is waited
for in a thread, and so is everything unusual (docs/performance.md)."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from desk.clock import ticks
from desk.errors import StoreBusy, StoreFull
from desk.health import Health
from desk.record import noun
from desk.store.bell import Bell
from desk.store.book import Book, Unit, run_unit
from desk.store.statements import Statements

try:
    import pysqlite3.dbapi2 as driver
except ImportError:  # no wheel for this machine: the system's SQLite, with a warning at start
    import sqlite3 as driver

__all__ = ["Writer", "driver"]

# The driver looks for somebody who could adapt a value of any type but four: for every None and every bytes it asks
# the value's class twice and makes two errors. Told that they go as they are, it spares 7 % of a message's work.
driver.register_adapter(type(None), {None: None}.get)
driver.register_adapter(bytes, bytes)

T = TypeVar("T")

STORE, FULL = "store", "the disk is full"
BATCH_UNITS, BATCH_SECONDS = 64, 0.005
TURNS, GATHER_SECONDS = 5, 0.01
"""Turns of the loop from bytes on a socket to a unit that waits; how long a batch may go on waiting for more."""
QUICK_SECONDS = 0.002
"""A commit that takes less is not worth a thread: to hand it over and be woken again costs as much as the disk."""
CARRIED_OVER_AFTER = 3_000
"""Changed rows, some 16 MiB of log: what is written often is carried over into the file once, not four times."""
ALONE = "PRAGMA busy_timeout=0; PRAGMA wal_autocheckpoint=0;"


@noun(slots=True)
class Job(Generic[T]):
    unit: Unit[T]
    done: asyncio.Future[T]


@noun(slots=True)
class Outcome:
    job: Job[Any]
    result: Any = None
    error: BaseException | None = None


@noun(slots=True)
class Landed:
    """What became of a batch."""

    outcomes: list[Outcome]
    touched: set[str]


class HalfWritten(Exception):
    """A unit failed after it had written something."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(reason)
        self.reason = reason


class Writer:
    def __init__(
        self, connection: Any, carrier: Any, statements: Statements, bell: Bell, health: Health
    ) -> None:
        """`carrier`: another connection to the same file, for carrying the log over beside the writing."""
        self._connection, self._carrier, self._statements = connection, carrier, statements
        self._bell, self._health = bell, health
        self._waiting: deque[Job[Any]] = deque()
        self._writing = self._closed = False
        self.away = False
        """The connection is in the thread's hands."""
        self._busy = False
        """The last batch had more than one unit."""
        self._quick = False
        """The last commit was."""
        self._glancing = False
        """In a transaction that only looks, until this turn of the loop is over."""
        self._carried_over = 0
        """Changed rows when the log was last carried over."""
        self._carrying: Future[None] | None = None
        """Most of the log, on its way into the file; the rest follows when that is there."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="disk")
        self._other_thread = ThreadPoolExecutor(1, thread_name_prefix="carrier")
        connection.executescript(ALONE)

    async def write(self, unit: Unit[T]) -> T:
        if self._closed:
            raise StoreBusy("the store is closed")
        loop = asyncio.get_running_loop()
        job = Job(unit, loop.create_future())
        self._waiting.append(job)
        if not self._writing:
            self._writing = True
            self._soon(loop)
        return await job.done  # type: ignore[no-any-return]

    def glance(self, unit: Unit[T]) -> T:
        """Only while it is not `away`. What is looked at in one turn of the loop is looked at in one transaction: its
        locks cost more than the rows."""
        if not self._glancing:
            self._connection.execute("BEGIN")
            self._glancing = True
            asyncio.get_running_loop().call_soon(self._glanced)
        return unit(Book(self._connection.cursor(), self._statements, locks=False, writes=False))

    def close(self) -> None:
        self._closed = True
        self._thread.shutdown()
        self._other_thread.shutdown()
        self._glanced()

    def _glanced(self) -> None:
        if self._glancing:
            self._glancing = False
            self._connection.execute("COMMIT")

    # --- a batch

    def _soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._busy:
            loop.call_soon(self._gather, loop, TURNS, 0, ticks() + GATHER_SECONDS)
        else:
            loop.call_soon(self._batch, loop)

    def _gather(self, loop: asyncio.AbstractEventLoop, turns: int, seen: int, until: float) -> None:
        """Where much is going on, lets the loop go round as long as that brings more units: they share the commit."""
        waiting = len(self._waiting)
        if waiting > seen and waiting < BATCH_UNITS and ticks() < until:
            turns = TURNS
        if turns:
            loop.call_soon(self._gather, loop, turns - 1, waiting, until)
        else:
            self._batch(loop)

    def _batch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Runs waiting units and commits them, here or in the thread. Whatever is unusual is left to the thread whole."""
        jobs: list[Job[Any]] = []
        landed = Landed([], set())
        try:
            self._glanced()
            self._connection.execute("BEGIN IMMEDIATE")
            until = ticks() + BATCH_SECONDS
            while self._waiting and len(jobs) < BATCH_UNITS and (not jobs or ticks() < until):
                jobs.append(self._waiting.popleft())
                landed.outcomes.append(self._run(jobs[-1], landed.touched))
            if self._quick:
                self._commit()
        except (driver.Error, HalfWritten):
            # Another process holds the lock, the disk is full (the transaction may be gone), a unit failed half-way.
            _roll_back(self._connection)
            work = self._thread.submit(self._one_by_one, jobs or [self._waiting.popleft()])
        else:
            self._carry_most_over()
            if self._connection.in_transaction or self._most_is_carried_over:
                work = self._thread.submit(self._finish, jobs, landed)
            else:
                self._busy = len(jobs) > 1
                self._after_commit(loop, landed)
                return
        self.away, self._busy = True, len(jobs) > 1
        work.add_done_callback(lambda done: self._landed(loop, done))

    def _landed(self, loop: asyncio.AbstractEventLoop, done: Future[Landed]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop of a caller that is gone
            loop.call_soon_threadsafe(self._after_commit, loop, done.result())

    def _after_commit(self, loop: asyncio.AbstractEventLoop, landed: Landed) -> None:
        self.away = False
        _tell(landed.outcomes)
        if landed.touched:
            self._bell.ring(landed.touched)
        if self._waiting and not self._closed:
            self._soon(loop)
        else:
            self._writing = False

    def _commit(self) -> None:
        began = ticks()
        self._connection.execute("COMMIT")
        self._quick = ticks() - began < QUICK_SECONDS
        self._health.well(STORE)

    def _run(self, job: Job[Any], touched: set[str]) -> Outcome:
        """A refusal that comes before anything was written is an outcome like any other."""
        changes = self._connection.total_changes
        # A cursor for each unit: one that was not read to its end would hold its snapshot until its next statement.
        book = Book(self._connection.cursor(), self._statements, locks=False)
        try:
            result = run_unit(job.unit, book)
            book.save()
        except Exception as error:
            if isinstance(error, driver.Error) and not isinstance(error, driver.IntegrityError):
                raise
            if self._connection.total_changes != changes:
                raise HalfWritten(error) from error
            return Outcome(job, error=error)
        touched |= book.touched
        return Outcome(job, result)

    # --- the log: most of it is carried over beside the writing, which may go on; the rest is little and stops it

    def _carry_most_over(self) -> None:
        changes = self._connection.total_changes - self._carried_over
        if changes >= CARRIED_OVER_AFTER and self._carrying is None:
            self._carrying = self._other_thread.submit(_carry_over, self._carrier)

    @property
    def _most_is_carried_over(self) -> bool:
        return self._carrying is not None and self._carrying.done()

    # --- in the thread

    def _finish(self, jobs: list[Job[Any]], landed: Landed) -> Landed:
        """The commit, if that was left to the thread, and what is worth doing after many of them."""
        try:
            if self._connection.in_transaction:
                self._commit()
        except driver.Error:
            _roll_back(self._connection)
            return self._one_by_one(jobs)
        if self._most_is_carried_over:
            _carry_over(self._connection)
            self._carried_over, self._carrying = self._connection.total_changes, None
        return landed

    def _one_by_one(self, jobs: list[Job[Any]]) -> Landed:
        """Each unit in a transaction of its own, waiting for the lock: what one cannot do is no other's trouble."""
        landed = Landed([], set())
        self._quick = False
        self._connection.execute("PRAGMA busy_timeout=5000")
        for job in jobs:
            touched = set[str]()
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                outcome = self._run(job, touched)
                self._connection.execute("COMMIT")
                landed.touched |= touched
                self._health.well(STORE)
            except HalfWritten as half:
                _roll_back(self._connection)
                outcome = Outcome(job, error=half.reason)
            except driver.Error as error:
                _roll_back(self._connection)
                outcome = Outcome(job, error=_in_our_words(error))
                if isinstance(outcome.error, StoreFull):
                    self._health.trouble(STORE, FULL)
            landed.outcomes.append(outcome)
        self._connection.execute("PRAGMA busy_timeout=0")
        return landed


def _tell(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.job.done.cancelled():
            continue
        if outcome.error is not None:
            outcome.job.done.set_exception(outcome.error)
        else:
            outcome.job.done.set_result(outcome.result)


def _carry_over(connection: Any) -> None:
    """The log's pages go into the file. When all are there the log begins anew; a reader may hold some of them back."""
    with contextlib.suppress(driver.Error):  # busy or full: the next time, then
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


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
