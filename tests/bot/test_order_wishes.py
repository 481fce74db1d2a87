"""What a buyer wishes of an order is done by the shop first, and told then: done, or why not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.dialogue.steps import ChangeAddress, ExtendReceipt, NameException, RecordException, Say
from bot.said import unanswered
from desk.conversation import Mode
from desk.delivery_exception import Trouble
from desk.order_change import Done, Outcome
from desk.shops import ShopDown
from desk.store import Store, conversations, delivery_exceptions, order_wishes
from tests.bot.orders_room import OrdersRoom, Status
from tests.cast import Writer, hire
from tests.conftest import Watch

ADDRESS = "上海市徐汇区漕溪北路100号"


class Far:
    """A shop that sometimes does not answer, or whose answer is lost."""

    at_hand = False

    def __init__(self, room: OrdersRoom) -> None:
        self.room, self.down, self.loses_answers = room, True, False

    async def change_address(self, number: str, address: str) -> Outcome:
        if self.down and not self.loses_answers:
            raise ShopDown
        outcome = await self.room.shop.change_address(number, address)
        if self.down:
            raise ShopDown
        return outcome


@pytest.fixture
def room(store: Store, watch: Watch) -> OrdersRoom:
    return OrdersRoom(store, watch)


async def thought(room: OrdersRoom, mina: Writer, *steps: Any) -> None:
    """The bot's answer to what she wrote last."""
    talk = (await mina.conversation()).id
    said = await room.store.read(lambda book: unanswered(book, talk))
    assert said is not None
    await room.store.write(lambda book: room.performing.perform(book, said, steps, room.watch()))


async def carried_out(room: OrdersRoom) -> list[str]:
    await room.wishes._carry_out_all()
    return await room.told()


async def test_an_address_is_changed_first_and_told_then(room: OrdersRoom) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID, address="old"))
    await thought(
        room, mina, Say("order_address_changing", 1, {"order": "A-1"}), ChangeAddress("A-1", ADDRESS, 1)
    )
    assert (await room.order("A-1")).address == "old" and len(await room.told()) == 1
    [_, told] = await carried_out(room)
    assert "A-1" in told and ADDRESS not in told
    assert (await room.order("A-1")).address == ADDRESS
    assert await room.wished() == [("change_address", "done", "", "")]  # the address is not kept there
    assert len(await carried_out(room)) == 2


async def test_an_import_does_not_bring_the_old_address_back(room: OrdersRoom) -> None:
    mina = await room.writes()
    order = room.an_order("A-1", Status.PAID, address="old")
    await room.has(order)
    await thought(room, mina, ChangeAddress("A-1", ADDRESS, 1))
    await carried_out(room)
    assert await room.has(order) == ["A-1 address"]
    assert (await room.order("A-1")).address == ADDRESS


async def test_it_left_in_the_meantime_so_a_person_comes(room: OrdersRoom) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID, address="old"))
    await thought(room, mina, ChangeAddress("A-1", ADDRESS, 1))
    await room.set("A-1", status="shipped")
    [told] = await carried_out(room)
    assert "A-1" in told and "changed." not in told
    assert (await room.order("A-1")).address == "old"
    assert (await mina.conversation()).mode == Mode.WAITING


async def test_a_wish_at_night_is_answered_at_night(room: OrdersRoom, watch: Watch) -> None:
    watch.move(hours=14)
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID))
    await thought(room, mina, ChangeAddress("A-1", ADDRESS, 1))
    assert len(await carried_out(room)) == 1


async def test_a_second_address_before_the_first_was_done_is_the_one(room: OrdersRoom) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID))
    await thought(room, mina, ChangeAddress("A-1", "first", 1), ChangeAddress("A-1", ADDRESS, 1))
    assert len(await carried_out(room)) == 1
    assert (await room.order("A-1")).address == ADDRESS


async def test_another_address_while_the_first_is_being_done_is_done_too(
    room: OrdersRoom, watch: Watch
) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID))
    await thought(room, mina, ChangeAddress("A-1", "first", 1))
    [read] = await room.store.read(order_wishes.wanted)
    outcome = await room.wishes._carry_out(read)
    await mina.writes("no, another one")
    await thought(room, mina, ChangeAddress("A-1", ADDRESS, 2))
    assert outcome is not None
    await room.store.write(lambda book: room.wishes._settle(book, read, outcome, watch()))
    assert await room.told() == [] and (await room.order("A-1")).address == "first"
    assert len(await carried_out(room)) == 1 and (await room.order("A-1")).address == ADDRESS


