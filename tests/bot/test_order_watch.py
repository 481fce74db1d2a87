"""What the desk does for orders by itself: reminded once, closed and told, told of a delay, never at night."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from desk.conversation import Mode
from desk.store import Store, conversations, order_watch
from tests.bot.orders_room import OrdersRoom, Status
from tests.cast import hire
from tests.conftest import Watch


@pytest.fixture
def room(store: Store, watch: Watch) -> OrdersRoom:
    return OrdersRoom(store, watch)


# --- unpaid (A6)


async def test_an_unpaid_order_is_reminded_of_once_after_a_day(room: OrdersRoom, watch: Watch) -> None:
    await room.writes()
    await room.has(room.an_order("A-1", Status.AWAITING_PAYMENT))
    watch.move(hours=23)
    await room.look()
    assert await room.told() == []
    watch.move(hours=2)
    for _ in range(3):
        await room.look()
    [reminder] = await room.told()
    assert "A-1" in reminder and "258.00" in reminder
    assert await room.notices() == [("A-1", "unpaid", "", "told")]
    watch.move(days=3)
    await room.look()
    assert len(await room.told()) == 1


async def test_no_reminder_at_night_nor_at_noon_rest(room: OrdersRoom, watch: Watch) -> None:
    await room.writes()
    await room.has(room.an_order("A-1", Status.AWAITING_PAYMENT, days=1))
    for hours in (13, 20, 27):  # 22:00, 05:00, 12:00 in the shop
        watch.at = watch.at.replace(hour=9, minute=0) + timedelta(hours=hours)
        await room.look()
        assert await room.told() == []
        watch.at -= timedelta(hours=hours)
    watch.move(days=1, hours=5)
    await room.look()
    assert len(await room.told()) == 1


async def test_paid_in_the_meantime_is_neither_reminded_of_nor_closed(room: OrdersRoom, watch: Watch) -> None:
    await room.writes()
    await room.has(
        room.an_order("A-1", Status.AWAITING_PAYMENT, days=8),
        room.an_order("A-2", Status.AWAITING_PAYMENT, days=2),
    )
    at = watch()
    due = await room.store.read(
        lambda book: order_watch.to_remind(book, at - timedelta(days=1), at - timedelta(days=7), None)
    )
    assert [order.number for order in due] == ["A-2"]
    await room.worker._close_all(at)  # A-1 is wished to be closed
    await room.set("A-1", status="paid")
    await room.set("A-2", status="paid")
    await room.store.write(lambda book: room.worker._notices.remind(book, "A-2", at))
    await room.wishes._carry_out_all()
    await room.wishes._tell_all()
    assert await room.told() == [] and await room.notices() == []
    assert (await room.order("A-1")).status is Status.PAID
    assert await room.wished() == [("close_unpaid", "refused", "paid", "")]


async def test_after_seven_days_it_closes_and_the_buyer_is_told_once(room: OrdersRoom) -> None:
    await room.writes()
    await room.has(room.an_order("A-1", Status.AWAITING_PAYMENT, days=7))
    for _ in range(3):
        await room.look()
    assert (await room.order("A-1")).status is Status.CLOSED
    [told] = await room.told()
    assert "A-1" in told and "closed" in told


async def test_at_night_it_closes_and_the_buyer_hears_of_it_in_the_morning(
    room: OrdersRoom, watch: Watch
) -> None:
    await room.writes()
    watch.move(hours=14)  # 23:00 in the shop
    await room.has(room.an_order("A-1", Status.AWAITING_PAYMENT, days=7))
    await room.look()
    assert (await room.order("A-1")).status is Status.CLOSED
    assert await room.told() == []
    watch.move(hours=10)
    await room.look()
    assert len(await room.told()) == 1


async def test_a_crash_between_closing_and_telling_tells_once_all_the_same(room: OrdersRoom) -> None:
    await room.writes()
    await room.has(room.an_order("A-1", Status.AWAITING_PAYMENT, days=7))
    await room.worker._look()
    await room.shop.close_unpaid("A-1")  # … and the process dies before it settles the wish
    assert (await room.order("A-1")).status is Status.CLOSED and await room.told() == []
    room.worker, room.wishes = room.workers()
    for _ in range(2):
        await room.look()
    assert len(await room.told()) == 1
    assert await room.wished() == [("close_unpaid", "done", "", "")]


async def test_a_later_import_does_not_open_it_again(room: OrdersRoom) -> None:
    unpaid = room.an_order("A-1", Status.AWAITING_PAYMENT, days=7)
    await room.has(unpaid)
    await room.look()
    assert await room.has(unpaid) == ["A-1 status"]
    assert (await room.order("A-1")).status is Status.CLOSED
    await room.look()
    assert len(await room.wished()) == 1


async def test_who_has_no_chat_with_us_is_not_written_to_and_the_order_closes(room: OrdersRoom) -> None:
    await room.writes(chat="8")
    await room.has(
        room.an_order("A-1", Status.AWAITING_PAYMENT, days=2),
        room.an_order("A-2", Status.AWAITING_PAYMENT, days=7),
        room.an_order("A-3", Status.AWAITING_PAYMENT, days=7, chat=""),
    )
    await room.look()
    assert await room.told() == []
    assert await room.notices() == [("A-1", "unpaid", "", "nobody")]
    assert {(await room.order(n)).status for n in ("A-2", "A-3")} == {Status.CLOSED}


async def test_while_a_person_has_the_buyer_it_is_their_note(room: OrdersRoom, watch: Watch) -> None:
    mina = await room.writes()
    otto = await hire(room.store, watch, "Otto")
    talk = (await mina.conversation()).id
    await room.store.write(lambda book: conversations.by_id(book, talk).take(otto.id, watch()))
    await room.has(
        room.an_order("A-1", Status.AWAITING_PAYMENT, days=2),
        room.an_order("A-2", Status.AWAITING_PAYMENT, days=7),
    )
    await room.look()
    assert await room.told() == []
    assert ["A-1" in note or "A-2" in note for note in await room.noted()] == [True, True]
    assert await room.notices() == [("A-1", "unpaid", "", "noted")]


async def test_who_has_blocked_the_shop_hears_nothing(room: OrdersRoom) -> None:
    mina = await room.writes()
    await mina.writes(kind="gone")
    talk = (await mina.conversation()).id
    await room.has(
        room.an_order("A-1", Status.AWAITING_PAYMENT, days=2),
        room.an_order("A-2", Status.AWAITING_PAYMENT, days=7),
    )
    await room.look()
    await room.store.write(lambda book: conversations.by_id(book, talk).close(room.watch()))
    await room.has(room.an_order("A-3", Status.AWAITING_PAYMENT, days=2))
    await room.look()
    assert await room.told() == [] and (await mina.conversation()).id == talk
    assert [outcome for *_, outcome in await room.notices()] == ["gone", "gone"]
    assert (await room.order("A-2")).status is Status.CLOSED


async def test_a_closed_conversation_gets_a_new_one_to_answer_in(room: OrdersRoom, watch: Watch) -> None:
    mina = await room.writes()
    first = (await mina.conversation()).id
    await room.store.write(lambda book: conversations.by_id(book, first).close(watch()))
    await room.has(room.an_order("A-1", Status.AWAITING_PAYMENT, days=2))
    await room.look()
    latest = await mina.conversation()
    assert latest.id != first and latest.mode == Mode.BOT and len(await room.told()) == 1


async def test_nothing_is_said_in_a_group(room: OrdersRoom) -> None:
    await room.writes(chat="8")
    mina = await room.writes()
    talk = (await mina.conversation()).id

    def in_a_group(book) -> None:  # type: ignore[no-untyped-def]
        conversations.by_id(book, talk).in_group = True

    await room.store.write(in_a_group)
    await room.has(room.an_order("A-1", Status.AWAITING_PAYMENT, days=2))
    await room.look()
    assert await room.told() == []


async def test_two_processes_say_it_once(room: OrdersRoom) -> None:
    await room.writes()
    await room.has(
        room.an_order("A-1", Status.AWAITING_PAYMENT, days=2),
        room.an_order("A-2", Status.AWAITING_PAYMENT, days=7),
        room.an_order("A-3", Status.PAID, days=4),
    )
    other, others_wishes = room.workers()
    await asyncio.gather(room.worker._look(), other._look())
    await asyncio.gather(room.wishes._carry_out_all(), others_wishes._carry_out_all())
    await asyncio.gather(room.wishes._tell_all(), others_wishes._tell_all())
    told = await room.told()
    assert sorted(n for n in ("A-1", "A-2", "A-3") for text in told if n in text) == ["A-1", "A-2", "A-3"]
    assert len(told) == 3


async def test_more_than_a_page_of_them(room: OrdersRoom) -> None:
    await room.writes()
    await room.has(
        *(room.an_order(f"A-{n:03}", Status.AWAITING_PAYMENT, days=7) for n in range(order_watch.PAGE + 5))
    )
    await room.worker._look()
    assert len(await room.wished()) == order_watch.PAGE + 5


# --- late (B3)


async def test_the_buyer_hears_of_a_delay_before_asking_and_of_each_new_day_once(
    room: OrdersRoom, watch: Watch
) -> None:
    await room.writes()
    await room.has(room.an_order("A-1", Status.PAID, days=4, paid_at=watch() - timedelta(days=2)))
    await room.look()
    assert await room.told() == []  # the promise counts from the payment
    watch.move(days=1)
    for _ in range(2):
        await room.look()
    [first] = await room.told()
    assert "A-1" in first
    await room.set("A-1", expected_on="2026-12-01")
    for _ in range(2):
        await room.look()
    [_, second] = await room.told()
    assert "1 December" in second
    await room.set("A-1", expected_on="2026-12-03")
    await room.look()
    assert "3 December" in (await room.told())[-1]
    await room.set("A-1", expected_on=None)
    watch.move(days=20)  # the day is past, and nothing new is known
    await room.look()
    assert len(await room.told()) == 3


async def test_no_word_of_a_delay_at_night_nor_once_it_is_sent(room: OrdersRoom, watch: Watch) -> None:
    await room.writes()
    await room.has(room.an_order("A-1", Status.PAID, days=4), room.an_order("A-2", Status.SHIPPED, days=9))
    watch.move(hours=14)
    await room.look()
    assert await room.told() == []
    await room.set("A-1", status="shipped")
    watch.move(hours=10)
    await room.look()
    assert await room.told() == [] and await room.notices() == []


async def test_sent_since_it_was_listed_nothing_is_said(room: OrdersRoom, watch: Watch) -> None:
    await room.writes()
    await room.has(room.an_order("A-1", Status.SHIPPED, days=4))
    await room.store.write(lambda book: room.worker._notices.tell_late(book, "A-1", watch()))
    assert await room.told() == [] and await room.notices() == []


async def test_who_was_told_a_day_is_not_told_that_there_is_none(room: OrdersRoom) -> None:
    await room.writes()
    await room.has(room.an_order("A-1", Status.PAID, days=4))
    await room.set("A-1", expected_on="2026-12-01")
    await room.look()
    await room.set("A-1", expected_on=None)
    await room.look()
    assert len(await room.told()) == 1


# --- receipt (B4)


async def test_receipt_is_confirmed_at_its_day_silently(room: OrdersRoom, watch: Watch) -> None:
    await room.writes()
    sent = watch() - timedelta(days=10)
    await room.has(
        room.an_order("A-1", Status.SHIPPED, days=12, shipped_at=sent, carrier="中通"),
        room.an_order("A-2", Status.DELIVERED, days=12, shipped_at=sent),
        room.an_order("A-3", Status.SHIPPED, days=12, shipped_at=sent, carrier="平邮"),
        room.an_order("A-4", Status.SHIPPED, days=12, shipped_at=sent + timedelta(hours=2)),
        room.an_order("A-5", Status.SHIPPED, days=12, shipped_at=sent),
        room.an_order("A-6", Status.SHIPPED, days=40),
    )
    await room.shop.extend_receipt("A-5", watch() + timedelta(days=3))

    async def completed() -> list[str]:
        return [
            n for n in (f"A-{i}" for i in range(1, 7)) if (await room.order(n)).status is Status.COMPLETED
        ]

    await room.look()
    assert await completed() == ["A-1", "A-2"]
    watch.move(days=3)
    await room.look()
    assert await completed() == ["A-1", "A-2", "A-4", "A-5"]
    watch.move(days=18)
    await room.look()
    assert await completed() == ["A-1", "A-2", "A-3", "A-4", "A-5"]
    assert await room.told() == []
    assert await room.has(room.an_order("A-1", Status.SHIPPED, days=33, shipped_at=sent, carrier="中通")) == [
        "A-1 status"
    ]
