"""An order past the shipping promise (B3), as the shop's people see it on their list."""

from __future__ import annotations

from datetime import date, datetime

from desk.order_times import OrderTimes
from desk.record import record


@record(frozen=True, slots=True)
class LateOrder:
    number: str
    buyer_name: str
    since: datetime
    """Paid, or placed where nobody noted the payment: the promise counts from here."""
    expected_on: date | None
    """The new day, where one is known."""
    cause: str = ""
    """In the warehouse's words; empty where it gave none."""
    told_at: datetime | None = None
    """When the buyer heard of it last; None: not yet, or there is no chat with them."""

    @property
    def told(self) -> bool:
        return self.told_at is not None


def days_late(late: LateOrder, times: OrderTimes, at: datetime) -> int:
    """Whole days past the promise."""
    return max(0, (at - late.since - times.ships_within).days)
