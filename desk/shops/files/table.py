"""A table of text as it stands in a file: rows of cells, each with the line where it begins."""

from __future__ import annotations

from collections.abc import Iterator

from desk.record import record

MAX_BYTES = 200_000_000
MAX_ROWS = 1_000_000


@record(frozen=True, slots=True)
class TextRow:
    line: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@record(frozen=True, slots=True)
class TextTable:
    """`file` is the name used in faults, e.g. `orders.csv` or `shop.xlsx/orders`."""

    file: str
    rows: Iterator[TextRow]
    ragged: bool = False
    """Whether a row may end early, as in a workbook, where empty cells at the end are not stored."""
