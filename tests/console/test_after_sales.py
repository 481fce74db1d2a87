"""The rules of after-sales: Ruth changes them, sees what is wrong, and puts them back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.ticket.policy import USUALLY
from tests.console.counter import held, mina_opens
from tests.console.room import Person, Room

GOOD = {
    "window_days": "7", "return_days": "5", "remind_days": "1", "reship_days": "2", "settled_days": "10",
    "disputed_days": "3", "automatic": "20.00", "agent_cap": "500", "finance_cap": "", "buyer_cap": "", "was": "0",
}  # fmt: skip


@pytest.fixture
async def ruth(room: Room) -> Person:
    return await room.person("Ruth")


async def test_what_ruth_saves_holds_at_once_and_can_be_put_back(room: Room, ruth: Person) -> None:
    page = await ruth.page("/after-sales")
    assert 'name="window_days" value="15"' in page and "Two different people approve a refund" in page
    await ruth.post("/after-sales", {**GOOD, "second_person": "1"})
    held = room.rules.after_sales
    assert (held.window, held.automatic, held.agent_cap) == (timedelta(days=7), 2_000, 50_000)
    assert held.finance_cap is None and held.second_person
    page = await ruth.page("/after-sales")
    assert 'name="agent_cap" value="500.00"' in page and "Times" in page
    await ruth.post("/after-sales/putting-back", {"was": "1", "to": "0"})
    assert room.rules.after_sales == USUALLY


async def test_the_shops_return_address_is_filled_in_and_an_agent_may_say_it(
    room: Room, ruth: Person
) -> None:
    otto, id = await room.person("Otto"), await mina_opens(room)
    talk = (await held(room, id)).conversation_id
    await otto.post(f"/desk/{talk}/taking")
    said = "Please send it to 12 High Street, London W1A 1AA, thank you."
    assert (await otto.says(talk, said, "otto-key-a")).status == 422
    address = "12 High Street\r\nLondon W1A 1AA"
    await ruth.post("/after-sales", {**GOOD, "return_address": address})
    assert "12 High Street\nLondon W1A 1AA</textarea>" in await ruth.page("/after-sales")
    assert "12 High Street\nLondon W1A 1AA</textarea>" in await otto.page(f"/tickets/{id}")
    assert (await otto.says(talk, said, "otto-key-b")).status == 200
    assert (await otto.says(talk, "It is 9 Low Road, Leeds LS2 8AA.", "otto-key-c")).status == 422


async def test_one_person_for_both_approvals_is_a_switch_of_its_own(room: Room, ruth: Person) -> None:
    await ruth.post("/after-sales", GOOD)
    assert not room.rules.after_sales.second_person


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("window_days", "0", "1 to 365"),
        ("window_days", "a week", "1 to 365"),
        ("reship_days", "3660", "1 to 365"),
        ("window_days", "0003659999999", "1 to 365"),
        ("automatic", "", "An amount like"),
        ("automatic", "-5", "An amount like"),
        ("agent_cap", "12.345", "An amount like"),
        ("remind_days", "5", "Not fewer than"),
    ],
)
async def test_what_makes_no_sense_is_said_beside_the_field_and_nothing_typed_is_lost(
    room: Room, ruth: Person, field: str, value: str, said: str
) -> None:
    answer = await ruth.post("/after-sales", {**GOOD, field: value})
    text = await answer.text()
    assert answer.status == 422 and said in text and f'name="{field}" value="{value}"' in text
    assert 'name="agent_cap" value="500"' in text or field == "agent_cap"
    assert room.rules.after_sales == USUALLY


async def test_a_colleague_was_quicker(room: Room, ruth: Person) -> None:
    await ruth.post("/after-sales", {**GOOD, "second_person": "1"})
    answer = await ruth.post("/after-sales", {**GOOD, "window_days": "9"})
    assert answer.status == 409 and "A colleague has changed this" in await answer.text()
    assert room.rules.after_sales.window == timedelta(days=7)
