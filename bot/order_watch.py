"""The desk's own rules for orders: an unpaid one is reminded of once and later closed (A6), of a late one the buyer
hears before asking (B3), and receipt is confirmed at its day (B4)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.looking import keep_looking
from bot.notices import Notices
from bot.order_notices import OrderNotices
from bot.perform import Performing
from desk.clock import Clock
from desk.house_rules import HouseRules
from desk.order import Order
from desk.order_change import SENT, Verb
from desk.order_times import DEFAULT_TIMES, OrderTimes, completes_at
from desk.shops import Shop
from desk.store import Book, Store, order_watch, order_wishes

LOOK_SECONDS = 60.0
COMPLETE_EVERY = timedelta(hours=1)
"""Nobody waits for a receipt to be confirmed: seldom enough that a long list of parcels costs nothing."""


class OrderWatch:
    def __init__(
        self,
        store: Store,
        shop: Shop,
        performing: Performing,
        rules: HouseRules,
        clock: Clock,
        times: OrderTimes = DEFAULT_TIMES,
    ) -> None:
        self._store, self._shop, self._rules, self._clock, self._times = store, shop, rules, clock, times
        self._notices = OrderNotices(Notices(performing), times, rules.zone)
        self._completed_at: datetime | None = None

    async def run(self) -> None:
        await keep_looking(
            self._store, None, self._look, "orders_wait", again=LOOK_SECONDS, seldom=LOOK_SECONDS
        )

    async def _look(self) -> bool:
        at = self._clock()
        await self._close_all(at)
        if not self._rules.hours.is_quiet(at):  # what follows starts from our side (D7)
            await self._remind_all(at)
            await self._tell_all_late(at)
        if self._completed_at is None or at - self._completed_at >= COMPLETE_EVERY:
            await self._complete_all(at)
            self._completed_at = at
        return False

    async def _close_all(self, at: datetime) -> None:
        """Only wished here: who carries out what the shop shall do tells the buyer, too."""
        while await self._store.write(lambda book: self._wish_to_close(book, at)):
            pass

    def _wish_to_close(self, book: Book, at: datetime) -> bool:
        due = order_watch.to_close(book, at - self._times.close_unpaid)
        for order in due:
            order_wishes.wish(book, Verb.CLOSE_UNPAID, order.number, at)
        return len(due) == order_watch.PAGE

    async def _remind_all(self, at: datetime) -> None:
        before, closed_before = at - self._times.remind_unpaid, at - self._times.close_unpaid
        async for order in self._all(
            lambda book, after: order_watch.to_remind(book, before, closed_before, after)
        ):
            await self._store.write(partial(self._notices.remind, number=order.number, at=at))

    async def _tell_all_late(self, at: datetime) -> None:
        before, today = at - self._times.ships_within, at.astimezone(self._rules.zone).date()
        async for order in self._all(lambda book, after: order_watch.late(book, before, today, after)):
            await self._store.write(partial(self._notices.tell_late, number=order.number, at=at))

    async def _complete_all(self, at: datetime) -> None:
        """Silently. The shop looks again; what it refuses was changed meanwhile."""
        before = at - min(self._times.completes_by_courier, self._times.completes_by_post)
        for status in SENT:
            async for order in self._all(partial(_sent, status, before, at)):
                end = completes_at(order, self._times)
                if end is not None and end <= at:
                    await self._shop.complete(order.number, at)

    async def _all(self, page: Callable[[Book, Order | None], Sequence[Order]]) -> AsyncIterator[Order]:
        """Page by page: no read lasts. What is done with each is a unit of its own."""
        last: Order | None = None
        while orders := await self._store.read(partial(_after, page, last)):
            for order in orders:
                yield order
            last = orders[-1]


def _after(
    page: Callable[[Book, Order | None], Sequence[Order]], last: Order | None, book: Book
) -> Sequence[Order]:
    return page(book, last)


def _sent(status: str, before: datetime, at: datetime, book: Book, after: Order | None) -> Sequence[Order]:
    return order_watch.sent(book, status, before, at, after)
