"""The store: two doors to the book, and who keeps it (a SQLite file, or PostgreSQL)."""

from __future__ import annotations

from typing import Protocol, TypeVar

from sqlalchemy.engine import Engine

from desk.store.bell import Bell
from desk.store.book import Book, Stale, Unit

T = TypeVar("T")


class Store(Protocol):
    bell: Bell
    at_hand: bool
    """Whether a glance waits for nobody."""

    async def write(self, unit: Unit[T]) -> T:
        """Runs the unit and returns its result once it is durable. Raises what the unit raises, or StoreBusy."""

    async def read(self, unit: Unit[T]) -> T:
        """Runs the unit on one snapshot; whatever it changes is forgotten."""

    async def glance(self, unit: Unit[T]) -> T:
        """Like `read`, for a few rows by index on the way of a message: where the store is in this process it is
        done on the spot, because a thread would cost more than the rows. What must belong together is asked in one
        statement: each of them may see a later moment."""

    def engine(self) -> Engine:
        """For migrations and reports only."""

    def close(self) -> None: ...


__all__ = ["Book", "Stale", "Store", "Unit"]
