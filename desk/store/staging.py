"""Rows of an import before they are in force: put aside in pieces, then taken over in one short unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ClauseElement, Table, bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_update  # the same words on SQLite

from desk.clock import to_ms
from desk.errors import DeskError
from desk.events import Restocked
from desk.order import number_key
from desk.store.book import Book
from desk.store.shop import BY_KEY, CATALOGUE, SHOP, raise_version
from desk.store.shop_rows import LINE_COLUMNS, LISTING_COLUMNS, ORDER_COLUMNS, Row
from desk.store.tables import (
    order_line,
    restock_request,
    shop_change,
    shop_order,
    staged_line,
    staged_order,
    staged_variant,
    variant,
    version,
)

PIECE = 500
STAGED: Mapping[str, Table] = {"products": staged_variant, "orders": staged_order, "order_lines": staged_line}


class Overtaken(DeskError):
    """Somebody else changed the shop's lists meanwhile; nothing was imported. Please run it again."""


def _take_over(
    table: Table,
    source: Table,
    keys: Sequence[str],
    kept: Sequence[str] = (),
    besides: Mapping[str, Any] | None = None,
) -> ClauseElement:
    names = [column.name for column in source.columns if column.name not in ("id", "batch")]
    rows = select(*(source.c[name] for name in names)).where(source.c.batch == bindparam("batch"))
    statement = insert_or_update(table).from_select(names, rows.order_by(source.c.id))
    new = {name: statement.excluded[name] for name in names if name not in (*keys, *kept)}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=new | dict(besides or {}))


# Units told to waiting buyers count until the shelf is empty; what comes after that is a new delivery.
_ALLOTTED = case((variant.c.stock == 0, 0), else_=variant.c.allotted)
TAKE_OVER = (
    _take_over(variant, staged_variant, ["sku"], kept=["position"], besides={"allotted": _ALLOTTED}),
    _take_over(shop_order, staged_order, ["number_key"], kept=["number"]),
    _take_over(order_line, staged_line, ["order_number", "sku"]),
)
COUNT = {
    name: select(func.count()).where(table.c.batch == bindparam("batch")) for name, table in STAGED.items()
}
CLEAR = {
    name: delete(table).where(table.c.id.in_(select(table.c.id).limit(PIECE)))
    for name, table in STAGED.items()
}
# Only from the version that the comparison saw: whoever was faster has raised it, and this changes no row.
_fence = insert_or_update(version).values(name=SHOP, n=1)
FENCE = _fence.on_conflict_do_update(
    index_elements=["name"], set_={"n": version.c.n + 1}, where=version.c.n == bindparam("seen")
)
CLOSE_REQUESTS = (
    update(restock_request)
    .where(restock_request.c.closed_at.is_(None))
    .where(restock_request.c.sku.in_(select(variant.c.sku).where(variant.c.stock > 0)))
    .values(closed_at=bindparam("now"))
)
FORGET_CHANGE = delete(shop_change).where(
    shop_change.c.order_number == bindparam("number"), shop_change.c.field == bindparam("of_field")
)
VARIANT = select(*(variant.c[name] for name in LISTING_COLUMNS)).where(variant.c.sku == bindparam("sku"))
LINE = select(*(order_line.c[name] for name in LINE_COLUMNS)).where(
    order_line.c.order_number == bindparam("number"), order_line.c.sku == bindparam("sku")
)
CHANGED = select(shop_change.c.field).where(shop_change.c.order_number == bindparam("number"))
LAST_POSITION = select(func.coalesce(func.max(variant.c.position), 0))
SKUS = select(variant.c.sku).where(variant.c.sku > bindparam("after")).order_by(variant.c.sku).limit(5_000)
ORDERS = (
    select(shop_order.c.number_key, shop_order.c.currency)
    .where(shop_order.c.number_key > bindparam("after"))
    .order_by(shop_order.c.number_key)
    .limit(5_000)
)


def stored_listing(book: Book, sku: str) -> Row | None:
    return _named(LISTING_COLUMNS, book.row(VARIANT, {"sku": sku}))


def stored_order(book: Book, number: str) -> Row | None:
    return _named(ORDER_COLUMNS, book.row(BY_KEY, {"key": number_key(number)}))


def stored_line(book: Book, number: str, sku: str) -> Row | None:
    """`number` as the stored order has it."""
    return _named(LINE_COLUMNS, book.row(LINE, {"number": number, "sku": sku}))


def changed_by_desk(book: Book, number: str) -> frozenset[str]:
    """Fields of this order that the desk decides; of a line as `unit_price LAMP-W`."""
    return frozenset(row[0] for row in book.rows(CHANGED, {"number": number}))


def last_position(book: Book) -> int:
    return book.value(LAST_POSITION)  # type: ignore[no-any-return]


def skus_after(book: Book, sku: str) -> list[str]:
    """The next 5,000 at most, in order."""
    return [row[0] for row in book.rows(SKUS, {"after": sku})]


def orders_after(book: Book, key: str) -> list[tuple[str, str]]:
    """The next 5,000 orders at most: (key of the number, currency)."""
    return book.rows(ORDERS, {"after": key})


def stage(book: Book, sheet: str, batch: str, rows: Iterable[Row]) -> None:
    for row in rows:
        book.insert(STAGED[sheet], {"batch": batch, **row})


def clear(book: Book, sheet: str) -> int:
    """Throws a piece of what is staged away, an interrupted import's too; how many rows."""
    return book.run(CLEAR[sheet])


def take_over(
    book: Book,
    batch: str,
    seen: int,
    counts: Mapping[str, int],
    restocked: Sequence[str],
    agreed: Iterable[tuple[str, str]],
    at: datetime,
) -> None:
    """Puts a batch in force. `seen` is the shop's version that it was compared with; `agreed` are the desk's
    changes (order, field) that the file has caught up with. Raises Overtaken."""
    if book.run(FENCE, {"seen": seen}) != 1:
        raise Overtaken
    if any(book.value(COUNT[sheet], {"batch": batch}) != expected for sheet, expected in counts.items()):
        raise Overtaken
    for statement in TAKE_OVER:
        book.run(statement, {"batch": batch})
    for number, field in agreed:
        book.run(FORGET_CHANGE, {"number": number, "of_field": field})
    if counts["products"]:
        raise_version(book, CATALOGUE)
        book.run(CLOSE_REQUESTS, {"now": to_ms(at)})
    for sku in restocked:
        book.happened(Restocked(at=at, sku=sku))


def _named(names: Sequence[str], row: tuple[Any, ...] | None) -> Row | None:
    return None if row is None else dict(zip(names, row, strict=True))
