"""The loss audit out of the book: all checks of a span of days, or what one of them found.

It goes through the span's rows in pieces, each a read of its own, so that it holds nothing up however long it takes; what
changes meanwhile is seen as it was when its piece was read. It sets nothing right and writes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from desk.audit import ROWS, Account, Check, Found, Line, Report, Row, Span, arranged, unmet
from desk.clock import to_ms
from desk.record import record
from desk.store import Book, Store, audit_notes, audit_numbers, audit_open
from desk.store.ascending import Ascending
from desk.store.audit_checks import LEDGERS, QUEUED, RECEIVED
from desk.store.audit_ledger import Ledger, row_of
from desk.store.tables import revision

PIECE = 20_000
"""Numbers that one read goes through."""

COUNTS = {ledger: ledger.counts() for ledger in LEDGERS}
FOUND = {looks.check: (ledger, ledger.found(looks)) for ledger in LEDGERS for looks in ledger.looks}
REVISED = Ascending(revision.c.id, revision.c.at)
Lines = dict[tuple[Account, Check], Line]


@record(frozen=True, slots=True)
class Stretch:
    """What is looked at of one table: its numbers, and which of the rows among them."""

    numbers: range
    since: int
    until: int
    revisions: range

    def pieces(self) -> Iterator[dict[str, Any]]:
        """What the statements need of one piece after the other."""
        for first in range(self.numbers.start, self.numbers.stop, PIECE):
            yield {
                "first": first, "end": min(first + PIECE, self.numbers.stop),
                "since": self.since, "until": self.until,
                "first_revision": self.revisions.start, "end_revision": self.revisions.stop,
            }  # fmt: skip


async def audit(store: Store, span: Span, at: datetime, accounts: Collection[Account] = ()) -> Report:
    """What every check came to. `accounts`: those that are set up; others of which there are rows come besides."""
    found: Lines = {}
    for ledger in LEDGERS:
        async for values in _pieces(store, ledger.rows, span):
            for row in await store.read(partial(_counted, ledger=ledger, values=values)):
                _add(found, ledger, row)
    async for values in _pieces(store, QUEUED, span):
        for of, looked, untold in await store.read(partial(audit_notes.compared, values=values)):
            line = _line(found, of, Check.DELIVERED)
            line.looked, line.found = line.looked + looked, line.found + len(untold)
    for line in await _numbers(store, span, at):
        found[line.of, line.check] = line
    for line in await store.read(partial(audit_open.lines, at=at)):
        found[line.of, line.check] = line
    return arranged(span, at, found.values(), accounts)


async def rows(store: Store, span: Span, at: datetime, check: Check, of: Account) -> list[Found]:
    """What that check found there, up to ROWS of them, the oldest first."""
    if check in (Check.GAPS, Check.SERIES):
        came = await _came(store, span)
        one = came.get(of, audit_numbers.Came())
        return [*(one.gaps(at) if check == Check.GAPS else one.numbers.begun())][:ROWS]
    if check in audit_open.OPEN:
        return [*await store.read(partial(audit_open.rows, at=at, check=check, of=of))]
    found: list[Found] = []
    async for values in _pieces(store, QUEUED if check == Check.DELIVERED else FOUND[check][0].rows, span):
        found += await store.read(partial(_found, check=check, of=of, values=values))
        if len(found) >= ROWS:
            break
    return found[:ROWS]


# --- the span's rows, piece after piece


async def _pieces(store: Store, rows: Ascending, span: Span) -> AsyncIterator[dict[str, Any]]:
    stretch = await store.read(lambda book: _stretch(book, rows, span))
    for values in stretch.pieces():
        yield values


def _stretch(book: Book, rows: Ascending, span: Span) -> Stretch:
    # A text that was edited early is kept when its letter comes, which is the same moment.
    revisions = REVISED.around(book, span.since, span.until)
    return Stretch(rows.around(book, span.since, span.until), to_ms(span.since), to_ms(span.until), revisions)


def _counted(book: Book, ledger: Ledger, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    return book.rows(COUNTS[ledger], values)


def _found(book: Book, check: Check, of: Account, values: dict[str, Any]) -> list[Row]:
    if check == Check.DELIVERED:
        return [
            row for whose, _, untold in audit_notes.compared(book, values) if whose == of for row in untold
        ]
    _, statement = FOUND[check]
    return [row_of(row) for row in book.rows(statement, {**values, "channel": of[0], "account": of[1]})]


def _line(found: Lines, of: Account, check: Check) -> Line:
    return found.setdefault((of, check), Line(check, of))


def _add(found: Lines, ledger: Ledger, row: tuple[Any, ...]) -> None:
    channel, account, state, *sums = row
    for looks, looked, wrong in zip(ledger.looks, sums[::2], sums[1::2], strict=True):
        line = _line(found, (channel, account), looks.check)
        line.looked, line.found = line.looked + int(looked), line.found + int(wrong)
        if looks.check in (Check.STORED, Check.FATE):
            line.states[state] = line.states.get(state, 0) + int(looked)


# --- the channel's own numbers


async def _came(store: Store, span: Span) -> dict[Account, audit_numbers.Came]:
    came: dict[Account, audit_numbers.Came] = {}
    async for values in _pieces(store, RECEIVED, span):
        audit_numbers.follow(came, await store.read(partial(audit_numbers.read, values=values)))
    for of, one in came.items():
        for number, at in await store.read(partial(audit_numbers.beside, of=of, numbers=one.numbers)):
            one.numbers.came(number, at)
    return came


async def _numbers(store: Store, span: Span, at: datetime) -> list[Line]:
    lines = []
    for of, one in (await _came(store, span)).items():
        gaps, begun = unmet(Check.GAPS, of), unmet(Check.SERIES, of)
        series = one.numbers.begun()
        gaps.looked = begun.looked = one.count
        gaps.found, gaps.unread = sum(gap.missing for gap in one.gaps(at)), one.unread
        begun.found = sum(not each.expected for each in series)
        begun.begun = len(series) - begun.found
        lines += [gaps, begun]
    return lines
