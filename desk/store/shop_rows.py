"""Listings, orders and lines as rows, and rows as listings, orders and lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import orjson

from desk.clock import from_ms, to_ms
from desk.money import Money
from desk.order import Order, OrderLine, Status, number_key
from desk.stock import Listing, Variant
from desk.store.mapping import to_json

Row = dict[str, Any]

LISTING_COLUMNS = (
    "sku", "name", "name_en", "aliases", "options", "price", "currency", "stock", "restock_on", "url",
)  # fmt: skip
ORDER_COLUMNS = (
    "number", "number_key", "buyer_name", "phone", "channel", "identity", "status", "placed_at", "paid_at",
    "shipped_at", "delivered_at", "carrier", "tracking", "address", "total", "currency", "expected_on",
    "last_scan", "last_scan_at", "freight", "discount", "extended_until", "completed_at",
)  # fmt: skip
INSTANTS = (
    "placed_at", "paid_at", "shipped_at", "delivered_at", "last_scan_at", "extended_until", "completed_at",
)  # fmt: skip
LINE_COLUMNS = ("order_number", "sku", "quantity", "unit_price", "paid")


def listing_row(listing: Listing) -> Row:
    one = listing.variant
    return {
        "sku": one.sku,
        "name": listing.name,
        "name_en": listing.name_en,
        "aliases": to_json(listing.aliases),
        "options": to_json(dict(one.options)),
        "price": one.price.minor,
        "currency": one.price.currency,
        "stock": one.stock,
        "restock_on": _written(one.restock_on),
        "url": one.url,
    }


def listing(values: Iterable[Any]) -> Listing:
    row = dict(zip(LISTING_COLUMNS, values, strict=True))
    one = Variant(
        sku=row["sku"],
        options=orjson.loads(row["options"]),
        price=Money(row["price"], row["currency"]),
        stock=row["stock"],
        restock_on=day(row["restock_on"]),
        url=row["url"],
    )
    return Listing(row["name"], row["name_en"], tuple(orjson.loads(row["aliases"])), one)


def order_row(order: Order) -> Row:
    """As a file tells it; an extension and the moment of completion are the desk's own and in no file."""
    return {
        "number": order.number,
        "number_key": number_key(order.number),
        "buyer_name": order.buyer_name,
        "phone": order.phone,
        "channel": order.channel,
        "identity": order.identity,
        "status": str(order.status),
        "placed_at": to_ms(order.placed_at),
        "paid_at": _ms(order.paid_at),
        "shipped_at": _ms(order.shipped_at),
        "delivered_at": _ms(order.delivered_at),
        "carrier": order.carrier,
        "tracking": order.tracking,
        "address": order.address,
        "total": order.total.minor,
        "currency": order.total.currency,
        "expected_on": _written(order.expected_on),
        "last_scan": order.last_scan,
        "last_scan_at": _ms(order.last_scan_at),
        "freight": _minor(order.freight),
        "discount": _minor(order.discount),
    }


def order(values: Iterable[Any], lines: Iterable[Iterable[Any]]) -> Order:
    row = dict(zip(ORDER_COLUMNS, values, strict=True))
    currency = row.pop("currency")
    del row["number_key"]
    row["status"] = Status(row["status"])
    for name in INSTANTS:
        row[name] = None if row[name] is None else from_ms(row[name])
    for name in ("total", "freight", "discount"):
        row[name] = None if row[name] is None else Money(row[name], currency)
    row["expected_on"] = day(row["expected_on"])
    return Order(**row, lines=tuple(_line(values, currency) for values in lines))


def line_row(number: str, line: OrderLine) -> Row:
    return {
        "order_number": number,
        "sku": line.sku,
        "quantity": line.quantity,
        "unit_price": line.unit_price.minor,
        "paid": _minor(line.paid),
    }


def _line(values: Iterable[Any], currency: str) -> OrderLine:
    row = dict(zip(LINE_COLUMNS, values, strict=True))
    paid = None if row["paid"] is None else Money(row["paid"], currency)
    return OrderLine(row["sku"], row["quantity"], Money(row["unit_price"], currency), paid)


def day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _written(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _ms(at: datetime | None) -> int | None:
    return None if at is None else to_ms(at)


def _minor(money: Money | None) -> int | None:
    return None if money is None else money.minor
