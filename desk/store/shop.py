"""The embedded shop's tables: what is sold, what was ordered, and what the desk itself changed in an order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_update  # the same words on SQLite

from desk.batches import batches
from desk.clock import to_ms
from desk.errors import NotFound
from desk.order import Order, Status, number_key
from desk.stock import Catalogue, StockNow, products
from desk.store.book import Book
from desk.store.shop_rows import LINE_COLUMNS, LISTING_COLUMNS, ORDER_COLUMNS, day, listing, order
from desk.store.tables import order_line, shop_change, shop_order, variant, version

SHOP, CATALOGUE = "shop", "catalogue"
"""Versions: of everything an import may touch, and of what is sold."""

ALL_LISTINGS = select(*(variant.c[name] for name in LISTING_COLUMNS)).order_by(variant.c.position)
STOCK = select(variant.c.sku, variant.c.stock, variant.c.restock_on)
STOCK_OF: dict[int, Select[Any]] = {
    count: STOCK.where(variant.c.sku.in_([bindparam(f"sku{n}") for n in range(count)]))
    for count in (1, 2, 4, 8, 16, 32)
}
"""By how many SKUs it can name; what is left over names the last one again."""
_ORDER = select(*(shop_order.c[name] for name in ORDER_COLUMNS))
BY_KEY = _ORDER.where(shop_order.c.number_key == bindparam("key"))
# One look for an order and its lines: a row for each line, or one without.
WITH_LINES = (
    select(*(shop_order.c[name] for name in ORDER_COLUMNS), *(order_line.c[name] for name in LINE_COLUMNS))
    .select_from(shop_order.outerjoin(order_line, order_line.c.order_number == shop_order.c.number))
    .where(shop_order.c.number_key == bindparam("key"))
    .order_by(order_line.c.id)
)
WITH_LINES_LOCKED = WITH_LINES.with_for_update(of=shop_order)
OF_BUYER = (
    _ORDER.where(shop_order.c.channel == bindparam("channel"), shop_order.c.identity == bindparam("identity"))
    .order_by(shop_order.c.placed_at.desc(), shop_order.c.number.desc())
    .limit(bindparam("count"))
)
LINES = (
    select(*(order_line.c[name] for name in LINE_COLUMNS))
    .where(order_line.c.order_number == bindparam("number"))
    .order_by(order_line.c.id)
)
VERSION = select(version.c.n).where(version.c.name == bindparam("of"))
_raise = insert_or_update(version).values(name=bindparam("of"), n=1)
RAISE = _raise.on_conflict_do_update(index_elements=["name"], set_={"n": version.c.n + 1})
SET_STATUS = (
    update(shop_order).where(shop_order.c.number == bindparam("its_number")).values(status=bindparam("new"))
)
_keep = insert_or_update(shop_change).values(
    {name: bindparam(name) for name in ("order_number", "field", "value", "at")}
)
KEEP_CHANGE = _keep.on_conflict_do_update(
    index_elements=["order_number", "field"], set_={"value": _keep.excluded.value, "at": _keep.excluded.at}
)


def version_of(book: Book, name: str) -> int:
    """0 as long as nothing was ever written."""
    return book.value(VERSION, {"of": name}) or 0


def raise_version(book: Book, name: str) -> None:
    book.run(RAISE, {"of": name})


def catalogue(book: Book) -> Catalogue:
    return Catalogue(version_of(book, CATALOGUE), products(listing(row) for row in book.rows(ALL_LISTINGS)))


def stock_of(book: Book, skus: Iterable[str], at: datetime) -> dict[str, StockNow]:
    """Those of the SKUs that are sold here."""
    found: dict[str, StockNow] = {}
    for few in batches(sorted(skus), max(STOCK_OF)):
        count = next(count for count in STOCK_OF if count >= len(few))
        named = [*few, *[few[-1]] * (count - len(few))]
        for sku, left, back_on in book.rows(STOCK_OF[count], {f"sku{n}": sku for n, sku in enumerate(named)}):
            found[sku] = StockNow(sku, left, day(back_on), at)
    return found


def order_by_number(book: Book, number: str, *, to_change: bool = False) -> Order | None:
    statement = WITH_LINES_LOCKED if to_change and book.locks else WITH_LINES
    rows = book.rows(statement, {"key": number_key(number)})
    width = len(ORDER_COLUMNS)
    return order(rows[0][:width], [row[width:] for row in rows if row[width] is not None]) if rows else None


def orders_of(book: Book, channel: str, identity: str, limit: int) -> list[Order]:
    """Bound to this account of a buyer, newest first."""
    if not identity:
        return []
    rows = book.rows(OF_BUYER, {"channel": channel, "identity": identity, "count": limit})
    return [order(row, book.rows(LINES, {"number": row[0]})) for row in rows]


def set_status(book: Book, number: str, status: Status, at: datetime) -> None:
    """The desk moves an order itself, e.g. closes it; an older file will not undo that."""
    found = order_by_number(book, number, to_change=True)
    if found is None:
        raise NotFound
    book.run(SET_STATUS, {"its_number": found.number, "new": str(status)})
    desk_changed(book, found.number, "status", str(status), at)


def desk_changed(book: Book, number: str, field: str, value: str, at: datetime) -> None:
    """Notes that the desk, not the shop's file, decides this field: a column of the order, or of a line as
    `unit_price LAMP-W`. Imports keep it until a file says the same."""
    values = {"order_number": number, "field": field, "value": value, "at": to_ms(at)}
    book.run(KEEP_CHANGE, values)
    raise_version(book, SHOP)
