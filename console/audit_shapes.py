"""What the pages of the loss audit are drawn from."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from console.ticket_days import Days
from desk.record import record

Part = Literal["coming", "going", "now", "house"]
Tone = Literal["fine", "waits", "lost", "blind"]
Fault = Literal["no_day", "reversed", "too_long"]
State = Literal["new", "done", "dead", "queued", "sending", "sent", "failed", "unknown", "cancelled"]


@record(frozen=True, slots=True)
class AuditLine:
    check: str
    tone: Tone
    looked: str
    """How many were looked at, written for people."""
    found: str
    href: str | None = None
    """Where what it found is listed."""
    states: tuple[tuple[State, str], ...] = ()
    oldest: datetime | None = None
    unread: int = 0
    begun: int = 0


@record(frozen=True, slots=True)
class AuditAccount:
    """An account, or the desk as a whole where it names none."""

    channel: str
    account: str
    parts: tuple[tuple[Part, tuple[AuditLine, ...]], ...]


@record(frozen=True, slots=True)
class Period:
    """A choice of days beside the form."""

    days: int
    href: str
    chosen: bool


@record(frozen=True, slots=True)
class AuditPage:
    days: Days
    periods: tuple[Period, ...]
    fault: Fault | None = None
    """Of the days; then nothing is shown."""
    most: int = 0
    """So many days at most."""
    verdict: str = ""
    letters: str = ""
    lost: str = ""
    waiting: str = ""
    accounts: tuple[AuditAccount, ...] = ()


@record(frozen=True, slots=True)
class AuditRow:
    """One of those that a check found."""

    at: datetime
    id: int
    buyer: str = ""
    href: str | None = None
    """The message in its conversation, for who may see it."""
    number: int | None = None
    """Of the conversation."""
    seq: int | None = None
    note: str = ""
    ticket: int | None = None


@record(frozen=True, slots=True)
class AuditGap:
    """Numbers that never came, or, where the numbers went on elsewhere, what was said of that."""

    first: int
    last: int
    after: datetime
    before: datetime
    missing: str = ""
    may_come: bool = False
    expected: bool | None = None
    """Of numbers that went on elsewhere: whether that is what the channel does by itself. None: it is a gap."""


@record(frozen=True, slots=True)
class AuditRows:
    check: str
    channel: str
    account: str
    days: Days
    back: str
    rows: tuple[AuditRow, ...] = ()
    gaps: tuple[AuditGap, ...] = ()
    cut: bool = False
    """There may be more than are listed."""
    most: int = 0
