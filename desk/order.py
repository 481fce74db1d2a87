"""A buyer's order, and who may hear about it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from desk.money import Money
from desk.record import record
from desk.width import narrow


class Status(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CLOSED = "closed"


def number_key(number: str) -> str:
    """Two ways of writing an order's number are the same number when their keys are equal.

    A `#` before it says that a number follows; some shops and some buyers write it, others leave it out."""
    plain = narrow(number).casefold()
    return plain.lstrip("# ") or plain


@record(frozen=True, slots=True)
class OrderLine:
    sku: str
    quantity: int
    unit_price: Money
    paid: Money | None = None


@record(frozen=True, slots=True)
class Order:
    number: str
    buyer_name: str
    phone: str
    channel: str
    identity: str
    """With `channel`: the buyer's account that the shop itself bound to this order; empty = none."""
    status: Status
    placed_at: datetime
    total: Money
    address: str = ""
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    carrier: str = ""
    tracking: str = ""
    expected_on: date | None = None
    last_scan: str = ""
    last_scan_at: datetime | None = None
    freight: Money | None = None
    discount: Money | None = None
    extended_until: datetime | None = None
    """Receipt is not confirmed by itself before this: it was extended (B4)."""
    completed_at: datetime | None = None
    """When receipt was confirmed, as far as the shop knows it."""
    lines: tuple[OrderLine, ...] = ()

    def bound_to(self, channel: str, identity: str) -> bool:
        return bool(self.identity) and self.channel == channel and self.identity == identity

    def phone_ends_with(self, digits: str) -> bool:
        """Whether these are the last four digits of the order's phone. Never true for a phone not known."""
        known = "".join(c for c in self.phone if c.isascii() and c.isdigit())
        return len(digits) == 4 and len(known) >= 4 and known.endswith(digits)
