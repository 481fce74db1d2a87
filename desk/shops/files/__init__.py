"""A shop's import files: read, checked row by row and against each other, and given back as one value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from datetime import tzinfo
from pathlib import Path

from desk.order import Order, OrderLine
from desk.record import record
from desk.shops.files.commas import read_commas
from desk.shops.files.cross import Read, cross_check
from desk.shops.files.faults import Fault, Faults, ImportFaults
from desk.shops.files.reading import Checked, check
from desk.shops.files.rows import LineRow, OrderRow, ProductRow, Terms
from desk.shops.files.table import TextTable
from desk.shops.files.workbook import open_workbook
from desk.stock import Listing

TABLES = ("products", "orders", "order_lines")


@record(frozen=True, slots=True)
class Known:
    """What the store holds already: SKUs, and the currency of each order by the key of its number."""

    skus: Collection[str] = frozenset()
    orders: Mapping[str, str] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Import:
    """Files without a fault. Orders come without lines; a line comes with its order's number."""

    listings: tuple[Listing, ...]
    orders: tuple[Order, ...]
    lines: tuple[tuple[str, OrderLine], ...]
    warnings: tuple[Fault, ...] = ()
    silent: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Per table, the optional columns it does not have: of these the store keeps what it knows."""


def read_import(place: Path, currency: str, zone: tzinfo, known: Known) -> Import:
    """Reads a folder of .csv files or with one .xlsx, or an .xlsx itself.

    `currency` and `zone` are the shop's. Raises ImportFaults with every fault found.
    """
    faults = Faults()
    warnings: list[Fault] = []
    with _tables(place, faults, warnings) as tables:
        read = _read(tables, currency, zone, known, faults)
    cross_check(read, known.skus, known.orders, faults, warnings)
    if faults.told:
        raise ImportFaults(faults.told)
    return Import(
        listings=tuple(row.listing() for _, row in read.products.rows.values()),
        orders=tuple(row.value() for _, row in read.orders.rows.values()),
        lines=tuple((row.order, row.value()) for _, row in read.lines.rows.values()),
        warnings=tuple(warnings),
        silent={
            "orders": OrderRow.optional - read.orders.columns,
            "order_lines": LineRow.optional - read.lines.columns,
        },
    )


def _read(tables: Mapping[str, TextTable], currency: str, zone: tzinfo, known: Known, faults: Faults) -> Read:
    read = Read({name: table.file for name, table in tables.items()}, Checked(), Checked(), Checked())
    terms = Terms(currency, zone, known.orders)
    if table := tables.get("products"):
        read.products = check(table, ProductRow, terms, faults)
    if table := tables.get("orders"):
        read.orders = check(table, OrderRow, terms, faults)
    if table := tables.get("order_lines"):
        read.lines = check(table, LineRow, Terms(currency, zone, read.currencies(terms)), faults)
    return read


@contextmanager
def _tables(place: Path, faults: Faults, warnings: list[Fault]) -> Iterator[Mapping[str, TextTable]]:
    files = _files(place, faults)
    commas = {name: files[f"{name}.csv"] for name in TABLES if f"{name}.csv" in files}
    books = [path for name, path in files.items() if name.endswith(".xlsx")]
    for name, path in files.items():
        if name.endswith(".csv") and path not in commas.values():
            reason = f"is not read; the names are {', '.join(TABLES)} with .csv"
            warnings.append(Fault(path.name, 0, "", reason))
    if len(books) + bool(commas) > 1:
        names = ", ".join(sorted(path.name for path in [*commas.values(), *books]))
        faults.add(place.name, 0, "", f"which one counts? There are {names}")
        yield {}
    elif books:
        with open_workbook(books[0], TABLES, faults) as sheets:
            if not (sheets or faults.told):
                faults.add(books[0].name, 0, "", f"has no sheet named {', '.join(TABLES)}")
            yield sheets
    else:
        if not (commas or faults.told):
            faults.add(str(place), 0, "", "holds no products.csv, orders.csv, order_lines.csv or .xlsx")
        yield {name: read_commas(path, faults) for name, path in commas.items()}


def _files(place: Path, faults: Faults) -> dict[str, Path]:
    """By lower-case name; a spreadsheet program's lock files (`~$shop.xlsx`) and hidden files left out."""
    try:
        candidates = sorted(place.iterdir()) if place.is_dir() else [place]
        return {path.name.lower(): path for path in candidates if path.is_file() and path.name[0] not in "~."}
    except OSError as error:
        faults.add(str(place), 0, "", f"cannot be read: {error.strerror or error}")
        return {}
