"""What the pages of promises and escalations are drawn from: plain values, masked and allowed for this reader."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from desk.record import record

About = Literal["call", "answer", "refund", "ship", "check", "do"]
State = Literal["open", "kept", "broken", "withdrawn", "passed_on"]
Matter = Literal["market", "mistake", "breach", "danger", "authority", "feedback"]
EscalationState = Literal["open", "taken", "done"]
When = Literal["left", "late", "today", "later"]
Period = Literal["1", "7", "30"]
Fault = Literal["due", "text", "owner", "conversation"]
FEW = 10
"""A rate of fewer than so many is shown faintly."""


@record(frozen=True, slots=True)
class Promised:
    """One promise."""

    id: int
    conversation_id: int
    buyer: str
    owner: str
    about: About
    text: str
    due_at: datetime
    state: State
    made_at: datetime
    late: bool
    """Its time is over and it is owed."""
    kept_at: datetime | None = None
    settled_at: datetime | None = None
    by: str = ""
    """Whose doing its state is."""
    may_act: bool = False
    """Keep, put off, withdraw."""
    left: bool = False
    """Nobody is there to keep it: the reader may take it."""

    @property
    def owed(self) -> bool:
        return self.kept_at is None and self.state in ("open", "broken")


@record(frozen=True, slots=True)
class Noticed:
    """A promise in what is being written, or was just sent; None of these are kept unless somebody says so."""

    conversation_id: int
    about: About
    words: str
    due_at: datetime
    now: datetime
    seq: int | None = None
    """Of the message that was sent already."""


@record(frozen=True, slots=True)
class AfterSending:
    """What the desk asks when a message has left."""

    conversation_id: int
    now: datetime
    unnoted: Noticed | None = None
    kept: tuple[Promised, ...] = ()
    """Promises that this message may have kept."""


@record(frozen=True, slots=True)
class PromisedHere:
    """The promises beside a conversation: those its buyer waits for, and the latest that are settled."""

    conversation_id: int
    now: datetime
    owed: tuple[Promised, ...] = ()
    settled: tuple[Promised, ...] = ()
    may_note: bool = False


@record(frozen=True, slots=True)
class Rate:
    """How one person kept what was due in the period."""

    name: str
    owed: int
    kept: int
    broken: int
    share: float | None

    @property
    def few(self) -> bool:
        return self.kept + self.broken < FEW


@record(frozen=True, slots=True)
class Promises:
    """The page."""

    again: str
    """Its own address, by which it is read anew when something happened."""
    now: datetime
    lists: tuple[tuple[When, tuple[Promised, ...], bool], ...]
    """Each with whether there are more than are shown."""
    rates: tuple[Rate, ...]
    days: Period
    owner: int | None = None
    owners: tuple[tuple[int, str], ...] = ()
    """Whose can be chosen; none for who sees only their own."""


@record(frozen=True, slots=True)
class Escalated:
    id: int
    kind: Matter
    text: str
    state: EscalationState
    raised_by: str
    raised_at: datetime
    due_at: datetime
    late: bool
    owner: str = ""
    conversation_id: int | None = None
    done_at: datetime | None = None
    outcome: str = ""
    may_take: bool = False
    may_finish: bool = False


@record(frozen=True, slots=True)
class Escalations:
    """The list: a supervisor's by its filters, else what the reader raised."""

    again: str
    now: datetime
    show: EscalationState | None
    """None: the reader's own, whatever became of them."""
    rows: tuple[Escalated, ...]
    kind: Matter | None = None
    mine: bool = False
    more: str | None = None


@record(frozen=True, slots=True)
class Raising:
    """The form, with what was written where it could not be sent."""

    within: tuple[tuple[Matter, str], ...]
    """Each matter with how long it may wait: a number and `m`, `h` or `d`."""
    owners: tuple[tuple[int, str], ...]
    kind: str = ""
    text: str = ""
    due: str = ""
    owner: str = ""
    conversation: str = ""
    faults: tuple[Fault, ...] = ()
