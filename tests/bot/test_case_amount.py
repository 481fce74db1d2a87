"""How much will I get back? Mina hears it at any moment, and what nobody has decided yet is not promised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.case_amount import asks_amount
from desk.money import Money
from desk.order import OrderLine, Status
from desk.shops.files import Import
from desk.shops.importing import apply_import
from desk.store import Store
from desk.ticket.amounts import Amounts
from desk.ticket.facts import Facts
from tests.bot.cases_room import RUG, WHITE, CasesRoom
from tests.conftest import Watch

ASKED = "how much will I get back?"


@pytest.fixture
async def room(store: Store, watch: Watch) -> CasesRoom:
    room = CasesRoom(store, watch)
    await room.opens()
    return room


@pytest.mark.parametrize(
    "text",
    [
        "How much will I get back?",
        "how much money do I get back for it",
        "how much is the refund",
        "do I get the shipping fee back?",
        "is the postage refunded?",
        "能退多少钱",
        "可以退我多少",
        "退款金额是多少",
        "运费也退吗",
        "運費會退嗎",
    ],
)
def test_she_asks_how_much(text: str) -> None:
    assert asks_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        "how much is the rug",
        "I want my money back",
        "is it back in stock?",
        "when do I get my money back",
        "我要退货",
        "退款什么时候到账",
        "多少钱",
        "运费多少",
        "I'd like to return two of them",
        "退两个",
    ],
)
def test_she_asks_something_else(text: str) -> None:
    assert not asks_amount(text)


async def test_in_the_middle_it_is_answered_and_the_question_comes_back(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, each=3)
    await room.says("I want to return the rug")
    said = await room.says(ASKED)
    assert "3 × Wool rug" in said and "387.00" in said and "not decided yet" in said
    assert "How many" in said
    await room.says("two of them")
    said = await room.says(ASKED)
    assert "2 × Wool rug" in said and "258.00" in said
    assert "reason" in said or "why" in said
    assert (await room.ticket()).quantity == 2


async def test_which_article_is_not_known_yet(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, WHITE)
    await room.says("I want to return something from A-1002")
    said = await room.says(ASKED)
    assert "what was paid for the article" in said and ("Which article" in said or "Which of these" in said)


async def test_in_one_breath_with_the_wish(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    said = await room.says("I want to return the rug, how much will I get back?")
    assert "129.00" in said and ("reason" in said or "why" in said)


async def test_the_whole_order_before_shipment_with_its_freight(room: CasesRoom, watch: Watch) -> None:
    order = replace(
        room.an_order("A-1002", Status.PAID, days=1, chat="7"),
        paid_at=watch(),
        total=Money(13_900, "CNY"),
        freight=Money(1_000, "CNY"),
    )
    lines = (("A-1002", OrderLine(RUG, 1, Money(12_900, "CNY"))),)
    await apply_import(room.store, Import((), (order,), lines), watch())
    await room.says("I want a refund for the rug of A-1002")
    said = await room.says(ASKED)
    assert "129.00" in said and "10.00 comes back" in said and "Coupons" in said
    summary = await room.presses("No longer wanted")
    assert "139.00" in summary and "10.00" in summary  # as in the book


async def test_an_exchange_gives_no_money(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to exchange the rug")
    assert "no money goes back" in await room.says(ASKED)


async def test_afterwards_it_is_what_was_decided_and_no_more(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.presses("Ordered by mistake")
    await room.says("yes")
    said = await room.says(ASKED)
    assert "up to" in said and "129.00" in said and "not decided yet" in said
    less = Facts(amounts=Amounts(12_900, 0, 900), address="1 Loom Lane, Leeds")
    await room.does(room.otto, "approve", less)
    said = await room.says(ASKED)
    assert "120.00" in said and "fee of" in said and "9.00" in said and "up to" not in said
    assert "120.00" in await room.says("能退多少钱")


async def test_of_a_lost_parcel_nothing_is_decided(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, status=Status.SHIPPED)
    await room.says("my parcel A-1002 is lost")
    await room.says("yes")
    assert "no amount is decided" in await room.says(ASKED)
