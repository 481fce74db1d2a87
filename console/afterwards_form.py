"""What is asked afterwards, as a form: switches, and whole minutes and days within their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.form import Form
from desk.afterwards import FIRST_DAYS, MOST_DELAY_MINUTES, MOST_REST_DAYS, SECOND_DAYS, Afterwards
from desk.record import record
from desk.setting import SWITCHES, afterwards_written

BOUNDS: Mapping[str, range] = {
    "delay_minutes": range(MOST_DELAY_MINUTES + 1),
    "rest_days": range(1, MOST_REST_DAYS + 1),
    "first_days": FIRST_DAYS,
    "second_days": SECOND_DAYS,
}
ASKED = ("after_person", "after_bot", "after_case")
FOLLOWED = ("follow_cases", "follow_deliveries")
assert {*ASKED, *FOLLOWED} == set(SWITCHES)


@record(frozen=True, slots=True)
class Number:
    name: str
    written: str
    least: int
    most: int
    wrong: bool = False


@record(frozen=True, slots=True)
class AfterwardsForm:
    asked: Mapping[str, bool]
    followed: Mapping[str, bool]
    numbers: Mapping[str, Number]
    was: int

    @property
    def wrong(self) -> bool:
        return any(one.wrong for one in self.numbers.values())


def form_of(rules: Afterwards, was: int) -> AfterwardsForm:
    kept = afterwards_written(rules)
    return _form({name: kept[name] for name in SWITCHES}, {name: str(kept[name]) for name in BOUNDS}, was)


def read(sent: Form, was: int) -> tuple[dict[str, Any], AfterwardsForm]:
    """What shall be kept, and the form as it was sent with what is wrong in it; kept only where nothing is."""
    switches = {name: sent.text(name) == "1" for name in SWITCHES}
    written = {name: sent.text(name).strip() for name in BOUNDS}
    kept = {"form": 1, **switches, **{name: _whole(text) for name, text in written.items()}}
    return kept, _form(switches, written, was)


def _form(switches: Mapping[str, bool], written: Mapping[str, str], was: int) -> AfterwardsForm:
    numbers = {
        name: Number(name, written[name], bounds[0], bounds[-1], _whole(written[name]) not in bounds)
        for name, bounds in BOUNDS.items()
    }
    return AfterwardsForm(
        {name: switches[name] for name in ASKED}, {name: switches[name] for name in FOLLOWED}, numbers, was
    )


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= 6 else -1
