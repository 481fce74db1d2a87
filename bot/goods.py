"""Goods of cases come back onto the shelf and leave it, by the shop's back end; what cannot be done is raised."""

from __future__ import annotations

import structlog

from bot.looking import keep_looking
from desk.alert import Cause
from desk.clock import Clock
from desk.errors import StoreBusy
from desk.shops import Shop, ShopDown
from desk.store import Book, Store, alerts, goods_moves, tickets
from desk.ticket.facts import THE_SHOP
from desk.ticket.goods import GoodsMove, GoodsState

AGAIN_SECONDS, LOOK_SECONDS = 5.0, 60.0
NOT_SO_MANY = "not so many on the shelf"

log = structlog.get_logger()


class Goods:
    def __init__(self, store: Store, shop: Shop, clock: Clock) -> None:
        self._store, self._shop, self._clock = store, shop, clock

    async def run(self) -> None:
        await keep_looking(
            self._store, "goods_move", self.look, "goods_wait", again=AGAIN_SECONDS, seldom=LOOK_SECONDS
        )

    async def look(self) -> bool:
        """Whether any is left that the shop did not answer."""
        left = False
        for wanted in await self._store.read(goods_moves.wanted):
            try:
                done = await self._shop.move_goods(wanted.key, wanted.sku, wanted.units)
                await self._settle(wanted, done)
            except StoreBusy:
                raise
            except ShopDown:
                left = True
            except Exception:  # one that cannot be done keeps no other
                left = True
                log.exception("goods_failed", move=wanted.id)
        return left

    async def _settle(self, wanted: GoodsMove, done: bool) -> None:
        at = self._clock()

        def unit(book: Book) -> None:
            ticket, held = tickets.by_id(book, wanted.ticket_id), goods_moves.by_id(book, wanted.id)
            if held.state is not GoodsState.WANTED:
                return
            held.settle(done, at)
            if done:
                return
            what = f"{held.sku} {held.units}"
            ticket.goods_refused(at, THE_SHOP, f"{NOT_SO_MANY}: {what}")
            alerts.raise_alert(
                book, Cause.GOODS, str(ticket.id), what, at=at, conversation_id=ticket.conversation_id
            )

        await self._store.write(unit)
