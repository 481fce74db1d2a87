"""How a noun becomes a row and a row a noun: by the columns' own names, converted as the column says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import Column, Table

from desk.clock import from_ms, to_ms
from desk.store import tables

N = TypeVar("N")
Convert = Callable[[Any], Any]


class Mapped(Generic[N]):
    """One noun and its table. `row` and `noun` are the only places where the two forms meet."""

    def __init__(self, noun: type[N], table: Table) -> None:
        self.noun_type, self.table = noun, table
        known = {f.name for f in fields(noun)}  # type: ignore[arg-type]
        self.columns = [c for c in table.columns if c.name in known]
        missing = [c.name for c in table.columns if c.name not in known]
        if missing:
            raise TypeError(f"{noun.__name__} has no {', '.join(missing)}")
        self.names = tuple(c.name for c in self.columns)
        self.readers: list[tuple[int, Convert]] = [
            (i, read) for i, c in enumerate(self.columns) if (read := _reader(c)) is not None
        ]
        self.writers: list[tuple[int, Convert]] = [
            (i, write) for i, c in enumerate(self.columns) if (write := _writer(c)) is not None
        ]
        if self.names[0] != "id":
            raise TypeError(f"{table.name}: its number must come first")
        self.versioned = "version" in table.c
        self._values: Callable[[N], tuple[Any, ...]] = attrgetter(*self.names)
        # Where the row has each field: what a noun has besides its columns stands behind them, with defaults.
        in_order = [f.name for f in fields(noun)][: len(self.names)]  # type: ignore[arg-type]
        if set(in_order) != set(self.names):
            raise TypeError(f"{noun.__name__}: fields that are no columns must come last")
        self._order = tuple(self.names.index(name) for name in in_order)

    def noun(self, row: tuple[Any, ...]) -> N:
        values = list(row)
        for index, read in self.readers:
            if values[index] is not None:
                values[index] = read(values[index])
        return self.noun_type(*[values[index] for index in self._order])

    def row(self, noun: N) -> tuple[Any, ...]:
        values = list(self._values(noun))
        for index, write in self.writers:
            if values[index] is not None:
                values[index] = write(values[index])
        return tuple(values)


READERS: dict[str, Convert] = {
    tables.INSTANT: from_ms,
    tables.FLAG: bool,
    tables.JSON: orjson.loads,
    tables.DAY: date.fromisoformat,
}


def _reader(column: Column[Any]) -> Convert | None:
    kind = column.info.get("as")
    return kind if _is_word(kind) else READERS.get(kind or "")


def _writer(column: Column[Any]) -> Convert | None:
    kind = column.info.get("as")
    return str if _is_word(kind) else WRITERS.get(kind or "")


def _is_word(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def to_json(value: Any) -> str:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_ms(value)
    raise TypeError(f"{type(value).__name__} does not go into a row")


def _iso(day: date) -> str:
    return day.isoformat()


WRITERS: dict[str, Convert] = {tables.INSTANT: to_ms, tables.FLAG: int, tables.JSON: to_json, tables.DAY: _iso}
