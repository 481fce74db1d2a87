"""Lantern & Loom 明灯织物: the shop of the demo and the tests, alive as of any instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, tzinfo
from importlib.resources import as_file, files

from desk.shops.demo.orders import orders_and_lines
from desk.shops.files import Import, Known, read_import
from desk.stock import Listing

NAME, CURRENCY, TIMEZONE, LANGUAGE = "明灯织物 Lantern & Loom", "CNY", "Asia/Shanghai", "zh-CN"
# The list of products is written as if it were read on this day; restock days move along.
WRITTEN_ON = date(2026, 1, 1)


def demo(now: datetime, zone: tzinfo) -> Import:
    """The shop as of `now`: 69 products, 200 orders numbered 841 to 1040. The same for the same instant.

    Order 1007 is Mina's (telegram 7; her phone ends in 0147), on its way; 1008 hers as web visitor demo-mina.
    """
    now = now.replace(second=0, microsecond=0)
    listings = tuple(_restocked_later(listing, now.astimezone(zone).date()) for listing in _listings(zone))
    orders, lines = orders_and_lines(now, zone, listings)
    return Import(listings, orders, lines)


def _listings(zone: tzinfo) -> tuple[Listing, ...]:
    with as_file(files(__package__) / "products.csv") as path:
        return read_import(path, CURRENCY, zone, Known()).listings


def _restocked_later(listing: Listing, today: date) -> Listing:
    day = listing.variant.restock_on
    if day is None:
        return listing
    return replace(listing, variant=replace(listing.variant, restock_on=today + (day - WRITTEN_ON)))


__all__ = ["CURRENCY", "LANGUAGE", "NAME", "TIMEZONE", "demo"]
