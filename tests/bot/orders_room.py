"""Orders of the shop, their buyers' chats, and the two workers that see to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import null, select, update

from bot.order_watch import OrderWatch
from bot.order_wishes import OrderWishes
from bot.perform import Performing
from desk.conversation import Reach
from desk.house_rules import HouseRules
from desk.money import Money
from desk.order import Order, Status
from desk.shelf import Shelf
from desk.shop import Hours
from desk.shops import Shop
from desk.shops.embedded import EmbeddedShop
from desk.shops.files import Import
from desk.shops.importing import apply_import
from desk.store import Store, shop
from desk.store.tables import message, order_notice, order_wish, outbox, shop_order
from tests import shipped
from tests.cast import FREE, TARGETS, Loopback, Writer
from tests.conftest import Watch

PACKS = shipped.packs()


class OrdersRoom:
    def __init__(self, store: Store, watch: Watch) -> None:
        self.store, self.watch, self.channel = store, watch, Loopback()
        self.rules = HouseRules(Hours(watch().tzinfo))  # type: ignore[arg-type]
        self.performing = Performing(Shelf(PACKS, FREE), TARGETS, {"loopback": Reach()})
        self.shop = EmbeddedShop(store, watch)
        self.worker, self.wishes = self.workers()

    def workers(self, shop: Shop | None = None) -> tuple[OrderWatch, OrderWishes]:
        """A second process has two of its own."""
        behind = shop or self.shop
        return (
            OrderWatch(self.store, behind, self.performing, self.rules, self.watch),
            OrderWishes(self.store, behind, self.performing, self.rules, self.watch),
        )

    async def look(self) -> None:
        """All that both do at this hour."""
        await self.worker._look()
        await self.wishes._carry_out_all()
        await self.wishes._tell_all()

    def an_order(
        self, number: str, status: Status, *, days: float = 0, chat: str = "7", **more: Any
    ) -> Order:
        placed = self.watch() - timedelta(days=days)
        channel = "loopback" if chat else ""
        return Order(
            number, "Mina", "13800001234", channel, chat, status, placed, Money(25800, "CNY"), **more
        )

    async def has(self, *orders: Order) -> list[str]:
        """Imported, as a shop's file would say it; what was kept of the desk's own."""
        report = await apply_import(self.store, Import((), orders, ()), self.watch())
        return [f"{c.order} {c.field}" for c in report.conflicts]

    async def writes(self, chat: str = "7", text: str = "hello there") -> Writer:
        buyer = Writer(self.store, self.watch, self.channel, chat=chat)
        await buyer.writes(text)
        return buyer

    async def order(self, number: str) -> Order:
        found = await self.store.read(lambda book: shop.order_by_number(book, number))
        assert found is not None
        return found

    async def told(self) -> list[str]:
        """What went out by itself or as an answer, oldest first."""
        return await self._texts(select(outbox.c.text).order_by(outbox.c.id))

    async def noted(self) -> list[str]:
        return await self._texts(
            select(message.c.text).where(message.c.author == "note").order_by(message.c.id)
        )

    async def notices(self) -> list[tuple[Any, ...]]:
        rows = select(
            order_notice.c.order_number, order_notice.c.kind, order_notice.c.about, order_notice.c.outcome
        )
        return await self.store.read(
            lambda book: [tuple(row) for row in book.rows(rows.order_by(order_notice.c.id))]
        )

    async def wished(self) -> list[tuple[Any, ...]]:
        rows = select(order_wish.c.verb, order_wish.c.state, order_wish.c.reason, order_wish.c.value)
        return await self.store.read(
            lambda book: [tuple(row) for row in book.rows(rows.order_by(order_wish.c.id))]
        )

    async def set(self, number: str, **values: Any) -> None:
        new = {name: null() if value is None else value for name, value in values.items()}
        statement = update(shop_order).where(shop_order.c.number == number).values(new)
        await self.store.write(lambda book: book.run(statement))

    async def _texts(self, statement: Any) -> list[str]:
        return await self.store.read(lambda book: [row[0] for row in book.rows(statement)])


__all__ = ["OrdersRoom", "Status"]
