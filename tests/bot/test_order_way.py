"""The whole way of a wish: written, understood, asked, confirmed, done by the shop, told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.answer import ShopFront, Thinking
from bot.at_once import AtOnce
from bot.hear import Hearing
from desk.conversation import Mode
from desk.store import Store, delivery_exceptions
from tests import shipped
from tests.bot.orders_room import OrdersRoom, Status
from tests.cast import TARGETS, Writer
from tests.conftest import Watch

UNDERSTANDING = shipped.understands()


class Way(OrdersRoom):
    """With the real understanding, and letters answered as they come."""

    def __init__(self, store: Store, watch: Watch) -> None:
        super().__init__(store, watch)
        front = ShopFront("Lantern & Loom", "https://lantern.example/privacy", self.rules)
        thinking = Thinking(
            store, UNDERSTANDING, self.shop, front, self.performing, watch, settle=timedelta(0)
        )
        at_once = AtOnce(store, thinking, self.performing, TARGETS)
        self.thinking, self.mina = thinking, Writer(store, watch, self.channel)
        self.mina.hearing = Hearing(store, watch, TARGETS, thinking.owe, at_once)

    async def hears(self, text: str) -> list[str]:
        """What follows, the worker's word included."""
        before = len(await self.told())
        await self.mina.writes(text)
        while self.thinking._tasks:
            await asyncio.gather(*self.thinking._tasks)
        await self.wishes._carry_out_all()
        return (await self.told())[before:]


@pytest.fixture
def way(store: Store, watch: Watch) -> Way:
    return Way(store, watch)


async def test_an_address_is_changed(way: Way) -> None:
    await way.has(way.an_order("A-1001", Status.PAID, address="上海市静安区愚园路1号"))
    assert "A-1001" in (await way.hears("你好，我要改收货地址"))[-1]
    assert len(await way.hears("有优惠吗？")) == 1
    [read_back] = await way.hears("杭州市西湖区文三路88号")
    assert "杭州市西湖区文三路88号" in read_back
    first, then = await way.hears("对的")
    assert "改好告诉您" in first or "改好马上告诉您" in first or "请稍等" in first
    assert "A-1001" in then
    assert (await way.order("A-1001")).address == "杭州市西湖区文三路88号"
    assert "address" not in (await way.mina.conversation()).dialogue


async def test_a_receipt_is_extended_in_traditional_chinese(way: Way, watch: Watch) -> None:
    await way.has(
        way.an_order("A-1002", Status.SHIPPED, shipped_at=watch() - timedelta(days=2), carrier="黑貓")
    )
    said = await way.hears("請問可以延長收貨嗎")
    assert "12月4日" in said[-1] and "亲" not in "".join(said)
    assert "12月4日" in (await way.hears("可以再延長收貨嗎"))[-1]
    assert (await way.order("A-1002")).extended_until == watch() + timedelta(days=11)


async def test_a_lost_parcel_is_recorded_and_a_person_called(way: Way) -> None:
    await way.has(way.an_order("A-1003", Status.SHIPPED))
    await way.hears("my parcel is lost")
    talk = await way.mina.conversation()
    assert talk.mode == Mode.BOT
    [told] = await way.store.read(lambda book: delivery_exceptions.of_conversation(book, talk.id))
    assert (told.kind, told.order, told.seq) == ("loss", "A-1003", 1)
    await way.hears("It has not moved for nine days and nobody rang")
    await way.hears("yes")
    assert (await way.mina.conversation()).mode == Mode.WAITING


async def test_an_invoice_is_noted_for_a_person(way: Way) -> None:
    await way.has(way.an_order("A-1004", Status.COMPLETED))
    assert "A-1004" in (await way.hears("can I get an invoice please"))[-1]
    [noted] = await way.hears("Lantern Trading Ltd, VAT GB123456789")
    assert "A-1004" in noted and "Lantern Trading Ltd, VAT GB123456789" in noted
    assert (await way.mina.conversation()).mode == Mode.WAITING
