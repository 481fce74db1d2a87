"""Noticing promises while an agent types: a usual sentence, and the longest texts made to cost much."""

from __future__ import annotations

from datetime import datetime
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from desk.noticing import LONGEST, noticed
from desk.shop import Hours

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, tzinfo=ZONE)
USUAL = "您的问题已登记，48小时内专员会联系您"
HARD = {
    "times": "明天的" * 1365 + "回复您",
    "conditions": "if you know " * 340 + "tomorrow check",
    "demands": "请明天回复," * 680,
    "denials": "明天不能回复。" * 585,
    "numbers": "1-" * 2048,
    "others": "顺丰" * 2000 + "明天回复我们",
    "words": "i will get back " * 256,
}
RUNS = 20


async def measure() -> dict[str, Any]:
    worst = {name: _best(text) for name, text in HARD.items()}
    return {
        "usual_us": round(_best(USUAL) * 1e6, 1),
        "floor_lower_case_us": round(_floor() * 1e6, 1),
        "longest_ms": {name: round(seconds * 1e3, 2) for name, seconds in worst.items()},
        "letters": LONGEST,
    }


def _best(text: str) -> float:
    return min(_timed(text) for _ in range(RUNS))


def _timed(text: str) -> float:
    began = perf_counter()
    noticed(text[-LONGEST:], NOW, Hours(ZONE))
    return perf_counter() - began


def _floor() -> float:
    """What it costs to walk the longest text once."""
    text, best = HARD["words"], 1.0
    for _ in range(RUNS):
        began = perf_counter()
        text.lower()
        best = min(best, perf_counter() - began)
    return best
