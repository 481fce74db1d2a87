"""A refund is carried out once, whatever the back end does: over real HTTP, with the faults that real ones have."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

import bot.refunds
from bot.goods import Goods
from bot.refunds import ASKED_BY_A_DEAD_ONE, Refunds
from desk.alert import messages
from desk.errors import NotNow
from desk.money import Money
from desk.order import OrderLine, Status
from desk.shops import Shop, ShopDown
from desk.shops.files import Import
from desk.shops.importing import apply_import
from desk.shops.paying import PaysOverHttp
from desk.stock import Listing, Variant
from desk.store import Book, Store, alerts, goods_moves, refunds, tickets
from desk.ticket.amounts import Amounts
from desk.ticket.facts import BUYER, Facts, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.opening import claim, submit
from desk.ticket.policy import USUALLY
from desk.ticket.refund import Refund, RefundState
from desk.ticket.step import TicketStep
from desk.ticket.ticket import Ticket
from tests.bot.orders_room import OrdersRoom
from tests.cast import hire
from tests.conftest import Watch
from tests.standins.back_end import SECRET, BackEnd

S, R = TicketState, RefundState


class Room(OrdersRoom):
    """Mina paid for a lamp that has not left, and wants her money back; Faye has let it out."""

    def __init__(self, store: Store, watch: Watch, back_end: BackEnd | None = None) -> None:
        super().__init__(store, watch)
        self.hired: dict[str, int] = {}
        self.behind: Shop = self.shop
        if back_end is not None:
            self.behind = PaysOverHttp(self.shop, back_end.url, SECRET, watch)

    async def sells(self, sku: str, stock: int) -> None:
        one = Variant(sku, {}, Money(12_900, "CNY"), stock, None, "")
        await apply_import(self.store, Import((Listing("灯", "lamp", (), one),), (), ()), self.watch())

    async def on_the_shelf(self, sku: str) -> int:
        return (await self.behind.stock([sku]))[sku].stock

    async def asks(
        self, *, paid: int = 12_900, kind: TicketKind = TicketKind.REFUND, number: str = "A-1"
    ) -> int:
        talk = (await (await self.writes(text="I want my money back")).conversation()).id
        status = Status.PAID if kind is TicketKind.REFUND else Status.DELIVERED
        line = await self.imports(paid, status, number)
        order, at = await self.order(number), self.watch()

        def unit(book: Book) -> int:
            made = claim(
                order, line, kind, 1, item="lamp", buyer_id=1, conversation_id=talk, opened_by=None, at=at
            )
            submit(tickets.open_ticket(book, made, BUYER, USUALLY), BUYER, at, USUALLY, by_rule=0)
            return made.id

        return await self.store.write(unit)

    async def imports(self, paid: int, status: Status, number: str = "A-1") -> OrderLine:
        line = OrderLine("LAMP", 1, Money(paid, "CNY"))
        placed = self.an_order(number, status)
        await apply_import(self.store, Import((), (placed,), ((number, line),)), self.watch())
        return line

    async def steps(self, id: int) -> list[TicketStep]:
        return await self.store.read(lambda book: tickets.steps(book, id))

    async def does(self, id: int, verb: str, actor: Actor, facts: Facts = Facts()) -> None:  # noqa: B008
        name = {Actor.FINANCE: "Faye", Actor.AGENT: "Otto", Actor.WAREHOUSE: "Walt"}.get(actor)
        person = (await self.staff(name)) if name else None
        mover, at = Mover(frozenset({actor}), person), self.watch()
        await self.store.write(lambda book: tickets.by_id(book, id).do(verb, mover, at, USUALLY, facts))

    async def staff(self, name: str) -> int:
        if name not in self.hired:
            self.hired[name] = (await hire(self.store, self.watch, name)).id
        return self.hired[name]

    async def ticket(self, id: int) -> Ticket:
        return await self.store.read(lambda book: tickets.by_id(book, id))

    async def last(self, id: int) -> Refund:
        found = await self.store.read(lambda book: refunds.last_of(book, id))
        assert found is not None
        return found

    def pays(self, shop: Shop | None = None) -> Refunds:
        return Refunds(self.store, shop or self.behind, self.rules, self.watch)


@pytest.fixture
async def back_end() -> AsyncIterator[BackEnd]:
    async with BackEnd() as one:
        yield one


@pytest.fixture
async def room(store: Store, watch: Watch, back_end: BackEnd) -> AsyncIterator[Room]:
    room = Room(store, watch, back_end)
    yield room
    await room.behind.close()  # type: ignore[attr-defined]


async def test_paid_once_and_the_ticket_is_done(room: Room, back_end: BackEnd) -> None:
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    assert await room.pays().look()
    assert not await room.pays().look()
    assert [minor for _, minor in back_end.paid] == [12_900]
    ticket, refund = await room.ticket(id), await room.last(id)
    assert (ticket.state, refund.state, refund.reference) == (S.DONE, R.PAID, "B-1")
    with pytest.raises(NotNow):
        await room.does(id, "pay", Actor.FINANCE)


@pytest.mark.parametrize("fault", ["500 after", "cut after", "pending", "rubbish"])
async def test_what_was_paid_though_nobody_heard_of_it_is_found_out_and_not_paid_again(
    room: Room, back_end: BackEnd, fault: str
) -> None:
    back_end.keeps_keys = False  # as many do not
    back_end.faults.append(fault)
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    await room.pays().look()
    assert (await room.ticket(id)).state is S.REFUND_UNKNOWN
    for _ in range(3):
        await room.pays().look()
    assert (await room.ticket(id)).state is S.DONE
    assert len(back_end.paid) == 1 == len(back_end.asked)


@pytest.mark.parametrize("fault", ["500 before", "cut before"])
async def test_what_was_not_paid_is_held_until_the_back_end_surely_never_hears_of_it(
    room: Room, back_end: BackEnd, fault: str
) -> None:
    back_end.faults.append(fault)
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    for _ in range(3):
        await room.pays().look()
    assert (await room.ticket(id)).state is S.REFUND_UNKNOWN
    room.watch.move(minutes=15)
    await room.pays().look()
    assert (await room.ticket(id)).state is S.REFUND_FAILED
    assert (await room.last(id)).reason == bot.refunds.NEVER_HEARD
    await room.does(id, "pay_again", Actor.FINANCE)
    await room.pays().look()
    assert (await room.ticket(id)).state is S.DONE and len(back_end.paid) == 1


async def test_a_back_end_that_cannot_be_asked_leaves_it_to_faye(room: Room, back_end: BackEnd) -> None:
    back_end.can_look_up = False
    back_end.faults.append("500 after")
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    for _ in range(3):
        await room.pays().look()
        room.watch.move(hours=1)
    assert (await room.ticket(id)).state is S.REFUND_UNKNOWN and len(back_end.asked) == 1
    await room.does(id, "was_paid", Actor.FINANCE, Facts(note="bank statement 17"))
    assert (await room.ticket(id)).state is S.DONE
    refund = await room.last(id)
    assert (refund.state, refund.reference) == (R.PAID, "bank statement 17")
    assert not await room.pays().look() and len(back_end.paid) == 1


async def test_refused_by_the_back_end_it_is_shown_and_can_be_paid_again(
    room: Room, back_end: BackEnd
) -> None:
    back_end.faults.append("refuse")
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    await room.pays().look()
    assert (await room.ticket(id)).state is S.REFUND_FAILED
    assert (await room.last(id)).reason == "card expired"
    history = await room.store.read(lambda book: tickets.steps(book, id))
    assert (history[-1].verb, history[-1].note, history[-1].actor) == ("not_paid", "card expired", Actor.SHOP)
    await room.does(id, "pay_again", Actor.FINANCE)
    await room.pays().look()
    assert (await room.ticket(id)).state is S.DONE and len(set(back_end.asked)) == 2


@pytest.mark.parametrize(
    ("paid", "status", "why"),
    [(10_000, Status.PAID, "paid_less 10000"), (12_900, Status.SHIPPED, "left_since 12900")],
)
async def test_what_changed_since_it_was_approved_is_not_asked_and_goes_back_to_the_service(
    room: Room, back_end: BackEnd, paid: int, status: Status, why: str
) -> None:
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    await room.imports(paid, status)
    await room.pays().look()
    assert not await room.pays().look(), "nothing is owed any more"
    ticket, refund, [*_, last] = await room.ticket(id), await room.last(id), await room.steps(id)
    assert (ticket.state, refund.state, refund.reason, back_end.asked) == (
        S.AMOUNT_REVIEW,
        R.NOT_PAID,
        why,
        [],
    )
    assert (last.verb, last.actor, last.note) == ("send_back_by_rule", Actor.DESK, why)
    await room.does(id, "amend", Actor.AGENT, Facts(amounts=Amounts(10_000)))
    await room.does(id, "pay", Actor.FINANCE)
    await room.pays().look()
    assert [minor for _, minor in back_end.paid] == [10_000]


async def test_two_cases_never_give_back_more_of_a_line_than_was_paid(room: Room, back_end: BackEnd) -> None:
    """Whatever was approved at the same moment: who comes to be paid second sees the first."""
    lost, lamp = await room.asks(kind=TicketKind.DELIVERY), await room.asks()
    await room.store.write(lambda book: setattr(tickets.by_id(book, lost), "goods", 0))
    await room.does(lamp, "pay", Actor.FINANCE)
    await room.pays().look()
    await room.does(lost, "take_up", Actor.AGENT, Facts(responsible="the courier"))
    await room.does(lost, "compensate", Actor.AGENT, Facts(amounts=Amounts(12_900), note="lost"))
    await room.does(lost, "pay", Actor.FINANCE)
    await room.pays().look()
    assert (await room.last(lost)).reason == "paid_less 0"
    assert [minor for _, minor in back_end.paid] == [12_900]


async def test_nothing_is_paid_while_nobody_knows_how_the_order_stands(room: Room, back_end: BackEnd) -> None:
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    shop = OrdersUnknown(room.behind)
    assert await room.pays(cast(Shop, shop)).look()
    assert ((await room.last(id)).state, back_end.asked) == (R.WANTED, [])
    room.watch.move(days=3)
    await room.pays(cast(Shop, shop)).look()
    refund, ticket = await room.last(id), await room.ticket(id)
    assert (refund.reason, ticket.state, back_end.asked) == (bot.refunds.NOT_REACHED, S.REFUND_FAILED, [])


class OrdersUnknown:
    """The paying system answers, the shop's own does not."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def __getattr__(self, name: str) -> object:
        return getattr(self.shop, name)

    async def order(self, number: str) -> None:
        raise ShopDown()


