"""What may be changed in an order, and why not: one pure function for each change, for the bot that asks and for the
shop that does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from desk.order import Order, Status
from desk.record import record

LONGEST_ADDRESS = 200


class Refusal(StrEnum):
    NO_SUCH_ORDER = "no_such_order"
    PAID = "paid"
    NOT_SHIPPED = "not_shipped"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CLOSED = "closed"
    EXTENDED = "extended"  # its receipt was extended before
    SHOP_DOWN = "shop_down"  # for too long: nobody knows whether it was done


@record(frozen=True, slots=True)
class Done:
    """It is so now, whether by this call or by the same one before: a verb may be repeated after a crash."""


@record(frozen=True, slots=True)
class Refused:
    """Nothing was changed."""

    because: Refusal


Outcome = Done | Refused
OVER: Mapping[Status, Refusal] = {Status.COMPLETED: Refusal.COMPLETED, Status.CLOSED: Refusal.CLOSED}
SENT = frozenset({Status.SHIPPED, Status.DELIVERED})


def not_to_close(order: Order) -> Refusal | None:
    """A6: why an order is not closed for want of payment."""
    if order.status is Status.AWAITING_PAYMENT:
        return None
    return Refusal.CLOSED if order.status is Status.CLOSED else Refusal.PAID


def not_to_readdress(order: Order) -> Refusal | None:
    """B6: why it cannot go to another address any more."""
    if order.status in SENT:
        return Refusal.SHIPPED
    return OVER.get(order.status)


def not_to_extend(order: Order) -> Refusal | None:
    """B4: why its receipt is not extended; once is all."""
    if order.status in SENT:
        return Refusal.EXTENDED if order.extended_until else None
    return OVER.get(order.status, Refusal.NOT_SHIPPED)


def not_to_complete(order: Order) -> Refusal | None:
    """B4: why its receipt is not confirmed."""
    if order.status in SENT:
        return None
    return OVER.get(order.status, Refusal.NOT_SHIPPED)


class Verb(StrEnum):
    """What the desk asks of the shop for an order."""

    CHANGE_ADDRESS = "change_address"
    EXTEND_RECEIPT = "extend_receipt"
    CLOSE_UNPAID = "close_unpaid"


class WishState(StrEnum):
    WANTED = "wanted"
    DONE = "done"
    REFUSED = "refused"


@record(frozen=True, slots=True)
class Wish:
    """Something the shop shall do: written down first, then done by a worker, so that no transaction waits for a
    shop, and nobody is told what was not done."""

    id: int
    verb: Verb
    order: str
    value: str
    conversation_id: int | None
    """Whose buyer asked; None: the desk's own rule."""
    letter: int | None
    asked_at: datetime

    def __repr__(self) -> str:
        return f"Wish({self.id}, {self.verb}, {self.order})"  # its value may be an address
