"""The list of tickets as a workbook: amounts are numbers in their currency's form, times are times of the shop's clock."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

from console.ticket_file import Sheet, Value
from console.ticket_shapes import TicketRow
from desk.money import MINOR_DIGITS, SIGNS, Money

TIME = "yyyy-mm-dd hh:mm"
WIDE = {
    "ordered": 17,
    "applied": 17,
    "reviewed": 17,
    "due": 17,
    "item": 32,
    "amount": 14,
    "order": 20,
    "shop": 18,
}
"""In letters. Narrower, a spreadsheet shows a time as a row of ####."""
USUALLY = 13
CURRENCY = re.compile(r"[A-Z]{3}")


async def as_workbook(sheet: Sheet, read: AsyncIterator[list[TicketRow]], into: Path) -> int:
    """How many tickets are in it."""
    from openpyxl import Workbook  # only who asks for a workbook pays for it
    from openpyxl.utils import get_column_letter

    book, count = Workbook(write_only=True), 0
    page: Any = book.create_sheet()
    page.freeze_panes = "A2"
    for place, name in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = WIDE.get(name, USUALLY)
    page.append([_cell(page, head) for head in sheet.heads()])
    async for rows in read:
        await asyncio.to_thread(_append, page, [sheet.values(one) for one in rows])
        count += len(rows)
    await asyncio.to_thread(book.save, into)
    return count


def _append(page: Any, rows: list[list[Value]]) -> None:
    for values in rows:
        page.append([_cell(page, value) for value in values])


def _cell(page: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int):
        return value
    cell: Any = WriteOnlyCell(page)
    if isinstance(value, Money):
        # As it is written: openpyxl would make a float of it.
        cell._value, cell.data_type, cell.number_format = value.major(), "n", form(value.currency)
    else:
        cell.value, cell.number_format = _of_the_wall(value), TIME
    return cell


def form(currency: str) -> str:
    """How a spreadsheet shows amounts of it: `¥129.00`, `129.00 CHF`, `¥129` in yen."""
    digits = MINOR_DIGITS.get(currency, 2)
    number = "#,##0" + (f".{'0' * digits}" if digits else "")
    if sign := SIGNS.get(currency):
        return f"[${sign}]{number}"
    return f'{number} "{currency}"' if CURRENCY.fullmatch(currency) else number


def _of_the_wall(at: datetime) -> datetime:
    """A workbook knows no zones, and no fractions that are worth their rounding."""
    return at.replace(tzinfo=None, microsecond=0)


def plain(cell: str) -> str:
    """A workbook is XML: what that cannot hold is left out."""
    return "".join(c for c in cell if c.isprintable() or c in "\n\t")
