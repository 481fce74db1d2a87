"""The shop that Shopdesk keeps itself, filled by import files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from desk.clock import Clock, ticks
from desk.errors import StoreBusy
from desk.order import Order
from desk.order_change import Outcome
from desk.shops import ShopDown
from desk.stock import Catalogue, StockNow
from desk.store import Book, Store, order_changes, shop, shop_cases
from desk.ticket.refund import Refund, RefundOutcome

T = TypeVar("T")
LOOK_SECONDS = 1.0


class EmbeddedShop:
    """A Shop on the store's own tables. The catalogue's version is looked at when the bell rings for it and
    once a second, the catalogue itself read only when that has changed."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self.at_hand = store.at_hand
        self._rung = store.bell.listen("variant").woken
        self._catalogue: Catalogue | None = None
        self._looked_at = 0.0
        self._looking = asyncio.Lock()

    async def catalogue(self) -> Catalogue:
        if self._catalogue is not None and not self._worth_a_look():
            return self._catalogue
        # One looks for all who ask meanwhile: after a start that is everybody who wrote while we were away.
        async with self._looking:
            held = self._catalogue
            if held is None or self._worth_a_look():
                self._rung.clear()
                self._looked_at = ticks()
                held = self._catalogue = await self._read(lambda book: _newer_than(held, book)) or held
            assert held is not None
            return held

    def _worth_a_look(self) -> bool:
        return self._rung.is_set() or ticks() - self._looked_at >= LOOK_SECONDS

    async def stock(self, skus: Collection[str]) -> dict[str, StockNow]:
        at = self._clock()
        return await self._glance(lambda book: shop.stock_of(book, skus, at))

    async def order(self, number: str) -> Order | None:
        return await self._glance(lambda book: shop.order_by_number(book, number))

    async def orders_of(self, channel: str, identity: str, limit: int = 5) -> list[Order]:
        return await self._glance(lambda book: shop.orders_of(book, channel, identity, limit))

    async def close_unpaid(self, number: str) -> Outcome:
        at = self._clock()
        return await self._write(lambda book: order_changes.close_unpaid(book, number, at))

    async def complete(self, number: str, at: datetime) -> Outcome:
        return await self._write(lambda book: order_changes.complete(book, number, at))

    async def extend_receipt(self, number: str, until: datetime) -> Outcome:
        return await self._write(lambda book: order_changes.extend_receipt(book, number, until))

    async def change_address(self, number: str, address: str) -> Outcome:
        at = self._clock()
        return await self._write(lambda book: order_changes.change_address(book, number, address, at))

    async def refund(self, order: Refund) -> RefundOutcome:
        at = self._clock()
        try:
            return await self._store.write(lambda book: shop_cases.pay_back(book, order, at))
        except StoreBusy as error:  # nothing was changed
            raise ShopDown from error

    async def refund_of(self, key: str) -> RefundOutcome | None:
        return await self._read(lambda book: shop_cases.paid_back(book, key))

    async def move_goods(self, key: str, sku: str, units: int) -> bool:
        at = self._clock()
        return await self._write(lambda book: shop_cases.move(book, key, sku, units, at))

    async def _write(self, unit: Callable[[Book], T]) -> T:
        try:
            return await self._store.write(unit)
        except Exception as error:
            raise ShopDown from error

    async def _glance(self, unit: Callable[[Book], T]) -> T:
        try:
            return await self._store.glance(unit)
        except Exception as error:
            raise ShopDown from error

    async def _read(self, unit: Callable[[Book], T]) -> T:
        try:
            return await self._store.read(unit)
        except Exception as error:  # each driver has its own errors; to who asks, all mean the same
            raise ShopDown from error


def _newer_than(held: Catalogue | None, book: Book) -> Catalogue | None:
    if held is not None and held.version == shop.version_of(book, shop.CATALOGUE):
        return None
    return shop.catalogue(book)
