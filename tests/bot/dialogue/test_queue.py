"""The place in the queue and an honest time; contact instead of waiting (D8)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.contact_answers import contact_in
from tests.bot.dialogue.talk import Talk, keys, told

ASKS = {"writes": "转人工", "is": "human_agent"}


async def hears(talk: Talk, line: dict[str, Any]) -> tuple[list[str], list[str]]:
    steps = await talk.thinks([talk.heard(line)])
    return keys(steps), [told(step) for step in steps if type(step).__name__ in ("HandOff", "LeaveContact")]


@pytest.mark.parametrize(
    ("place", "minutes", "open_now", "key", "words"),
    [
        (0, 0, True, "person_called", ""),
        (4, 0, True, "queue", "第4位"),
        (4, 6, True, "queue_time", "大约6分钟"),
        (0, 0, False, "person_called", "09:00"),
    ],
)
async def test_who_asks_for_a_person_hears_how_long_it_takes(
    place: int, minutes: int, open_now: bool, key: str, words: str
) -> None:
    talk = Talk(place=place, minutes=minutes, open_now=open_now)
    said, done = await hears(talk, ASKS)
    assert said == ["greeting_first", key] and done == ["HandOff asked"]
    assert words in talk.texts[-1]
    assert ("留下联系方式" in talk.buttons) == (not open_now or place > 0)


async def test_words_of_a_topic_come_before_the_place() -> None:
    talk = Talk(place=2, minutes=3)
    said, _ = await hears(talk, {"writes": "我要换货", "is": "exchange"})
    assert said == ["greeting_first", "topic_exchange+queue_time"]


async def test_instead_of_waiting_mina_leaves_her_number() -> None:
    talk = Talk(place=4, minutes=6)
    await hears(talk, ASKS)
    assert await hears(talk, {"presses": "留下联系方式"}) == (["contact_wanted"], [])
    assert await hears(talk, {"writes": "订单1007", "is": "order_status", "order_number": "1007"}) != (
        ["contact_noted"],
        [],
    )
    said, done = await hears(talk, {"writes": "13800130147 谢谢"})
    assert (said, done) == (["contact_noted"], ["LeaveContact 13800130147"])


async def test_outside_hours_the_shop_says_when_it_gets_in_touch() -> None:
    talk = Talk(open_now=False)
    await hears(talk, ASKS)
    await hears(talk, {"presses": "留下联系方式"})
    said, done = await hears(talk, {"writes": "write to mina@lantern.example please"})
    assert (said, done) == (["contact_noted"], ["LeaveContact mina@lantern.example"])
    assert "09:00" in talk.texts[-1]


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("13800130147", "13800130147"),
        ("call +49 30 1234-5678!", "+49 30 1234-5678"),
        ("(020) 8765 4321", "020) 8765 4321"),
        ("m.ina+x@mail.lantern.example,", "m.ina+x@mail.lantern.example"),
        ("1007", ""),
        ("订单 20261123000000000017", ""),
        ("SF1234567890123", ""),
        ("a@b", ""),
        ("@" * 5_000 + "1" * 5_000, ""),
        ("", ""),
    ],
)
def test_what_is_a_contact(text: str, contact: str) -> None:
    assert contact_in(text) == contact
