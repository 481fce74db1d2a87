"""What the store holds of a shop already: names for the cross-checks, and the rows that a file's are compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from desk.order import Order, OrderLine, number_key
from desk.shops.files import Known
from desk.stock import Listing
from desk.store import Book, Store, staging
from desk.store.shop_rows import Row
from desk.store.staging import Overtaken


async def what_is_known(store: Store) -> Known:
    """Read page by page: a shop may have a million orders, and no read may last."""
    skus: list[str] = []
    while page := await store.read(partial(staging.skus_after, sku=skus[-1] if skus else "")):
        skus += page
    orders: dict[str, str] = {}
    last = ""
    while found := await store.read(partial(staging.orders_after, key=last)):
        orders |= dict(found)
        last = found[-1][0]
    return Known(frozenset(skus), orders)


def stored_listings(piece: Sequence[Listing], book: Book) -> list[Row | None]:
    return [staging.stored_listing(book, listing.variant.sku) for listing in piece]


def stored_orders(piece: Sequence[Order], book: Book) -> list[tuple[Row | None, frozenset[str]]]:
    found = []
    for order in piece:
        row = staging.stored_order(book, order.number)
        found.append((row, staging.changed_by_desk(book, row["number"]) if row else frozenset()))
    return found


def stored_lines(
    piece: Sequence[tuple[str, OrderLine]], numbers: Mapping[str, str], book: Book
) -> list[tuple[str, Row | None, frozenset[str]]]:
    """With each line the number of its order as the store has it, or will have it."""
    found = []
    for written, line in piece:
        order = staging.stored_order(book, written)
        number = order["number"] if order else numbers.get(number_key(written))
        if number is None:
            raise Overtaken
        row = staging.stored_line(book, number, line.sku)
        found.append((number, row, staging.changed_by_desk(book, number) if row else frozenset()))
    return found
