"""Statements written in SQLAlchemy Core, compiled once per dialect and run on the driver's own cursor.

Measured before this was chosen: the fifteen statements of one message cost four times as much through
`Connection.execute`. Reports and migrations use that; the way of a message does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ClauseElement, Table, bindparam, literal_column, update
from sqlalchemy.dialects.postgresql import insert  # the same words on SQLite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler


class Prepared(NamedTuple):
    """A statement as the driver takes it. Values go by their place: drivers look names up one by one."""

    text: str
    names: tuple[str, ...]
    """Which value stands in which place."""
    fixed: dict[str, Any]
    """Values that the statement itself brings."""

    def places(self, values: Mapping[str, Any] | None) -> list[Any]:
        known = self.fixed if not values else {**self.fixed, **values} if self.fixed else values
        return [known[name] for name in self.names]


class Statements:
    """The compiled form of every statement that was asked for, for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._must_ask = dialect.name != "sqlite"
        """Whether an INSERT must ask for its row's number; SQLite's driver knows it anyway."""
        # By identity: statements are module-level constants that live as long as the process.
        self._compiled: dict[int, tuple[Prepared, ClauseElement]] = {}
        self._inserts: dict[tuple[str, tuple[str, ...], bool, bool], Prepared] = {}
        self._many_rows: dict[tuple[str, tuple[str, ...], int], str] = {}
        self._updates: dict[tuple[str, tuple[str, ...]], str] = {}

    def of(self, statement: ClauseElement) -> Prepared:
        found = self._compiled.get(id(statement))
        if found is None:
            found = self._compiled[id(statement)] = (self._prepared(statement), statement)
        return found[0]

    def insert(
        self, table: Table, names: tuple[str, ...], *, numbered: bool = False, if_new: bool = False
    ) -> Prepared:
        """One row, its places in the table's own order. `numbered`: `number_of` will be asked."""
        key = (table.name, names, numbered, if_new)
        if key not in self._inserts:
            statement: Any = insert(table).values({name: bindparam(name) for name in names})
            if if_new:
                statement = statement.on_conflict_do_nothing()
            if numbered and self._must_ask:
                statement = statement.returning(table.c.id)
            self._inserts[key] = self._prepared(statement)
        return self._inserts[key]

    def insert_rows(self, table: Table, names: tuple[str, ...], rows: int) -> str:
        """Several rows, numbered in their order; the places of each in `names`' order, row after row."""
        key = (table.name, names, rows)
        if key not in self._many_rows:
            values = [
                {name: bindparam(f"{name}{row}", type_=table.c[name].type) for name in names}
                for row in range(rows)
            ]
            prepared = self._prepared(insert(table).values(values))
            assert prepared.names == tuple(f"{name}{row}" for row in range(rows) for name in names)
            self._many_rows[key] = prepared.text
        return self._many_rows[key]

    def update(self, table: Table, names: tuple[str, ...]) -> str:
        """Changes these columns of one row; with a `version` column, only the version that was read.

        The places: the columns in the table's own order, then the id, then the version."""
        cached = (table.name, names)
        if cached not in self._updates:
            values: dict[str, Any] = {name: bindparam(name) for name in names}
            statement = update(table).where(table.c.id == bindparam("its_id"))
            last = ["its_id"]
            if "version" in table.c:
                statement = statement.where(table.c.version == bindparam("its_version"))
                values["version"] = table.c.version + literal_column("1")
                last.append("its_version")
            prepared = self._prepared(statement.values(values))
            assert prepared.names == (*names, *last)
            self._updates[cached] = prepared.text
        return self._updates[cached]

    def number_of(self, cursor: Any) -> int:
        """Of the row just written."""
        return cursor.fetchone()[0] if self._must_ask else cursor.lastrowid  # type: ignore[no-any-return]

    def _prepared(self, statement: ClauseElement) -> Prepared:
        compiled = statement.compile(dialect=self.dialect)
        assert isinstance(compiled, SQLCompiler)
        fixed = {k: v for k, v in compiled.params.items() if v is not None}
        if self.dialect.name == "sqlite":
            return _by_place(*_inlined(str(compiled), fixed))
        return Prepared(str(compiled), tuple(compiled.positiontup or ()), fixed)


def _inlined(text: str, fixed: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """With our own numbers and plain words in the text itself.

    SQLite plans a statement anew at every run when a bound value may bear on the plan, as in LIMIT or against
    the condition of a partial index: measured, 33 µs instead of 10 for one look by chat."""
    plain = {k: str(v) for k, v in fixed.items() if type(v) is int} | {
        k: f"'{v}'" for k, v in fixed.items() if type(v) is str and PLAIN.fullmatch(v)
    }
    text = NAMED.sub(lambda found: plain.get(found[1], found[0]), text)
    return text, {k: v for k, v in fixed.items() if k not in plain}


def _by_place(text: str, fixed: dict[str, Any]) -> Prepared:
    return Prepared(NAMED.sub("?", text), tuple(found[1] for found in NAMED.finditer(text)), fixed)


PLAIN = re.compile("[a-z_]{1,32}")
NAMED = re.compile(r"(?<![:\w']):([A-Za-z_]\w*)")
