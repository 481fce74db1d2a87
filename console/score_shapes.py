"""What the pages of scores and follow-ups are drawn from: plain values, as in console.shapes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from desk.follow_up import Why
from desk.record import record

ScoreShow = Literal["all", "low", "unseen"]
FollowUpShow = Literal["due", "sent", "answered", "called_off"]
FollowUpState = Literal["due", "sending", "sent", "answered", "over", "called_off"]
Because = Literal["case", "delivery"]
Tab = Literal["scores", "follow_ups"]


@record(frozen=True, slots=True)
class Scored:
    id: int
    value: int
    words: str
    low: bool
    buyer: str
    number: int
    """Of the conversation: by it a buyer without a name is called."""
    agent: str
    """Who answered; empty: the bot alone."""
    at: datetime
    changed: bool
    ticket: int | None = None
    conversation_id: int | None = None
    seen_by: str = ""
    may_see: bool = False
    """It is low and nobody has looked at it: the reader may say that they have."""


@record(frozen=True, slots=True)
class Scores:
    """The list: of everybody for who supervises, else the reader's own."""

    again: str
    now: datetime
    show: ScoreShow
    everybody: bool
    rows: tuple[Scored, ...]
    agent: int | None = None
    agents: tuple[tuple[int, str], ...] = ()
    more: str | None = None


@record(frozen=True, slots=True)
class Contact:
    id: int
    because: Because
    n: int
    state: FollowUpState
    buyer: str
    number: int | None
    """As of a score; None where there is no chat."""
    due_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    order: str = ""
    ticket: int | None = None
    why: Why = Why.NONE
    said: str = ""
    conversation_id: int | None = None
    """Where their answer stands, or else where they were asked."""


@record(frozen=True, slots=True)
class Contacts:
    again: str
    now: datetime
    show: FollowUpShow
    rows: tuple[Contact, ...]
    more: str | None = None
