"""What the pages of shift handovers are drawn from: plain values, masked and allowed for this reader."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from desk.record import record

MatterKind = Literal["conversation", "promise", "escalation"]
MatterState = Literal["unassigned", "offered", "accepted", "reoffered", "parked", "gone", "stayed"]
HandoverState = Literal["open", "confirmed", "called_off", "released"]
Fault = Literal["when", "words", "to", "late"]


@record(frozen=True, slots=True)
class Matter:
    """One line of the form."""

    id: int
    kind: MatterKind
    state: MatterState
    buyer: str
    """Empty where no buyer stands behind it, or none that has a name."""
    conversation_id: int | None
    progress: str
    result: str
    changed_at: datetime
    to: str = ""
    until: datetime | None = None
    told: str = ""
    due_at: datetime | None = None
    """Of a promise or an escalation."""
    late: bool = False
    declined_by: str = ""
    park_until: datetime | None = None
    """What is proposed; None where it cannot be parked."""
    fault: Fault | None = None

    @property
    def left(self) -> bool:
        return self.state in ("unassigned", "offered")


@record(frozen=True, slots=True)
class Colleague:
    id: int
    name: str
    available: bool
    load: int
    capacity: int


@record(frozen=True, slots=True)
class Board:
    """What somebody hands over, while they do."""

    id: int
    by_itself: bool
    """Opened by the clock."""
    ends_at: datetime | None
    matters: tuple[Matter, ...]
    colleagues: dict[MatterKind, tuple[Colleague, ...]]
    """To whom each kind may go."""

    @property
    def left(self) -> int:
        return sum(one.left for one in self.matters)


@record(frozen=True, slots=True)
class Incoming:
    """What one colleague hands over to the reader."""

    handover_id: int
    leaver: str
    matters: tuple[Matter, ...]


@record(frozen=True, slots=True)
class Handing:
    """The page: the reader's own board, and what they may accept."""

    now: datetime
    board: Board | None
    incoming: tuple[Incoming, ...] = ()
    to_all: tuple[tuple[str, Matter], ...] = ()
    """Promises that are open to whoever takes them, each with who leaves it."""
    refused: bool = False
    """Somebody wanted to sign off."""


@record(frozen=True, slots=True)
class Call:
    """What is told above whichever page one is on."""

    left: int | None = None
    """On one's own board, if the clock has opened it."""
    ends_at: datetime | None = None
    leavers: tuple[str, ...] = ()
    """Who hands something over to the reader."""
    offered: int = 0


@record(frozen=True, slots=True)
class Form:
    """A handover as it is kept."""

    id: int
    state: HandoverState
    leaver: str
    opened_at: datetime
    opened_by: str
    """Empty: the clock."""
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    by: str = ""
    reason: str = ""
    counts: tuple[tuple[MatterState, int], ...] = ()
    matters: tuple[Matter, ...] = ()


@record(frozen=True, slots=True)
class Forms:
    rows: tuple[Form, ...]
    more: int | None = None
