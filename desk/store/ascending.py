"""Tables whose numbers ascend with the time of their rows: the first row of an instant is found by halving, without an
index by time, whatever the table holds besides.

Where the clock was set back the order is not whole, and the place is one of several; what is written at the same moment
may change places by a few numbers. Who must have every row looks a little farther (`MARGIN`) and lets the time decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from desk.clock import to_ms
from desk.store.book import Book

MARGIN = 200


class Ascending:
    """By `number`; `at` is the column with the time, in ms."""

    def __init__(self, number: ColumnElement[Any], at: ColumnElement[Any]) -> None:
        self.number, self.at = number, at
        self._from_number = select(number, at).where(number >= bindparam("number")).order_by(number).limit(1)
        self._newest = select(func.coalesce(func.max(number), 0))

    def first(self, book: Book, at: datetime) -> int:
        """The number of the first row from that instant on: of the next one to come, where there is none yet."""
        low, high, ms = 1, int(book.value(self._newest)) + 1, to_ms(at)
        while low < high:
            row = book.row(self._from_number, {"number": (middle := (low + high) // 2)})
            if row is None or row[1] >= ms:
                high = middle
            else:
                low = row[0] + 1
        return low

    def around(self, book: Book, since: datetime, until: datetime) -> range:
        """Numbers among which are all of these instants, the second one excluded."""
        return range(max(1, self.first(book, since) - MARGIN), self.first(book, until) + MARGIN)
