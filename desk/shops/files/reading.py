"""From the rows of one table to checked rows of a model: header, width of rows, every cell, repeated keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from desk.record import noun
from desk.shops.files.cells import clean
from desk.shops.files.faults import Faults
from desk.shops.files.rows import Row, Terms
from desk.shops.files.table import TextRow, TextTable
from desk.width import narrow

R = TypeVar("R", bound=Row)

# pydantic's names of what can be wrong, in the words of someone who keeps the list.
PLAIN_WORDS = {
    "missing": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "too_long": "has more than {max_length} entries",
    "string_pattern_mismatch": "may hold only letters a-z, digits, _ and -",
    "enum": "must be one of {expected}",
}


@noun(slots=True)
class Checked(Generic[R]):
    """The good rows of a table with their lines. `named` holds the first cell's text of bad rows too, so
    that a fault in one row is not told again of every row that refers to it."""

    rows: dict[tuple[str, ...], tuple[int, R]] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    named: set[str] = field(default_factory=set)
    readable: bool = False
    """Whether the header was good; without it nothing is known of what the table holds."""


def check(table: TextTable, model: type[R], terms: Terms, faults: Faults) -> Checked[R]:
    checked: Checked[R] = Checked()
    rows = (row for row in table.rows if not row.blank)
    told = len(faults.told)
    header = next(rows, None)
    if header is None:
        if len(faults.told) == told:
            faults.add(table.file, 0, "", "has no header and no rows")
        return checked
    columns = _columns(table.file, header, model, faults)
    checked.columns = frozenset(columns)
    checked.readable = set(model.model_fields) - model.optional <= checked.columns
    if not checked.readable:
        return checked
    for row in rows:
        _take(table, row, columns, model, terms, faults, checked)
    return checked


def _columns(file: str, header: TextRow, model: type[Row], faults: Faults) -> list[str]:
    columns = [narrow(cell).lower() for cell in header.cells]
    while columns and not columns[-1]:
        columns.pop()
    known = set(model.model_fields)
    for name in dict.fromkeys(columns):
        if name not in known:
            faults.add(
                file, header.line, name[:40], f"no such column; known are {', '.join(model.model_fields)}"
            )
        elif columns.count(name) > 1:
            faults.add(file, header.line, name, "the column is there twice")
    for name in model.model_fields:
        if name not in columns and name not in model.optional:
            faults.add(file, header.line, name, "the column is missing")
    return columns


def _take(
    table: TextTable,
    row: TextRow,
    columns: list[str],
    model: type[R],
    terms: Terms,
    faults: Faults,
    checked: Checked[R],
) -> None:
    wrong = list(_width_faults(table, row, columns))
    cells, unclean = _clean_cells(row, columns, model)
    wrong += unclean
    key_column = next(iter(model.model_fields))
    checked.named.add(narrow(cells.get(key_column, "")))
    found, invalid = _validated(model, cells, terms, already={column for column, _ in wrong})
    for column, reason in wrong + invalid:
        faults.add(table.file, row.line, column, reason)
    if found is None:
        return
    if first := checked.rows.get(found.key()):
        named = " ".join(found.key())
        faults.add(table.file, row.line, key_column, f"{named[:80]!r} is already on line {first[0]}")
        return
    checked.rows[found.key()] = (row.line, found)


def _width_faults(table: TextTable, row: TextRow, columns: list[str]) -> Iterator[tuple[str, str]]:
    width = len(columns)
    if any(cell.strip() for cell in row.cells[width:]):
        yield "", f"has {len(row.cells)} cells where the header has {width}"
    elif len(row.cells) < width and not table.ragged:
        yield "", f"has only {len(row.cells)} cells where the header has {width}"


def _clean_cells(
    row: TextRow, columns: list[str], model: type[Row]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    cells: dict[str, str] = {}
    wrong: list[tuple[str, str]] = []
    for column, cell in zip(columns, row.cells, strict=False):
        if column not in model.model_fields:
            continue
        try:
            if text := clean(cell):
                cells[column] = text
        except ValueError as error:
            wrong.append((column, str(error)))
    return cells, wrong


def _validated(
    model: type[R], cells: dict[str, str], terms: Terms, already: set[str]
) -> tuple[R | None, list[tuple[str, str]]]:
    """`already`: columns (or "", the row's shape) whose fault is known and not told a second time."""
    try:
        return model.model_validate(cells, context=terms), []
    except ValidationError as error:
        told = [(_column(problem), _reason(problem)) for problem in error.errors(include_url=False)]
        return None, [] if "" in already else [one for one in told if one[0] not in already]


def _column(problem: Any) -> str:
    return str(problem["loc"][0]) if problem["loc"] else "channel"


def _reason(problem: Any) -> str:
    context = problem.get("ctx", {})
    if problem["type"] == "value_error":
        return str(context["error"])
    words = PLAIN_WORDS.get(problem["type"])
    return words.format(**context) if words else str(problem["msg"])
