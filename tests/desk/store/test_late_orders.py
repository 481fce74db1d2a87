"""Unsent orders past the promise: in order of their age, page by page, with cause and whether the buyer was told."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from desk.order import Status
from desk.store import Store, late_orders, order_watch
from desk.store.late_orders import give_cause
from tests.bot.orders_room import OrdersRoom
from tests.conftest import Watch


@pytest.fixture
async def room(store: Store, watch: Watch) -> OrdersRoom:
    room = OrdersRoom(store, watch)
    await room.writes()
    await room.has(
        room.an_order("A-1", Status.PAID, days=5),
        room.an_order("A-2", Status.PAID, days=9, chat="8"),
        room.an_order("A-3", Status.PAID, days=9, chat=""),
        room.an_order("A-4", Status.PAID, days=9, paid_at=watch() - timedelta(days=1)),
        room.an_order("A-5", Status.SHIPPED, days=9),
        room.an_order("A-6", Status.AWAITING_PAYMENT, days=9),
    )
    return room


async def test_the_longest_late_first_and_page_by_page(room: OrdersRoom, watch: Watch) -> None:
    before, numbers = watch() - timedelta(days=3), []
    last = None
    while page := await room.store.read(partial(late_orders.late_orders, before=before, after=last, count=2)):
        numbers.append([late.number for late in page])
        last = page[-1]
    assert numbers == [["A-2", "A-3"], ["A-1"]]


async def test_with_the_cause_and_whether_the_buyer_knows(room: OrdersRoom, watch: Watch) -> None:
    await room.look()
    for cause in ("no boxes", "glass on order"):
        await room.store.write(partial(give_cause, order_number="A-1", cause=cause, by=None, at=watch()))
    found = await room.store.read(lambda book: late_orders.late_orders(book, watch() - timedelta(days=3)))
    assert [(late.number, late.buyer_name, late.cause, late.told) for late in found] == [
        ("A-2", "Mina", "", False),
        ("A-3", "Mina", "", False),
        ("A-1", "Mina", "glass on order", True),
    ]
    assert found[-1].since == watch() - timedelta(days=5)


def test_the_index_of_the_open_orders_serves_every_look(sqlite_store: Store) -> None:
    """Else each look would read all orders that ever were."""
    engine = sqlite_store.engine()
    statements = [
        late_orders.LATE,
        order_watch.TO_REMIND,
        order_watch.TO_CLOSE,
        order_watch.LATE,
        *order_watch.SENT.values(),
    ]
    with engine.connect() as connection:
        for statement in statements:
            asked = statement.compile(engine, compile_kwargs={"render_postcompile": True})
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {asked}", (0,) * len(asked.positiontup or ())
            )
            assert any("ix_shop_order_open" in row[3] for row in plan), str(asked)
    engine.dispose()