async def test_already_refunded_is_paid(room: Room, back_end: BackEnd) -> None:
    back_end.faults.append("already")
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    await room.pays().look()
    assert (await room.ticket(id)).state is S.DONE


async def test_what_somebody_took_for_not_paid_is_looked_up_before_it_is_paid_again(
    room: Room, back_end: BackEnd
) -> None:
    back_end.keeps_keys = False
    back_end.faults.append("500 after")
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    await room.pays().look()
    await room.does(id, "was_not_paid", Actor.FINANCE, Facts(note="not on the statement yet"))
    await room.does(id, "pay_again", Actor.FINANCE)
    await room.pays().look()
    assert len(back_end.paid) == 1 and (await room.ticket(id)).state is S.DONE
    first, second = await room.store.read(lambda book: refunds.of_ticket(book, id))
    assert (first.state, first.reference, second.state) == (R.PAID, "B-1", R.NOT_PAID)
    [*_, last] = await room.store.read(lambda book: tickets.steps(book, id))
    assert (last.verb, last.note) == ("paid", f"paid before: {first.key}, ¥129.00")
    assert not await room.pays().look()


async def test_those_of_which_nobody_knows_are_looked_up_in_turn_and_keep_nobody(
    room: Room, back_end: BackEnd
) -> None:
    worker, asked = room.pays(), []
    unsure = [Refund(n, 1, f"k{n}", "A", "B", 1, 1, "CNY", R.UNKNOWN, room.watch()) for n in range(1, 21)]
    wanted = Refund(21, 1, "k21", "A", "B", 1, 1, "CNY", R.WANTED, room.watch())
    for _ in range(3):
        first, *few = worker._these([*unsure, wanted])
        assert first is wanted and len(few) == bot.refunds.AT_ONCE
        asked += [one.id for one in few]
    assert set(asked) == set(range(1, 21))
    assert worker._these(unsure[:1]) == unsure[:1]


