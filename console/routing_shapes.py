"""What the pages about who answers whom are drawn from: plain values, already allowed for this reader."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from desk.presence import REASONS
from desk.presence import Presence as State
from desk.record import record

Presence = Literal["available", "busy", "break", "away", "offline"]
Choice = Literal[
    "available", "busy.paperwork", "busy.phone", "busy.training", "break.rest", "break.meal", "away.stepped_out",
    "offline",
]  # fmt: skip
CHOICES: tuple[str, ...] = tuple(
    f"{state}.{reason}" if reason else str(state) for state in State for reason in REASONS[state] or ("",)
)
"""What somebody can say of themselves, in the order of the menu."""
QueueFault = Literal["no_name", "same_name", "number"]
PersonFault = Literal["number", "hours"]


@record(frozen=True, slots=True)
class Mine:
    """Where the reader is, for the head of the page."""

    state: Presence
    because: str
    since: datetime | None = None


@record(frozen=True, slots=True)
class Offer:
    """A conversation that is held out to the reader."""

    id: int
    conversation_id: int
    buyer: str
    last: str
    reason: str | None
    topic: str
    queue: str
    made_at: datetime
    until: datetime


@record(frozen=True, slots=True)
class Line:
    """One of the last things said."""

    author: str
    text: str


@record(frozen=True, slots=True)
class Card:
    """What whoever comes should know at a glance, so that the buyer repeats nothing."""

    reason: str
    topic: str
    """An intent of the bot's; empty where none is known."""
    asked_at: datetime
    detail: str = ""
    given_by: str = ""
    note: str = ""
    """A colleague's word; only for whom it is meant."""
    lines: tuple[Line, ...] = ()
    photos: tuple[str, ...] = ()
    """Their keys, the newest first."""
    contacts: tuple[str, ...] = ()
    """How to reach the buyer who does not wait in the chat; masked."""


@record(frozen=True, slots=True)
class Colleague:
    id: int
    name: str
    state: Presence
    because: str
    load: int
    capacity: int


@record(frozen=True, slots=True)
class QueueName:
    id: int
    name: str
    waiting: int = 0


@record(frozen=True, slots=True)
class PassOn:
    """To whom a conversation can be passed on."""

    conversation_id: int
    buyer: str
    colleagues: tuple[Colleague, ...]
    queues: tuple[QueueName, ...]


@record(frozen=True, slots=True)
class InHand:
    """A conversation that somebody has."""

    id: int
    buyer: str
    owed_since: datetime | None


@record(frozen=True, slots=True)
class Person:
    """A colleague on the page of those who are there."""

    id: int
    name: str
    state: Presence
    because: str
    since: datetime | None
    load: int
    capacity: int
    skills: str
    speaks: str
    in_hand: tuple[InHand, ...] = ()
    """Only of who is not there: somebody may have to see to them."""
    more: int = 0
    week: tuple[str, ...] = ("",) * 7
    """Their working hours, Monday first."""
    leaving: bool = False
    """Their board is open: nothing is offered to them."""
    may_release: bool = False

    def hours(self) -> tuple[tuple[int, int, str], ...]:
        """Days that follow each other with the same hours as one: the first, the last, and when."""
        runs: list[tuple[int, int, str]] = []
        for day, spans in enumerate(self.week):
            if runs and runs[-1][1] == day - 1 and runs[-1][2] == spans:
                runs[-1] = (runs[-1][0], day, spans)
            else:
                runs.append((day, day, spans))
        return tuple(run for run in runs if run[2])


@record(frozen=True, slots=True)
class Queue:
    """A queue as its form shows it. Lists are written as words with spaces between."""

    id: int
    name: str
    place: int
    reasons: tuple[str, ...]
    topics: tuple[str, ...]
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    skill: str
    priority: int
    offer_seconds: int
    active: bool
    waiting: int = 0
