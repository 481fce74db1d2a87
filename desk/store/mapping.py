"""How a noun becomes a row and a row a noun: by the columns' own names, converted as the column says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeGuard, TypeVar

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
        self._readers = [(i, read) for i, c in enumerate(self.columns) if (read := reader(c)) is not None]
        self._writers = [(i, write) for i, c in enumerate(self.columns) if (write := writer(c)) is not None]
        self._writer_of: dict[str, Convert] = {self.names[i]: write for i, write in self._writers}
        self._changeable = [i for i, c in enumerate(self.columns) if c.info.get("as") == tables.JSON]
        """Columns whose values can be changed without being replaced: of these the written form is compared."""
        if self.names[0] != "id":
            raise TypeError(f"{table.name}: its number must come first")
        self.versioned = "version" in table.c
        self._values: Callable[[N], tuple[Any, ...]] = attrgetter(*self.names)
        # Where the row has each field: what a noun has besides its columns stands behind them, with defaults.
        in_order = [f.name for f in fields(noun)][: len(self.names)]  # type: ignore[arg-type]
        if set(in_order) != set(self.names):
            raise TypeError(f"{noun.__name__}: fields that are no columns must come last")
        self._in_order: Callable[[list[Any]], tuple[Any, ...]] = itemgetter(*map(self.names.index, in_order))

    def noun(self, row: tuple[Any, ...]) -> N:
        values = list(row)
        for index, read in self._readers:
            if values[index] is not None:
                values[index] = read(values[index])
        return self.noun_type(*self._in_order(values))

    def row(self, noun: N) -> tuple[Any, ...]:
        values = list(self._values(noun))
        for index, write in self._writers:
            if values[index] is not None:
                values[index] = write(values[index])
        return tuple(values)

    def frozen(self, noun: N) -> list[Any]:
        """How it stands now, to be compared with later."""
        values = list(self._values(noun))
        for index in self._changeable:
            values[index] = to_json(values[index])
        return values

    def copy(self, noun: N) -> tuple[N, list[Any]]:
        """Another noun with the same columns, and how it stands now."""
        before = self.frozen(noun)
        values = before[:]
        for index in self._changeable:
            if values[index] is not None:
                values[index] = orjson.loads(values[index])
        return self.noun_type(*self._in_order(values)), before

    def changed(self, noun: N, before: list[Any]) -> tuple[list[str], list[Any]]:
        """The columns that differ from the frozen copy, and what shall stand in them."""
        after, names = self.frozen(noun), self.names
        differ = [i for i, value in enumerate(after) if value != before[i]]
        return [names[i] for i in differ], [self._written(i, after[i]) for i in differ]

    def _written(self, index: int, value: Any) -> Any:
        if value is None or index in self._changeable:
            return value
        write = self._writer_of.get(self.names[index])
        return value if write is None else write(value)


READERS: dict[str, Convert] = {
    tables.INSTANT: from_ms,
    tables.FLAG: bool,
    tables.JSON: orjson.loads,
    tables.DAY: date.fromisoformat,
}


def reader(column: Column[Any]) -> Convert | None:
    kind = column.info.get("as")
    if not _is_word(kind):
        return READERS.get(kind or "")
    # Looked up, not called: an enumeration's own way to its members is five times as long.
    return {str(word): word for word in kind}.__getitem__


def writer(column: Column[Any]) -> Convert | None:
    kind = column.info.get("as")
    return str if _is_word(kind) else WRITERS.get(kind or "")


def _is_word(kind: Any) -> TypeGuard[type[StrEnum]]:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def to_json(value: Any) -> str:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_ms(value)
    raise TypeError(f"{type(value).__name__} does not go into a row")


def _iso(day: date) -> str:
    return day.isoformat()


WRITERS: dict[str, Convert] = {
    tables.INSTANT: to_ms,
    tables.FLAG: int,
    tables.JSON: to_json,
    tables.DAY: _iso,
}
