"""The shop's verbs on the desk's own orders: done, refused with a reason, and the same when they are said twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from desk.order import Status
from desk.order_change import Done, Outcome, Refused
from desk.shops import Shop, ShopDown
from desk.store import Store
from tests.bot.orders_room import OrdersRoom
from tests.conftest import MONDAY_NINE, Watch

UNTIL = MONDAY_NINE + timedelta(days=13)
CLOSE: Callable[[Shop], Awaitable[Outcome]] = lambda shop: shop.close_unpaid("A-1")  # noqa: E731
COMPLETE: Callable[[Shop], Awaitable[Outcome]] = lambda shop: shop.complete("A-1", MONDAY_NINE)  # noqa: E731
EXTEND: Callable[[Shop], Awaitable[Outcome]] = lambda shop: shop.extend_receipt("A-1", UNTIL)  # noqa: E731
READDRESS: Callable[[Shop], Awaitable[Outcome]] = lambda shop: shop.change_address("A-1", "new")  # noqa: E731


@pytest.fixture
def room(store: Store, watch: Watch) -> OrdersRoom:
    return OrdersRoom(store, watch)


@pytest.mark.parametrize(
    ("status", "verb", "after"),
    [
        (Status.AWAITING_PAYMENT, CLOSE, Status.CLOSED),
        (Status.SHIPPED, COMPLETE, Status.COMPLETED),
        (Status.DELIVERED, EXTEND, Status.DELIVERED),
        (Status.PAID, READDRESS, Status.PAID),
    ],
)
async def test_done_and_done_again_is_done(
    room: OrdersRoom, status: Status, verb: Callable[[Shop], Awaitable[Outcome]], after: Status
) -> None:
    await room.has(room.an_order("A-1", status))
    assert [await verb(room.shop), await verb(room.shop)] == [Done(), Done()]
    assert (await room.order("A-1")).status is after


@pytest.mark.parametrize(
    ("status", "verb", "why"),
    [
        (Status.PAID, CLOSE, "paid"),
        (Status.CLOSED, CLOSE, "closed"),  # by the shop: not ours to tell of
        (Status.PAID, COMPLETE, "not_shipped"),
        (Status.PAID, EXTEND, "not_shipped"),
        (Status.COMPLETED, EXTEND, "completed"),
        (Status.SHIPPED, READDRESS, "shipped"),
        (Status.CLOSED, READDRESS, "closed"),
    ],
)
async def test_refused_and_nothing_changed(
    room: OrdersRoom, status: Status, verb: Callable[[Shop], Awaitable[Outcome]], why: str
) -> None:
    await room.has(room.an_order("A-1", status, address="old"))
    before = await room.order("A-1")
    outcome = await verb(room.shop)
    assert isinstance(outcome, Refused) and outcome.because == why
    assert await room.order("A-1") == before


@pytest.mark.parametrize("verb", [CLOSE, COMPLETE, EXTEND, READDRESS])
async def test_an_order_that_is_not_there(
    room: OrdersRoom, verb: Callable[[Shop], Awaitable[Outcome]]
) -> None:
    outcome = await verb(room.shop)
    assert isinstance(outcome, Refused) and outcome.because == "no_such_order"


async def test_extended_once_and_not_completed_before(room: OrdersRoom, watch: Watch) -> None:
    await room.has(room.an_order("A-1", Status.SHIPPED, days=20))
    await EXTEND(room.shop)
    later = await room.shop.extend_receipt("A-1", UNTIL + timedelta(days=3))
    assert isinstance(later, Refused) and later.because == "extended"
    early = await COMPLETE(room.shop)
    assert isinstance(early, Refused) and early.because == "extended"
    assert await room.shop.complete("A-1", UNTIL) == Done()


async def test_an_extension_outlives_an_import(room: OrdersRoom, watch: Watch) -> None:
    await room.has(room.an_order("A-1", Status.SHIPPED))
    await EXTEND(room.shop)
    await room.has(room.an_order("A-1", Status.DELIVERED))
    order = await room.order("A-1")
    assert (order.status, order.extended_until) == (Status.DELIVERED, UNTIL)


async def test_a_store_that_is_closed_is_a_shop_that_is_down(room: OrdersRoom) -> None:
    room.store.close()
    with pytest.raises(ShopDown):
        await CLOSE(room.shop)