async def test_two_processes_answer_one_wish_once(room: OrdersRoom, watch: Watch) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID))
    await thought(room, mina, ChangeAddress("A-1", ADDRESS, 1))
    [wish] = await room.store.read(order_wishes.wanted)
    _, other = room.workers()
    for worker in (room.wishes, other):
        await room.store.write(lambda book, w=worker: w._settle(book, wish, Done(), watch()))  # type: ignore[misc]
    assert len(await room.told()) == 1


async def test_a_shop_that_does_not_answer_is_asked_again_and_nothing_is_told(
    room: OrdersRoom, watch: Watch
) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID))
    far = Far(room)
    _, room.wishes = room.workers(far)  # type: ignore[arg-type]
    await thought(room, mina, ChangeAddress("A-1", ADDRESS, 1))
    assert await carried_out(room) == []
    far.down = False
    assert len(await carried_out(room)) == 1
    assert (await room.order("A-1")).address == ADDRESS


async def test_an_answer_that_was_lost_is_done_once_and_told_once(room: OrdersRoom) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID))
    far = Far(room)
    far.loses_answers = True
    _, room.wishes = room.workers(far)  # type: ignore[arg-type]
    await thought(room, mina, ChangeAddress("A-1", ADDRESS, 1))
    assert await carried_out(room) == []
    await room.set("A-1", status="shipped")  # and it left with the new address
    far.down = False
    [told] = await carried_out(room)
    assert "new address" in told or "changed" in told


async def test_after_five_minutes_without_the_shop_a_person_sees_to_it(
    room: OrdersRoom, watch: Watch
) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID))
    _, room.wishes = room.workers(Far(room))  # type: ignore[arg-type]
    await thought(room, mina, ChangeAddress("A-1", ADDRESS, 1))
    watch.move(minutes=5)
    [told] = await carried_out(room)
    assert "A-1" in told and (await mina.conversation()).mode == Mode.WAITING
    assert await room.wished() == [("change_address", "refused", "shop_down", "")]


async def test_a_receipt_is_extended_once_and_the_day_is_told(room: OrdersRoom, watch: Watch) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.SHIPPED, shipped_at=watch() - timedelta(days=1)))
    until = watch() + timedelta(days=12)
    await thought(room, mina, ExtendReceipt("A-1", until, 1))
    [told] = await carried_out(room)
    assert "5 December" in told
    assert (await room.order("A-1")).extended_until == until
    await mina.writes("and once more")
    await thought(room, mina, ExtendReceipt("A-1", until + timedelta(days=3), 2))
    assert "once" in (await carried_out(room))[-1]
    assert (await room.order("A-1")).extended_until == until
    assert (await mina.conversation()).mode == Mode.BOT


async def test_while_a_person_has_the_buyer_they_tell_it(room: OrdersRoom, watch: Watch) -> None:
    mina = await room.writes()
    await room.has(room.an_order("A-1", Status.PAID))
    await thought(room, mina, ChangeAddress("A-1", ADDRESS, 1))
    otto = await hire(room.store, watch, "Otto")
    talk = (await mina.conversation()).id
    await room.store.write(lambda book: conversations.by_id(book, talk).take(otto.id, watch()))
    assert await carried_out(room) == []
    assert len(await room.noted()) == 1 and (await room.order("A-1")).address == ADDRESS


async def test_trouble_is_recorded_once_in_the_buyers_words_and_its_order_may_come_later(
    room: OrdersRoom,
) -> None:
    mina = await room.writes(text="the parcel is lost")
    lost = RecordException(Trouble.LOSS, "", 1)
    await thought(room, mina, lost, lost)
    talk = (await mina.conversation()).id

    async def recorded() -> list[tuple[Any, ...]]:
        found = await room.store.read(lambda book: delivery_exceptions.of_conversation(book, talk))
        return [(one.kind, one.order, one.seq) for one in found]

    assert await recorded() == [(Trouble.LOSS, "", 1)]
    await mina.writes("A-1")
    await thought(room, mina, NameException("A-1"))
    assert await recorded() == [(Trouble.LOSS, "A-1", 1)]


def test_an_address_is_in_no_log() -> None:
    """What is logged of a step or a wish is its repr."""
    assert ADDRESS not in repr(ChangeAddress("A-1", ADDRESS, 1))