@pytest.mark.parametrize(("fault", "reference"), [("nul", "B\ufffd-1"), ("in pieces", "B-1")])
async def test_an_odd_answer_is_written_down(
    room: Room, back_end: BackEnd, fault: str, reference: str
) -> None:
    back_end.faults.append(fault)
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    await room.pays().look()
    assert ((await room.last(id)).state, (await room.last(id)).reference) == (R.PAID, reference)


async def test_one_that_cannot_be_settled_keeps_no_other(room: Room, back_end: BackEnd) -> None:
    first = await room.asks()
    second = await room.asks(number="A-2")
    for id in (first, second):
        await room.does(id, "pay", Actor.FINANCE)
    worker = room.pays()
    carry_out = worker._carry_out

    async def broken(refund: Refund) -> None:
        if refund.id == 1:
            raise ValueError("cannot be written down")
        await carry_out(refund)

    worker._carry_out = broken  # type: ignore[method-assign]
    assert await worker.look()
    assert [(await room.ticket(id)).state for id in (first, second)] == [S.AWAITING_REFUND, S.DONE]


async def test_a_back_end_that_is_not_there_was_surely_not_asked(room: Room, back_end: BackEnd) -> None:
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    nobody = PaysOverHttp(room.shop, "http://127.0.0.1:9/refunds", SECRET, room.watch)
    assert await room.pays(nobody).look()
    assert ((await room.ticket(id)).state, (await room.last(id)).state) == (S.AWAITING_REFUND, R.WANTED)
    room.watch.move(days=3)
    await room.pays(nobody).look()
    await nobody.close()
    assert ((await room.ticket(id)).state, (await room.last(id)).state) == (S.REFUND_FAILED, R.NOT_PAID)
    await room.does(id, "pay_again", Actor.FINANCE)
    await room.pays().look()
    assert (await room.ticket(id)).state is S.DONE and len(back_end.paid) == 1


