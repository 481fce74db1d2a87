"""Rule packs as they are written down, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from desk.figures.pack import Pack, jd, judged_by
from desk.pack_check import faults
from desk.setting import NotASetting, packs_written, read_packs
from desk.shop import Hours
from tests.console.room import ZONE

SECOND = timedelta(seconds=1)
DAY = ((time(9), time(21)),)


def pack(target: int = 30, limit: int = 60, week: Any = None, **more: Any) -> Pack:
    hours = Hours(ZONE, week if week is not None else dict.fromkeys(range(7), DAY), quiet=())
    values = {"title": "Ours", **more}
    return judged_by(values.pop("name", "p1"), hours, target=target * SECOND, limit=limit * SECOND, **values)


def test_what_is_written_is_read_as_it_was() -> None:
    packs = (jd(ZONE), pack(45, 120, within=(45 * SECOND, 60 * SECOND, 200 * SECOND), only_open=True))
    assert read_packs(packs_written(packs), ZONE) == packs


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (pack(title=""), "no_title"),
        (pack(week=dict.fromkeys(range(7), ())), "never_open"),
        (pack(week={0: ((time(9), time(12)), (time(11), time(13)))}), "hours"),
        (pack(week={0: ((time(9), time(9)),)}), "hours"),
        (pack(within=(30 * SECOND, 30 * SECOND, 60 * SECOND)), "order"),
        (pack(within=(0 * SECOND, 30 * SECOND, 60 * SECOND)), "order"),
        (pack(within=(SECOND, 30 * SECOND, 86_401 * SECOND)), "order"),
        (pack(60, 30), "limit"),
        (pack(0, 30), "limit"),
        (pack(review=timedelta(0)), "review"),
    ],
)
def test_a_hole_or_a_contradiction_is_found(one: Pack, code: str) -> None:
    assert [fault.code for fault in faults([one])] == [code]


@pytest.mark.parametrize(
    "one",
    [
        pack(),
        pack(30, 30),
        pack(week={0: DAY}),  # open on Mondays alone
        pack(week={5: ((time(22), time(2)),)}),  # over midnight
        pack(within=(SECOND, 2 * SECOND, 86_400 * SECOND)),
        jd(ZONE),
    ],
)
def test_what_is_unusual_is_not_wrong(one: Pack) -> None:
    assert faults([one]) == []


def test_two_of_a_name_are_one_too_many_and_so_is_the_twenty_first() -> None:
    assert [fault.code for fault in faults([pack(), pack(name="p2")])] == ["twice"]
    assert [fault.code for fault in faults([pack(), pack(title="Other")])] == ["twice"]  # of one key
    assert [fault.code for fault in faults([pack(name="own")])] == ["twice"]  # that is the shop's
    many = [replace(pack(), name=f"p{n}", title=f"Pack {n}") for n in range(21)]
    assert [(fault.pack, fault.code) for fault in faults(many)] == [(None, "too_many")]


@pytest.mark.parametrize(
    "written",
    [
        None, [], {"form": 2, "packs": []}, {"form": 1}, {"form": 1, "packs": [{"key": "x"}]},
        {"form": 1, "packs": [{**packs_written([pack()])["packs"][0], "target_s": "30"}]},
        {"form": 1, "packs": [{**packs_written([pack()])["packs"][0], "key": "../x"}]},
    ],
)  # fmt: skip
def test_what_is_no_pack_is_not_read(written: object) -> None:
    with pytest.raises(NotASetting):
        read_packs(written, ZONE)
