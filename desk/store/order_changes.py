"""The desk's own changes of an order of the embedded shop: each looks at the order again, locked, and may be repeated."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update

from desk.clock import to_ms
from desk.order import Order, Status
from desk.order_change import (
    Done,
    Outcome,
    Refusal,
    Refused,
    not_to_close,
    not_to_complete,
    not_to_extend,
    not_to_readdress,
)
from desk.store.book import Book
from desk.store.shop import SET_STATUS, desk_changed, order_by_number
from desk.store.tables import shop_change, shop_order

SET_ADDRESS = (
    update(shop_order).where(shop_order.c.number == bindparam("its_number")).values(address=bindparam("new"))
)
EXTEND = (
    update(shop_order)
    .where(shop_order.c.number == bindparam("its_number"))
    .values(extended_until=bindparam("until"))
)
COMPLETE = (
    update(shop_order)
    .where(shop_order.c.number == bindparam("its_number"))
    .values(completed_at=bindparam("at"))
)
DECIDED = select(shop_change.c.value).where(
    shop_change.c.order_number == bindparam("number"), shop_change.c.field == bindparam("of_field")
)


def close_unpaid(book: Book, number: str, at: datetime) -> Outcome:
    """A6. Closed by the desk before is done; closed by the shop is not ours to tell."""
    order = _to_change(book, number)
    if order is None:
        return Refused(Refusal.NO_SUCH_ORDER)
    if order.status is Status.CLOSED and _decided(book, order, "status") == Status.CLOSED:
        return Done()
    return _set_status(book, order, Status.CLOSED, not_to_close(order), at)


def complete(book: Book, number: str, at: datetime) -> Outcome:
    """B4, unless its receipt was extended beyond `at`."""
    order = _to_change(book, number)
    if order is None:
        return Refused(Refusal.NO_SUCH_ORDER)
    if order.status is Status.COMPLETED:
        return Done()
    later = order.extended_until is not None and order.extended_until > at
    why = Refusal.EXTENDED if later else not_to_complete(order)
    if why is None:
        book.run(COMPLETE, {"its_number": order.number, "at": to_ms(at)})
    return _set_status(book, order, Status.COMPLETED, why, at)


def change_address(book: Book, number: str, address: str, at: datetime) -> Outcome:
    """B6. Where it stands so already it is done."""
    order = _to_change(book, number)
    if order is None:
        return Refused(Refusal.NO_SUCH_ORDER)
    if order.address == address:
        return Done()
    if why := not_to_readdress(order):
        return Refused(why)
    book.run(SET_ADDRESS, {"its_number": order.number, "new": address})
    desk_changed(book, order.number, "address", address, at)
    return Done()


def extend_receipt(book: Book, number: str, until: datetime) -> Outcome:
    """B4. Extended until that very day before is done. No file has this column: no import undoes it."""
    order = _to_change(book, number)
    if order is None:
        return Refused(Refusal.NO_SUCH_ORDER)
    if order.extended_until == until:
        return Done()
    if why := not_to_extend(order):
        return Refused(why)
    book.run(EXTEND, {"its_number": order.number, "until": to_ms(until)})
    return Done()


def _to_change(book: Book, number: str) -> Order | None:
    return order_by_number(book, number, to_change=True)


def _decided(book: Book, order: Order, field: str) -> str | None:
    value: str | None = book.value(DECIDED, {"number": order.number, "of_field": field})
    return value


def _set_status(book: Book, order: Order, status: Status, why: Refusal | None, at: datetime) -> Outcome:
    if why is not None:
        return Refused(why)
    book.run(SET_STATUS, {"its_number": order.number, "new": str(status)})
    desk_changed(book, order.number, "status", str(status), at)
    return Done()
