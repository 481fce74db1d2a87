"""What the pages of reports are drawn from: plain values, as in console.shapes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from desk.record import record

Kind = Literal["daily", "weekly", "monthly", "so_far"]
Turn = Literal["better", "worse", "same"]
State = Literal["due", "again", "sending", "sent", "failed", "unsure"]
"""`again`: due once more, after an attempt that failed."""
Why = Literal[
    "waits", "in_hand", "in_hand_had", "untaken", "let_go", "let_go_had", "taken_late", "answered_late", "answered_late_had",
]  # fmt: skip
"""`…_had`: somebody had the conversation already when the buyer wrote."""
Fault = Literal["not_reached", "refused", "no_address", "unknown", "broken"]
OfSpan = Literal["yesterday", "last_week", "last_month", "today", "this_week", "this_month"]
Wrong = Literal["hour"]


@record(frozen=True, slots=True)
class Address:
    name: str
    rung: int
    """Which of those that are rung; 0 for one of the reports' own."""
    service: str
    chosen: bool = False
    known: bool = True
    """Whether it is still set up."""


@record(frozen=True, slots=True)
class Sending:
    to: Address
    state: State
    at: datetime
    """When it is tried next, or when it ended."""
    attempts: int
    fault: Fault | None
    code: str
    may_again: bool


@record(frozen=True, slots=True)
class ReportRow:
    id: int
    kind: Kind
    first: date
    last: date
    made_at: datetime
    made_by: str
    """Empty: by the clock."""
    sendings: tuple[Sending, ...]


@record(frozen=True, slots=True)
class ReportList:
    rows: tuple[ReportRow, ...]
    more: int | None
    addresses: tuple[Address, ...]
    planned: bool
    """Whether any report comes by itself."""


@record(frozen=True, slots=True)
class Line:
    href: str
    """The list behind it."""
    name: str
    means: str
    now: str
    n: int
    before: str
    n_before: int
    turn: Turn
    few: bool = False
    few_before: bool = False


@record(frozen=True, slots=True)
class Time:
    """One time, totalled in several ways."""

    name: str
    means: str
    lines: tuple[Line | None, ...]
    """For each of the ways; None where it is not wanted."""
    n: int
    n_before: int


@record(frozen=True, slots=True)
class Group:
    key: str
    """Of its heading."""
    lines: tuple[Line, ...]
    times: tuple[Time, ...]

    @property
    def empty(self) -> bool:
        """Nothing happened, neither then nor before."""
        happened = [one.n or one.n_before for one in self.lines] + [
            one.n or one.n_before for one in self.times
        ]
        return not any(happened)


@record(frozen=True, slots=True)
class Worst:
    conversation_id: int
    since: datetime
    wait: str
    silent: bool
    why: str
    reason: str
    """Why the buyer was owed a person; empty where that is not known."""
    href: str
    """To the message with which it began."""


@record(frozen=True, slots=True)
class ReportPage:
    row: ReportRow
    first_before: date
    last_before: date
    at: datetime
    """As of when it was reckoned."""
    empty: bool
    numbers: tuple[Line, ...]
    worst: tuple[Worst, ...]
    better: tuple[Line, ...]
    worse: tuple[Line, ...]
    cases: str
    groups: tuple[Group, ...]
    others: tuple[Address, ...]
    """To whom it was not sent yet."""


@record(frozen=True, slots=True)
class Planned:
    """One kind of the setting, and when it comes next."""

    kind: Kind
    chosen: bool
    next: datetime | None


@record(frozen=True, slots=True)
class PlanForm:
    kinds: tuple[Planned, ...]
    hour: str
    language: str
    addresses: tuple[Address, ...]
    was: int
    wrong: Wrong | None = None
