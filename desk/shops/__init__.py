"""The shop behind the desk: where stock and orders are asked for, live."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from desk.errors import DeskError
from desk.order import Order
from desk.order_change import Outcome
from desk.stock import Catalogue, StockNow
from desk.ticket.refund import Refund, RefundOutcome


class ShopDown(DeskError):
    """The shop's system does not answer right now."""


class Shop(Protocol):
    """A shop's back end. Every call may raise ShopDown, and nothing else."""

    at_hand: bool
    """Whether it answers on the spot, so that a letter's acknowledgement may wait for it."""

    async def catalogue(self) -> Catalogue:
        """All products; cheap to ask again, the same object until something changed."""

    async def stock(self, skus: Collection[str]) -> dict[str, StockNow]:
        """Live stock of these SKUs; unknown ones are absent."""

    async def order(self, number: str) -> Order | None:
        """By number, compared without case and with full-width digits folded."""

    async def orders_of(self, channel: str, identity: str, limit: int = 5) -> list[Order]:
        """The orders bound to this account of a buyer, newest first."""

    # What is done to an order. Each answers Done or Refused, and is asked again after a crash: done twice is done
    # once. Called by workers outside of any unit of the book, for a shop may be far away.

    async def close_unpaid(self, number: str) -> Outcome:
        """Closed for want of payment, as long as it is unpaid (A6)."""

    async def complete(self, number: str, at: datetime) -> Outcome:
        """Its receipt is confirmed, unless it was extended beyond `at` (B4)."""

    async def extend_receipt(self, number: str, until: datetime) -> Outcome:
        """Its receipt is not confirmed before `until`; once in an order's life (B4)."""

    async def change_address(self, number: str, address: str) -> Outcome:
        """Goes to another address, as long as it has not left (B6)."""

    # What is done for a case. Each carries a key under which it is done once at most, and is asked by one worker.

    async def refund(self, order: Refund) -> RefundOutcome:
        """Pays back. Asked again under the same key it answers what became of the first asking, in a back end that keeps
        keys; many do not, so nobody asks again who does not know from `refund_of` that nothing was paid. Raises ShopDown
        only where the asking surely never left; everything else that goes wrong is Unclear."""

    async def refund_of(self, key: str) -> RefundOutcome | None:
        """What became of it; None: the shop surely never heard of this key."""

    async def move_goods(self, key: str, sku: str, units: int) -> bool:
        """Onto the shelf, or below zero off it; False where there are not so many. Under the same key it is done once."""
