"""What the embedded shop does for after-sales cases: pays back and moves goods, once per key, in its own tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from desk.clock import to_ms
from desk.store.book import Book
from desk.store.shop import CATALOGUE, order_by_number, raise_version
from desk.store.tables import shop_movement, shop_refund, variant
from desk.ticket.amounts import paid_for
from desk.ticket.eligibility import line_of
from desk.ticket.refund import NotPaid, Paid, Refund, RefundOutcome

NO_SUCH_LINE, TOO_MUCH, OTHER_MONEY = "no such order line", "more than was paid", "paid in another currency"
BY_KEY = select(shop_refund.c.id).where(shop_refund.c.key == bindparam("of_key"))
PAID_BACK = select(func.coalesce(func.sum(shop_refund.c.minor), 0)).where(
    shop_refund.c.order_number == bindparam("number")
)
PAID_BACK_OF_LINE = PAID_BACK.where(shop_refund.c.sku == bindparam("of_sku"))
MOVED = select(shop_movement.c.id).where(shop_movement.c.key == bindparam("of_key"))
MOVE = (
    update(variant)
    .where(variant.c.sku == bindparam("of_sku"), variant.c.stock + bindparam("more") >= 0)
    .values(stock=variant.c.stock + bindparam("units"))
)


def pay_back(book: Book, refund: Refund, at: datetime) -> RefundOutcome:
    """Never more than was paid: for the line, and with its freight for the order."""
    order = order_by_number(book, refund.order_number, to_change=True)
    if (earlier := paid_back(book, refund.key)) is not None:
        return earlier
    line = line_of(order, refund.sku) if order else None
    if order is None or line is None:
        return NotPaid(NO_SUCH_LINE)
    if order.total.currency != refund.currency:
        return NotPaid(OTHER_MONEY)
    freight = order.freight.minor if order.freight else 0
    of_line = int(book.value(PAID_BACK_OF_LINE, {"number": order.number, "of_sku": refund.sku}))
    of_order = int(book.value(PAID_BACK, {"number": order.number}))
    whole = sum(paid_for(order, each.sku) for each in order.lines) + freight
    if of_line + refund.minor > paid_for(order, refund.sku) + freight or of_order + refund.minor > whole:
        return NotPaid(TOO_MUCH)
    row = {"key": refund.key, "order_number": order.number, "sku": refund.sku, "minor": refund.minor}
    number = book.insert_new(shop_refund, row | {"currency": refund.currency, "at": to_ms(at)})
    return Paid(_reference(number)) if number is not None else Paid()


def paid_back(book: Book, key: str) -> Paid | None:
    number = book.value(BY_KEY, {"of_key": key})
    return None if number is None else Paid(_reference(number))


def move(book: Book, key: str, sku: str, units: int, at: datetime) -> bool:
    """Looked at and done in one statement: two at once never take the last one twice."""
    if book.value(MOVED, {"of_key": key}) is not None:
        return True
    if not book.run(MOVE, {"of_sku": sku, "more": units, "units": units}):
        return False
    book.insert(shop_movement, {"key": key, "sku": sku, "units": units, "at": to_ms(at)})
    raise_version(book, CATALOGUE)
    return True


def _reference(number: int) -> str:
    return f"R{number:06}"
