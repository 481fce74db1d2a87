"""A new address is personal: kept until it is confirmed or dropped, and no longer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.dialogue.talk import Talk, deeds, keys

ADDRESS = "上海市徐汇区漕溪北路100号"
BEGUN: list[dict[str, Any]] = [
    {"writes": "我要改地址", "is": "change_address"},
    {"writes": ADDRESS},
]


async def led(talk: Talk, *lines: dict[str, Any]) -> None:
    for line in lines:
        await talk.thinks([talk.heard(line)])


async def test_it_is_kept_while_it_is_asked_about() -> None:
    talk = Talk(buyer="nora")
    await led(talk, *BEGUN)
    assert talk.seen.state["address"] == ADDRESS


@pytest.mark.parametrize(
    "line",
    [
        {"presses": "对，就这样改"},
        {"writes": "算了", "is": "ack"},
        {"presses": "不对，重新写"},
        {"writes": "再见", "is": "goodbye"},
    ],
)
async def test_it_is_forgotten_afterwards(line: dict[str, Any]) -> None:
    talk = Talk(buyer="nora")
    await led(talk, *BEGUN, line)
    assert ADDRESS not in str(talk.seen.state)


async def test_it_is_not_in_what_a_log_would_show() -> None:
    talk = Talk(buyer="nora")
    await led(talk, BEGUN[0])
    steps = await talk.thinks([talk.heard(BEGUN[1])])
    assert ADDRESS not in "".join(repr(step) for step in steps if type(step).__name__ != "Say")


@pytest.mark.parametrize("button", ["对，就这样改", "不对，重新写"])
async def test_a_button_under_an_earlier_address_answers_nothing(button: str) -> None:
    talk = Talk(buyer="nora")
    await led(talk, *BEGUN)
    old = talk.buttons[button]
    await led(talk, {"writes": "不对，是上海市徐汇区漕溪北路110号"})
    steps = await talk.thinks([talk.heard({"data": old})])
    assert keys(steps) == ["button_unknown+back_to_confirm"] and deeds(steps) == []
