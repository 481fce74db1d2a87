"""Reading one .xlsx workbook: looked over for bombs and outside references first, then streamed."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, time
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

from desk.shops.files.faults import Faults
from desk.shops.files.table import MAX_BYTES, MAX_ROWS, TextRow, TextTable

MAX_PARTS = 5_000
# Styles, relations and the like are built into objects many times their size; sheets are streamed.
MAX_SMALL_PART = 16_000_000
# A spreadsheet keeps fifteen digits of a number; a longer tracking number has lost its end already.
ROUNDED = 1e15


def refusal(path: Path) -> str:
    """Why this workbook is not opened; empty when it may be."""
    if path.stat().st_size > MAX_BYTES:
        return f"is larger than {MAX_BYTES // 1_000_000} MB"
    try:
        with zipfile.ZipFile(path) as parts:
            return _refusal_of(parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return "is not an .xlsx workbook, or is damaged or protected by a password"


def _refusal_of(parts: zipfile.ZipFile) -> str:
    infos = parts.infolist()
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_BYTES:
        return f"unpacks to more than {MAX_BYTES // 1_000_000} MB or {MAX_PARTS:,} parts"
    for info in infos:
        if info.file_size > MAX_SMALL_PART and not _may_be_large(info.filename):
            return f"has an oversized part {info.filename[:60]!r}"
        if info.filename.startswith("xl/media/"):
            continue
        with parts.open(info) as part:
            if _declares_a_document_type(part):
                return "declares XML entities, which no spreadsheet program writes"
    return ""


def _may_be_large(name: str) -> bool:
    folder = PurePosixPath(name).parent.as_posix()
    return name == "xl/sharedStrings.xml" or folder in ("xl/worksheets", "xl/media")


class _Seen(Exception):
    """The look at a part's beginning may stop."""


def _declares_a_document_type(part: Any) -> bool:
    """Entities and outside references need a DOCTYPE, which stands before the first element."""
    found: list[str] = []

    def doctype(*_: object) -> None:
        found.append("doctype")
        raise _Seen

    def element(*_: object) -> None:
        raise _Seen

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    # Not XML at all (a picture, a printer's settings): openpyxl will not read it as XML either.
    with suppress(_Seen, expat.ExpatError, ValueError):
        while piece := part.read(4096):
            parser.Parse(piece, False)
    return bool(found)


@contextmanager
def open_workbook(path: Path, names: tuple[str, ...], faults: Faults) -> Iterator[dict[str, TextTable]]:
    """The sheets with these names, and no others; each is read to its end before the next is begun."""
    book: Any = None
    try:
        if reason := refusal(path):
            faults.add(path.name, 0, "", reason)
        else:
            book = _opened(path, faults)
    except OSError as error:
        faults.add(path.name, 0, "", f"cannot be read: {error.strerror or error}")
    if book is None:
        yield {}
        return
    with closing(book), quiet():
        sheets = {sheet.title.strip().lower(): sheet for sheet in book.worksheets}
        yield {name: _table(sheets[name], f"{path.name}/{name}", faults) for name in names if name in sheets}


def _opened(path: Path, faults: Faults) -> Any:
    from openpyxl import load_workbook  # a quarter of a second that only an import should pay

    try:
        with quiet():
            return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except OSError:
        raise
    except Exception:  # openpyxl raises whatever its parsing stumbles over
        faults.add(path.name, 0, "", "is not an .xlsx workbook that can be read")
        return None


@contextmanager
def quiet() -> Iterator[None]:
    """openpyxl warns of styles and extensions that it leaves out; none of them matters here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _table(sheet: Any, file: str, faults: Faults) -> TextTable:
    return TextTable(file, _rows(sheet, file, faults), ragged=True)


def _rows(sheet: Any, file: str, faults: Faults) -> Iterator[TextRow]:
    # What the sheet says about its own size may be wrong; with it, every row would be padded to it.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    for line in count(1):
        try:
            values = next(rows, None)
        except Exception:  # as above
            faults.add(file, line, "", "the sheet is damaged here")
            return
        if values is None:
            return
        if line > MAX_ROWS + 1:
            faults.add(file, line, "", f"more than {MAX_ROWS:,} rows")
            return
        yield TextRow(line, _cells(values, file, line, faults))


def _cells(values: tuple[object, ...], file: str, line: int, faults: Faults) -> tuple[str, ...]:
    for value in values:
        if isinstance(value, int | float) and not abs(value) < ROUNDED:
            shown = f"{value:.0f}"[:24]
            reason = f"the number {shown} was rounded by the spreadsheet; format the cell as text"
            faults.add(file, line, "", reason)
    return tuple(written(value) for value in values)


def written(value: object) -> str:
    """A cell's value as a person would have typed it into a .csv file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(" ")
    return str(value)
