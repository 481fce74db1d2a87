"""Where goods go back to is the shop's own address, and no buyer's home; whatever stands beside it is read as ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.banned import Guard
from desk.phrases import load_packs

SHELF = Path(__file__).parents[2] / "scripts_phrases"
ADDRESSES = (
    "12 High Street, London W1A 1AA",
    "Unit 7, Mill Park, Leeds LS1 4DT",
    "杭州市西湖区文三路1号3单元402",
    "浙江省杭州市西湖区文三路1号3单元402 周仓管 13800130147",
)


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(load_packs(SHELF).rules)


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


def test_an_empty_address_spares_nothing(guard: Guard) -> None:
    text = f"Please send it to {ADDRESSES[0]}."
    assert guard.check(text, "timer", own=[""]).decision == "block"
