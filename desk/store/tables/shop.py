"""The embedded shop: stock and orders."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from desk.order import Status
from desk.store.tables.columns import DAY, instant, json, metadata, number, word, words

OPEN_ORDERS = "status = 'awaiting_payment' or status = 'paid' or status = 'shipped' or status = 'delivered'"

variant = Table(
    "variant",
    metadata,
    Column("sku", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    words("name"),
    words("name_en"),
    json("aliases"),
    json("options"),
    Column("price", BigInteger, nullable=False),
    words("currency", None),
    Column("stock", Integer, nullable=False),
    Column("restock_on", Text, info={"as": DAY}),
    words("url"),
    Column("allotted", Integer, nullable=False, server_default="0"),  # units that waiting buyers were told of
    CheckConstraint("stock >= 0", name="stock"),
)

shop_order = Table(
    "shop_order",
    metadata,
    Column("number", Text, primary_key=True),
    words("number_key", None),  # folded, as buyers type it
    words("buyer_name"),
    words("phone"),
    words("channel"),
    words("identity"),
    word("status", Status),
    instant("placed_at"),
    instant("paid_at", maybe=True),
    instant("shipped_at", maybe=True),
    instant("delivered_at", maybe=True),
    words("carrier"),
    words("tracking"),
    words("address"),
    Column("total", BigInteger, nullable=False),
    words("currency", None),
    Column("expected_on", Text, info={"as": DAY}),
    words("last_scan"),
    instant("last_scan_at", maybe=True),
    Column("freight", BigInteger),
    Column("discount", BigInteger),
    instant("extended_until", maybe=True),  # the desk's own: no file has it, nor the next
    instant("completed_at", maybe=True),
    UniqueConstraint("number_key"),
    Index("ix_shop_order_identity", "channel", "identity", "placed_at"),
    # What may still be due, by status: as small as the open work, however many orders there were. Written with `or`:
    # SQLite sees that one status is among these only where it finds the very words.
    Index(
        "ix_shop_order_open",
        "status",
        "placed_at",
        sqlite_where=text(OPEN_ORDERS),
        postgresql_where=text(OPEN_ORDERS),
    ),
)

order_line = Table(
    "order_line",
    metadata,
    number(),
    Column("order_number", Text, ForeignKey("shop_order.number"), nullable=False),
    Column("sku", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_price", BigInteger, nullable=False),
    Column("paid", BigInteger),
    UniqueConstraint("order_number", "sku"),
)

shop_change = Table(
    "shop_change",
    metadata,
    number(),
    Column("order_number", Text, ForeignKey("shop_order.number"), nullable=False),
    words("field", None),
    words("value", None),
    instant("at"),
    UniqueConstraint("order_number", "field"),
)


def staged(table: Table) -> Table:
    """The same columns for rows of an import that are not yet in force; `batch` names the import."""
    columns = [
        Column(c.name, c.type, nullable=c.nullable, info=c.info)
        for c in table.columns
        if c.name not in ("id", "allotted", "extended_until", "completed_at")
    ]
    name = f"staged_{table.name}"
    return Table(name, metadata, number(), words("batch", None), *columns, Index(f"ix_{name}_batch", "batch"))


staged_variant, staged_order, staged_line = staged(variant), staged(shop_order), staged(order_line)