async def test_a_back_end_that_is_not_there_is_asked_now_and_then_and_not_without_end(
    room: Room, back_end: BackEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To write down that it was not asked rings for another look."""
    id, passed = await room.asks(), 0.0
    monkeypatch.setattr(bot.refunds, "ticks", lambda: passed)
    await room.does(id, "pay", Actor.FINANCE)
    nobody = PaysOverHttp(room.shop, "http://127.0.0.1:9/refunds", SECRET, room.watch)
    worker = room.pays(nobody)
    for _ in range(3):
        assert await worker.look(), "it is looked at again"
    tried = (await room.last(id)).version
    assert tried == 2, "claimed, and given back"
    passed = bot.refunds.AGAIN_SECONDS
    await worker.look()
    await nobody.close()
    assert (await room.last(id)).version == 2 * tried


async def test_whoever_dies_while_it_is_asked_leaves_it_unsure(room: Room, back_end: BackEnd) -> None:
    back_end.keeps_keys = False
    back_end.faults.append("slow")
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    dying = asyncio.create_task(room.pays().look())
    async with asyncio.timeout(30):
        while not back_end.paid:
            await asyncio.sleep(0.01)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    await room.pays().look()  # another, who cannot know whether the first still waits
    assert (await room.last(id)).state is R.ASKING
    room.watch.move(seconds=ASKED_BY_A_DEAD_ONE.total_seconds())
    await room.pays().look()
    assert (await room.ticket(id)).state is S.REFUND_UNKNOWN
    await room.pays().look()
    assert (await room.ticket(id)).state is S.DONE and len(back_end.asked) == 1


async def test_many_workers_at_once_ask_once(room: Room, back_end: BackEnd) -> None:
    back_end.keeps_keys = False
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    await asyncio.gather(*(room.pays().look() for _ in range(8)))
    assert len(back_end.paid) == 1 and (await room.ticket(id)).state is S.DONE


async def test_settled_by_hand_while_it_was_looked_up_it_stays_so(room: Room, back_end: BackEnd) -> None:
    back_end.faults.append("500 before")
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    await room.pays().look()
    held = await room.last(id)
    await room.does(id, "was_not_paid", Actor.FINANCE, Facts(note="asked the bank"))
    await room.pays()._settle(held, bot.refunds.NotPaid("late"))
    assert ((await room.last(id)).reference, (await room.ticket(id)).state) == (
        "asked the bank",
        S.REFUND_FAILED,
    )


# --- the embedded shop does it in its own tables


async def test_the_embedded_shop_pays_once_and_never_more_than_was_paid(store: Store, watch: Watch) -> None:
    room = Room(store, watch)
    id = await room.asks()
    await room.does(id, "pay", Actor.FINANCE)
    await room.pays().look()
    refund = await room.last(id)
    assert (refund.state, refund.reference) == (R.PAID, "R000001")
    assert await room.behind.refund(refund) == await room.behind.refund_of(refund.key)
    refund.key = "another"
    assert (await room.behind.refund(refund)) == bot.refunds.NotPaid("more than was paid")
    assert await room.behind.refund_of("another") is None
    refund.minor, refund.currency = 1, "KWD"
    assert (await room.behind.refund(refund)) == bot.refunds.NotPaid("paid in another currency")


async def test_goods_come_in_and_go_out_once_and_never_below_nothing(store: Store, watch: Watch) -> None:
    room = Room(store, watch)
    id = await room.asks(kind=TicketKind.EXCHANGE)
    await room.sells("LAMP", stock=0)
    await room.does(id, "approve", Actor.AGENT, Facts(address="1 Loom Lane"))
    await room.does(id, "receive", Actor.WAREHOUSE)
    await room.does(id, "pass_inspection", Actor.WAREHOUSE, Facts(booked_in=1))
    goods = Goods(store, room.behind, watch)
    await goods.look()
    await goods.look()
    assert await room.on_the_shelf("LAMP") == 1
    await room.sells("LAMP", stock=0)
    await room.does(id, "reship", Actor.WAREHOUSE, Facts(tracking="SF1"))
    await goods.look()
    moved = await store.read(lambda book: goods_moves.of_ticket(book, id))
    assert [(one.units, str(one.state)) for one in moved] == [(1, "done"), (-1, "refused")]
    assert (await room.ticket(id)).raised_at is not None
    assert await room.on_the_shelf("LAMP") == 0


async def test_goods_refused_after_the_case_is_over_are_told_all_the_same(store: Store, watch: Watch) -> None:
    """The replacement left, says the warehouse; the shop's shelf was empty. Mina is happy, and the numbers are wrong."""
    room = Room(store, watch)
    id = await room.asks(kind=TicketKind.EXCHANGE)
    await room.sells("LAMP", stock=0)
    await room.does(id, "approve", Actor.AGENT, Facts(address="1 Loom Lane"))
    await room.does(id, "receive", Actor.WAREHOUSE)
    await room.does(id, "pass_inspection", Actor.WAREHOUSE)
    await room.does(id, "reship", Actor.WAREHOUSE, Facts(tracking="SF1"))
    await room.does(id, "satisfied", Actor.BUYER)
    await Goods(store, room.behind, watch).look()
    await Goods(store, room.behind, watch).look()
    [told] = messages(await store.read(alerts.unheard))
    assert f"ticket {id} " in told.title and told.body == "LAMP -1" and told.path == f"/tickets/{id}"
    assert (await room.ticket(id)).over
    last = (await store.read(lambda book: tickets.steps(book, id)))[-1]
    assert (last.verb, last.actor, last.note) == ("raise", Actor.SHOP, "not so many on the shelf: LAMP -1")


async def test_goods_that_cannot_be_moved_keep_no_others(store: Store, watch: Watch) -> None:
    room = Room(store, watch)
    for _ in range(2):
        id = await room.asks(kind=TicketKind.EXCHANGE)
        await room.does(id, "approve", Actor.AGENT, Facts(address="1 Loom Lane"))
        await room.does(id, "receive", Actor.WAREHOUSE)
        await room.does(id, "pass_inspection", Actor.WAREHOUSE, Facts(booked_in=1))
    await room.sells("LAMP", stock=0)

    class Broken:
        async def move_goods(self, key: str, sku: str, units: int) -> bool:
            if key.startswith("ticket-1-"):
                raise ValueError("no such thing")
            return await room.behind.move_goods(key, sku, units)

    assert await Goods(store, cast("Shop", Broken()), watch).look()
    moved = await store.read(lambda book: [*goods_moves.of_ticket(book, 1), *goods_moves.of_ticket(book, 2)])
    assert [str(one.state) for one in moved] == ["wanted", "done"]
