"""What a figure is beside the one before, how times are spread, what a metric is called under a pack."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.figures import named
from desk.figures.change import Change, change
from desk.figures.metric import NOTHING, Figure
from desk.figures.metrics import BY_KEY, METRICS
from desk.figures.pack import own
from desk.figures.parts import BY_NAME, PARTS, key_of, key_text
from desk.figures.sheet import BY, can
from desk.figures.spread import STEPS, spread
from desk.response_time import Promptness
from desk.shop import Hours
from tests.console.room import ZONE

PACK = own(Promptness(Hours(ZONE)))


@pytest.mark.parametrize(
    ("key", "now", "before", "found"),
    [
        ("response_median", Figure(20_000, 40), Figure(30_000, 30), Change(-10_000, 1)),  # shorter is better
        ("response_median", Figure(30_000, 40), Figure(20_000, 30), Change(10_000, -1)),
        ("response_median", Figure(30_000, 40), Figure(30_000, 30), Change(0, 0)),
        ("response_within_30", Figure(9_000, 40, 36), Figure(8_000, 30, 24), Change(1_000, 1)),
        (
            "response_within_30",
            Figure(9_000, 9, 8),
            Figure(8_000, 30, 24),
            Change(1_000, 0),
        ),  # of too few to judge
        ("response_within_30", Figure(9_000, 10, 9), Figure(8_000, 10, 8), Change(1_000, 1)),
        ("sessions", Figure(20, 20), Figure(10, 10), Change(10, 0)),  # neither good nor bad
        ("response_median", NOTHING, Figure(20_000, 30), None),
        ("response_median", Figure(20_000, 30), NOTHING, None),
        ("refunded", Figure(1_00, 1, currency="CNY"), Figure(1_00, 1, currency="USD"), None),
    ],
)
def test_a_change_is_better_worse_or_neither(
    key: str, now: Figure, before: Figure, found: Change | None
) -> None:
    assert change(BY_KEY[key], now, before) == found


@pytest.mark.parametrize(
    ("ms", "step"), [(0, 10), (10_000, 10), (10_001, 20), (30_000, 30), (30_001, 45), (1_800_000, 1800), (1_800_001, None)]
)  # fmt: skip
def test_a_time_that_is_exactly_a_step_lies_within_it(ms: int, step: int | None) -> None:
    found = spread([ms])
    assert [one.most for one in found if one.count] == [step]
    assert sum(one.count for one in found) == 1 and len(found) == len(STEPS) + 1


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (30, "30 s", "30 秒"),
        (45, "45 s", "45 秒"),
        (60, "60 s", "60 秒"),
        (90, "90 s", "90 秒"),
        (180, "3 min", "3 分钟"),
    ],
)
def test_a_share_is_called_by_the_span_of_its_pack(seconds: int, english: str, chinese: str) -> None:
    pack = replace(PACK, within=(timedelta(seconds=seconds), *PACK.within[1:]))
    metric = BY_KEY["first_response_within_30"]
    assert named.name(metric, pack, "en") == f"First response within {english}"
    assert named.name(metric, pack, "zh-CN") == f"{chinese}首响应答率"
    assert english in named.meaning(metric, pack, "en") and chinese in named.meaning(metric, pack, "zh-CN")
    assert named.name(BY_KEY["first_response_within_180"], pack, "en") == "First response within 3 min"


def test_every_metric_keeps_its_own_name_under_the_usual_pack() -> None:
    assert [named.name(metric, PACK, "zh-CN") for metric in METRICS] == [m.names["zh-CN"] for m in METRICS]


def test_a_part_has_columns_that_can_be_taken_apart_so() -> None:
    for part in PARTS:
        assert part.by in BY and part.metrics and BY_NAME[part.name] is part
        assert all(can(metric, part.by) for metric in part.metrics)


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("agent", 7),
        ("agent", None),
        ("hour", 0),
        ("weekday_hour", (0, 23)),
        ("topic", "returns"),
        ("reason", ""),
    ],
)
def test_a_key_is_read_as_it_is_written(by: str, key: object) -> None:
    assert key_of(by, key_text(by, key)) == key
