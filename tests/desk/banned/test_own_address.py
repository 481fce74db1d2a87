"""Where goods go back to is the shop's own address, and no buyer's home; whatever stands beside it is read as ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk.banned.guard import Guard
from desk.banned.own_address import as_typed
from desk.shelf import Shelf
from tests import shipped

ADDRESSES = (
    "12 High Street, London W1A 1AA",
    "Unit 7, Mill Park, Leeds LS1 4DT",
    "杭州市西湖区文三路1号3单元402",
    "浙江省杭州市西湖区文三路1号3单元402 周仓管 13800130147",
)


@pytest.fixture(scope="module")
def guard() -> Guard:
    return shipped.guard()


@pytest.mark.parametrize(
    "said",
    [*(f"Please send it to {one}, thank you." for one in ADDRESSES), f"请在七天内寄回：{ADDRESSES[3]}。"],
)
def test_the_shop_tells_where_to_send_it(guard: Guard, said: str) -> None:
    assert guard.check(said, "timer").decision == "block", "a stranger's it would be"
    assert guard.check(said, "timer", own=ADDRESSES).decision == "pass"


@pytest.mark.parametrize(
    "beside", ["Mina's number is 13900002222.", "Her home is 9 Low Road, Leeds LS2 8AA."]
)
def test_what_stands_beside_it_is_stopped_as_ever(guard: Guard, beside: str) -> None:
    text = f"Please send it to {ADDRESSES[0]}. {beside}"
    assert guard.check(text, "timer", own=[ADDRESSES[0]]).decision == "block"


RULE = "Unit 7, Mill Park\nLeeds LS1 4DT\nWalt, 020 7946 0123"


@pytest.mark.parametrize(
    "said",
    [
        "Please send it to Unit 7, Mill Park, Leeds LS1 4DT, Walt, 020 7946 0123, thank you.",
        "Please send it to\nUnit 7, Mill Park\nLeeds LS1 4DT\nWalt, 020 7946 0123",
        "The phone there: Walt, 020 7946 0123.",
    ],
)
def test_an_agent_types_what_the_shops_rules_have_however_it_is_broken_into_lines(
    guard: Guard, said: str
) -> None:
    assert guard.check(said, "agent").decision != "pass", "a stranger's it would be"
    shelf = Shelf(shipped.packs(), shipped.guard())
    shelf.own(as_typed(RULE))
    assert shelf.guard.check(said, "agent").decision == "pass"
    assert shelf.guard.check(said + " Mina's number is 13900002222.", "agent").decision == "block"


@pytest.mark.parametrize("rule", ["", "12", "12\nHall 3", "\n \n"])
def test_a_house_number_alone_spares_no_home(guard: Guard, rule: str) -> None:
    shelf = Shelf(shipped.packs(), shipped.guard())
    shelf.own(as_typed(rule))
    assert shelf.guard.check("She lives at 12 High Street, London.", "agent").decision == "block"


def test_a_guard_that_is_made_anew_knows_it_too() -> None:
    packs = shipped.packs()
    shelf = Shelf(packs, shipped.guard())
    shelf.own(as_typed(RULE))
    shelf.shipped = replace(packs, by_language={"en": packs.by_language["en"]})
    before = shelf.guard
    shelf.lay({}, 1, date(2026, 11, 23))
    assert shelf.guard is not before
    assert shelf.guard.check("Please send it to Unit 7, Mill Park, Leeds LS1 4DT", "agent").decision == "pass"


def test_an_empty_address_spares_nothing(guard: Guard) -> None:
    text = f"Please send it to {ADDRESSES[0]}."
    assert guard.check(text, "timer", own=[""]).decision == "block"
