"""What the pages of the shop's rules are drawn from: plain values, as in console.shapes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from desk.hours_check import Part, Why
from desk.ladder_check import Code
from desk.record import record

Tab = Literal["hours", "response_times", "after_sales", "afterwards", "reports", "rule_packs"]
TABS: tuple[Tab, ...] = ("hours", "response_times", "after_sales", "afterwards", "reports", "rule_packs")
Refusal = Literal["moved_on", "unreadable"]
Changed = Literal[
    "week",
    "quiet",
    "holidays",
    "promotions",
    "ladders",
    "times",
    "money",
    "return_address",
    "second_person",
    "asked",
    "followed",
    "reports",
    "hour",
    "addresses",
    "language",
    "packs",
]


@record(frozen=True, slots=True)
class Version:
    """One line of the history; `parts`: in what it differs from the one before."""

    n: int
    at: datetime
    by: str
    in_force: bool
    shipped: bool
    parts: tuple[Changed, ...] = ()


@record(frozen=True, slots=True)
class Day:
    """One of the next days as it will be."""

    on: date
    spans: str
    """Empty: closed."""
    special: Literal["", "holidays", "promotions"] = ""
    name: str = ""


@record(frozen=True, slots=True)
class HoursWrong:
    part: Part
    why: Why | Literal["unreadable", "no_date"]
    weekday: int | None = None
    days: str = ""
    """Which holiday or promotion, by its dates."""


@record(frozen=True, slots=True)
class Preview:
    """What hours mean at this moment."""

    open_now: bool
    closes_at: datetime | None
    opens_at: datetime | None
    in_an_hour: datetime | None
    """When there has been one hour of opening time from now."""
    quiet_now: bool
    days: tuple[Day, ...]
    wrongs: tuple[HoursWrong, ...] = ()


@record(frozen=True, slots=True)
class Special:
    """A holiday or promotion as its form has it; `n` None: a new one."""

    n: int | None
    first: str
    last: str
    name: str
    spans: str
    over: bool = False


@record(frozen=True, slots=True)
class HoursForm:
    """What can be changed, as text; `was` is the version that it was made from."""

    week: tuple[str, ...]
    quiet: str
    holidays: tuple[Special, ...]
    promotions: tuple[Special, ...]
    was: int


@record(frozen=True, slots=True)
class StepRow:
    act: str
    after: str
    queue: str = ""


@record(frozen=True, slots=True)
class LadderFault:
    code: Code | Literal["unreadable"]
    step: StepRow | None
    values: Mapping[str, str]


@record(frozen=True, slots=True)
class LadderForm:
    """A ladder as its form has it; `n` None: a new one."""

    n: int | None
    channel: str
    queue: str
    topic: str
    steps: tuple[StepRow, ...]
    around_the_clock: bool
    hold_every: str
    hold_most: str
    faults: tuple[LadderFault, ...] = ()

    @property
    def everywhere(self) -> bool:
        return not (self.channel or self.queue or self.topic)
