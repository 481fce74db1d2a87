"""How figures are totalled and written: every rounding, every edge, as tables."""

from __future__ import annotations

import pytest

from desk.figures import metric
from desk.figures.metric import FEW, NOTHING, Figure, Total, Unit, nearest_rank, tally, together
from desk.figures.written import NONE, time, written


def total(how: Total, values: list[int], per: int = 0) -> Figure:
    """The same whether the values are told at once or in parts, as the days of a month are."""
    whole = metric.total(how, tally(Unit.TIME, values), per)
    parts = [tally(Unit.TIME, values[place::3]) for place in range(3)]
    assert metric.total(how, together(parts), per) == whole
    return whole


@pytest.mark.parametrize(
    ("values", "median", "ninth"),
    [
        ([7], 7, 7),
        ([7, 8], 7, 8),  # ranks 1 and ceil(1.8) = 2
        ([1, 2, 3, 4, 5, 6, 7, 8, 9], 5, 9),  # ranks ceil(4.5) = 5 and ceil(8.1) = 9
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9),  # ranks 5 and 9
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10),  # ranks ceil(5.5) = 6 and ceil(9.9) = 10
    ],
)
def test_the_nearest_rank_is_a_value_that_was_there(values: list[int], median: int, ninth: int) -> None:
    assert (nearest_rank(values, 50), nearest_rank(values, 90)) == (median, ninth)
    backwards = values[::-1]
    assert total(Total.MEDIAN, backwards) == Figure(median, len(values))
    assert total(Total.P90, backwards) == Figure(ninth, len(values))
    assert nearest_rank(values, 100) == values[-1] and nearest_rank(values, 0) == values[0]


@pytest.mark.parametrize(
    ("values", "mean"), [([1, 2], 2), ([1, 1, 2], 1), ([1, 2, 2], 2), ([0, 0], 0), ([0, 1, 0, 1], 1), ([0, 0, 1], 0)]
)  # fmt: skip
def test_the_mean_is_rounded_to_the_nearest_halves_up(values: list[int], mean: int) -> None:
    assert total(Total.MEAN, values) == Figure(mean, len(values))


@pytest.mark.parametrize(
    ("met", "of", "value"), [(1, 3, 3333), (2, 3, 6666), (9999, 10_000, 9999), (99_999, 100_000, 9999), (7, 7, 10_000), (0, 4, 0)]
)  # fmt: skip
def test_a_share_is_rounded_down_so_that_only_what_is_whole_is_a_hundred(
    met: int, of: int, value: int
) -> None:
    assert total(Total.SHARE, [1] * met + [0] * (of - met)) == Figure(value, of, met)
    assert total(Total.RATE, [met], of) == Figure(value, of, met)


@pytest.mark.parametrize("how", [Total.MEAN, Total.MEDIAN, Total.P90, Total.MAX, Total.SHARE])
def test_of_nothing_there_is_no_figure(how: Total) -> None:
    assert total(how, []) == NOTHING == Figure(None, 0)


def test_a_ratio_by_nought_is_none_and_a_sum_of_nothing_nought() -> None:
    assert total(Total.RATIO, [3], 0) == total(Total.RATE, [0], 0) == NOTHING
    assert total(Total.RATIO, [2, 3], 3) == Figure(166, 3), "5 to 3: 1.66, rounded down"
    assert total(Total.SUM, []) == Figure(0, 0) and total(Total.SUM, [2, 5]) == Figure(7, 2)
    assert total(Total.MAX, [3, 9, 4]) == Figure(9, 3)


def test_fewer_than_ten_are_few() -> None:
    assert [Figure(1, n).few for n in (0, 9, 10, 11)] == [True, True, False, False] and FEW == 10


@pytest.mark.parametrize(
    ("ms", "shown"),
    [
        (0, "0.0 s"), (1, "0.1 s"), (100, "0.1 s"), (30_000, "30.0 s"), (30_001, "30.1 s"), (59_900, "59.9 s"),
        (59_901, "1:00"), (60_000, "1:00"), (60_001, "1:01"), (3_599_000, "59:59"), (3_599_001, "1:00:00"),
        (90_061_000, "25:01:01"),
    ],
)  # fmt: skip
def test_a_time_is_rounded_up_so_that_nothing_looks_quicker_than_it_was(ms: int, shown: str) -> None:
    assert time(ms) == shown == written(Unit.TIME, Figure(ms, 1))


@pytest.mark.parametrize(
    ("unit", "figure", "shown"),
    [
        (Unit.TIME, NOTHING, NONE),
        (Unit.SHARE, Figure(None, 0), NONE),
        (Unit.SHARE, Figure(9736, 30, 29), "97.36 %"),
        (Unit.SHARE, Figure(10_000, 3, 3), "100.00 %"),
        (Unit.SHARE, Figure(5, 2000, 1), "0.05 %"),
        (Unit.RATIO, Figure(105, 20), "1.05"),
        (Unit.RATIO, Figure(7, 100), "0.07"),
        (Unit.POINTS, Figure(4333, 3), "4.33"),
        (Unit.POINTS, Figure(4005, 3), "4.01"),  # halves up
        (Unit.COUNT, Figure(1_204_311, 9), "1,204,311"),
        (Unit.MONEY, Figure(123_456, 2, currency="CNY"), "¥1,234.56"),
        (Unit.MONEY, Figure(0, 0), "0"),
    ],
)
def test_a_figure_is_written_alike_in_every_language(unit: Unit, figure: Figure, shown: str) -> None:
    assert written(unit, figure) == shown
