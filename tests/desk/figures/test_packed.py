"""Tallies are written as bytes and read again as they were, whatever is in them."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as some

from desk.figures.metric import Tally, Unit, tally
from desk.figures.metrics import METRICS
from desk.figures.packed import packed, unpacked
from desk.figures.sheet import slots

SLOTS = tuple(slots(METRICS, "hour"))
KEYS = some.none() | some.integers(0, 2**53 - 1) | some.text(some.characters(exclude_categories=["Cs"]))
TIMES = some.lists(some.integers(0, 2**59) | some.integers(2**31 - 2, 2**31 + 2), max_size=9)
TALLIES = some.builds(tally, some.sampled_from((Unit.TIME, Unit.COUNT)), TIMES)


@given(some.dictionaries(KEYS, some.dictionaries(some.sampled_from(SLOTS), TALLIES, max_size=6), max_size=6))
def test_what_is_written_is_read_again(told: dict[object, dict[object, Tally]]) -> None:
    assert unpacked(packed(told, SLOTS), SLOTS) == told  # type: ignore[arg-type]


def test_short_times_need_four_bytes_and_long_ones_eight() -> None:
    short, long = (Tally(1, ms, array("q", [ms])) for ms in (2**31 - 1, 2**31))
    row = {SLOTS[0]: short}
    assert len(packed({"": {SLOTS[0]: long}}, SLOTS)) - len(packed({"": row}, SLOTS)) == 4
