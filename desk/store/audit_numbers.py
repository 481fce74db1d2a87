"""The channel's own numbers of a span's letters, and of the letters beside them in the store, whenever those came."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from desk.audit import Account
from desk.numbering import COUNTED, FAR, Gap, Numbers, number_of
from desk.record import noun
from desk.store.book import Book
from desk.store.tables import inbox

CHECKED_GAPS = 100
"""So many are compared with letters of other days. More of them are not a few that came late."""

i = inbox.c
NUMBERS = (
    select(i.channel, i.account, i.ext_id, i.received_at)
    .where(i.id >= bindparam("first"), i.id < bindparam("end"))
    .where(i.received_at >= bindparam("since"), i.received_at < bindparam("until"))
    .order_by(i.id)
)
_OF = (i.channel == bindparam("channel"), i.account == bindparam("account"))
# By the key that makes each letter one. Numbers of as many digits are in the same order as texts and as numbers.
BELOW = select(i.ext_id, i.received_at).where(*_OF, i.ext_id < bindparam("below")).order_by(i.ext_id.desc())
BELOW = BELOW.limit(1)
BETWEEN = (
    select(i.ext_id, i.received_at)
    .where(*_OF, i.ext_id >= bindparam("lowest"), i.ext_id <= bindparam("highest"))
    .order_by(i.ext_id)
    .limit(FAR)
)


@noun(slots=True)
class Came:
    """Of one account."""

    numbers: Numbers = field(default_factory=Numbers)
    count: int = 0
    unread: int = 0

    def gaps(self, at: datetime) -> list[Gap]:
        return [gap for gap in self.numbers.gaps() if gap.settled(at)]


def read(book: Book, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Of a piece: channel, account, the channel's number and when it came."""
    return book.rows(NUMBERS, values)


def follow(came: dict[Account, Came], found: list[tuple[Any, ...]]) -> None:
    for channel, account, ext_id, at in found:
        one = came.setdefault((channel, account), Came())
        one.count += 1
        number = number_of(ext_id) if channel in COUNTED else None
        if number is not None:
            one.numbers.came(number, at)
        elif channel in COUNTED:
            one.unread += 1


def beside(book: Book, of: Account, numbers: Numbers) -> list[tuple[int, int]]:
    """What came on other days: the number before each series, and those that fill a gap."""
    whose = {"channel": of[0], "account": of[1]}
    found = []
    for first in numbers.beginnings():
        row = book.row(BELOW, {**whose, "below": str(first)})
        found += _near([row] if row else [], first)
    for gap in numbers.gaps()[:CHECKED_GAPS]:
        rows = book.rows(BETWEEN, {**whose, "lowest": str(gap.first), "highest": str(gap.last)})
        found += _near(rows, gap.last)
    return found


def _near(rows: list[tuple[Any, ...]], to: int) -> list[tuple[int, int]]:
    numbers = ((number_of(ext_id), at) for ext_id, at in rows)
    return [(number, at) for number, at in numbers if number is not None and 0 <= to - number <= FAR]
