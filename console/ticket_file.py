"""The list of tickets as a file: the columns that its reader sees, in their order and in words, safe to open in a spreadsheet."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import unicodedata
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

from console.door import Door
from console.render import Words, local
from console.ticket_rows import Wish, row
from console.ticket_shapes import Column, TicketRow
from desk.money import Money
from desk.record import record
from desk.store import Book, agents, ticket_list, ticket_search
from desk.store.ticket_list import Listed

FORMULA = ("=", "+", "-", "@", "\t", "\r")
PARTED = re.compile(r"([;\t\r\n][^\w=+\-@＝＋－＠]*)(?=[=+\-@＝＋－＠])")
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
Value = str | int | Money | datetime


@record(frozen=True, slots=True)
class Sheet:
    columns: Sequence[Column]
    words: Words
    zone: tzinfo

    def heads(self) -> list[str]:
        heads = [self.words[f"ticket_column.{name}"] for name in self.columns]
        return [*heads, self.words["ticket_column.currency"]] if "amount" in self.columns else heads

    def values(self, one: TicketRow) -> list[Value]:
        """As they are; what is not there is an empty text, every other text is safe."""
        found = [self._value(name, one) for name in self.columns]
        if "amount" in self.columns:
            found.append(one.amount.currency if one.amount else "")
        return [safe(value) if isinstance(value, str) else value for value in found]

    def texts(self, one: TicketRow) -> list[str | int]:
        return [self._written(value) for value in self.values(one)]

    def _written(self, value: Value) -> str | int:
        if isinstance(value, Money):
            return value.major()
        return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value

    def _value(self, name: Column, one: TicketRow) -> Value:
        match name:
            case "ticket":
                return one.id
            case "order":
                return one.order_number
            case "shop":
                return f"{one.channel} {one.account}".strip()
            case "kind":
                return self.words[f"ticket_kind.{one.kind}"]
            case "item":
                return f"{one.item} × {one.quantity}" if one.item else ""
            case "amount":
                return one.amount or ""
            case "state":
                return self.words[f"ticket_state.{one.state}"]
            case "assignee":
                return one.assignee
        at = moment(name, one)
        return local(at, self.zone) if at else ""


def moment(name: Column, one: TicketRow) -> datetime | None:
    """Of the columns that are times."""
    times = {
        "ordered": one.ordered_at,
        "applied": one.applied_at,
        "reviewed": one.reviewed_at,
        "due": one.due_at,
    }
    return times[name]


def safe(cell: str) -> str:
    """No program that opens it takes it for a formula: neither what is seen nor what is left when nothing else is, and a
    full-width sign is one, too."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", cell) if c.isprintable()).lstrip()
    return f"'{cell}" if cell.startswith(FORMULA) or seen.startswith(FORMULA) else cell


async def pieces(here: Door, wish: Wish) -> AsyncIterator[list[TicketRow]]:
    """All that the filters let through, however many pages: each read is one of its own."""
    wanted, at = wish.wanted, here.clock()

    def unit(book: Book) -> tuple[list[Listed], dict[int, str]]:
        read = ticket_search.found(book, wish.query) if wish.query else ticket_list.piece(book, wanted)
        return read, dict(agents.names(book))

    while True:
        found, names = await here.store.read(unit)
        yield [row(one, names, here, at) for one in found]
        if wish.query or len(found) < ticket_list.PIECE:
            return
        wanted = replace(wanted, after=ticket_list.place(wanted, found[-1]))


async def as_csv(sheet: Sheet, read: AsyncIterator[list[TicketRow]], into: Path) -> int:
    """How many tickets are in it."""
    count = 0
    with into.open("wb") as file:
        file.write((BOM + lines_of([sheet.heads()])).encode())
        async for rows in read:
            lines = await asyncio.to_thread(lines_of, [sheet.texts(one) for one in rows])
            file.write(lines.encode("utf-8", "replace"))
            count += len(rows)
    return count


def lines_of(rows: Iterable[Sequence[str | int]]) -> str:
    written = io.StringIO()
    lines = ([_whole(cell) if isinstance(cell, str) else cell for cell in cells] for cells in rows)
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(lines)
    return written.getvalue()


def _whole(cell: str) -> str:
    """Where commas part nothing (Excel in much of Europe), a semicolon or tab does, whatever is quoted: what stands behind
    it is no formula either."""
    return PARTED.sub(r"\1'", cell)
