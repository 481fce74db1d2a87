"""What the shop calls a buyer's standing: one short word, and every change of it is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desk.buyer import Buyer

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
OTTO = 3


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Gold", "Gold"),
        ("  gold \n member ", "gold member"),
        ("金牌会员", "金牌会员"),
        ("", ""),
        ("Gold\u202e\x00", "Gold"),
        ("x" * 99, "x" * 20),
        ("x" * 19 + " y", "x" * 19),
    ],
)
def test_a_level_is_one_short_line(said: str, level: str) -> None:
    mina = Buyer(7, "Mina", "en", NOW, level="before")
    mina.rank(said, OTTO, NOW)
    assert mina.level == level


def test_each_change_is_told_with_who_made_it_and_the_same_again_is_none() -> None:
    mina = Buyer(7, "Mina", "en", NOW)
    for said in ("Gold", " Gold", "", ""):
        mina.rank(said, OTTO, NOW, 81)
    told = [(one.agent_id, one.conversation_id, one.data()) for one in mina.events]
    assert told == [
        (OTTO, 81, {"buyer": 7, "before": "", "after": "Gold"}),
        (OTTO, 81, {"buyer": 7, "before": "Gold", "after": ""}),
    ]
