"""What is wrong with the files of an import, told all at once and in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from desk.errors import DeskError
from desk.record import noun, record

AT_MOST = 10_000


@record(frozen=True, slots=True)
class Fault:
    """`line` is the physical line where the row begins (in a workbook: the row); 0 = the whole file."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = [self.file]
        if self.line:
            where.append(f"line {self.line}")
        if self.column:
            where.append(self.column)
        return f"{', '.join(where)}: {self.reason}"


class ImportFaults(DeskError):
    """The files cannot be imported as they are; nothing was changed."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join([type(self).__doc__ or "", *map(str, self.faults)]))


@noun(slots=True)
class Faults:
    """The list while it grows. After `at_most` it ends the reading by raising ImportFaults."""

    told: list[Fault] = field(default_factory=list)
    at_most: int = AT_MOST

    def add(self, file: str, line: int, column: str, reason: str) -> None:
        self.told.append(Fault(file, line, column, reason))
        if len(self.told) >= self.at_most:
            self.told.append(Fault(file, 0, "", f"reading stopped after {self.at_most} faults"))
            raise ImportFaults(self.told)
