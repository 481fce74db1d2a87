"""The shop behind the desk: where stock and orders are asked for, live."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from desk.errors import DeskError
from desk.order import Order
from desk.order_change import Outcome
from desk.stock import Catalogue, StockNow


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
