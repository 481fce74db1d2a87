"""What happened. Written by the book in the transaction that made it true; pages, audit and figures read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from desk.record import record


@record(frozen=True, slots=True, kw_only=True)
class Event:
    kind: ClassVar[str]
    at: datetime
    conversation_id: int | None = None
    agent_id: int | None = None

    def data(self) -> dict[str, Any]:
        """The kind's own fields, as they stand in the event row."""
        return {name: getattr(self, name) for name in self.__slots__}


@record(frozen=True, slots=True, kw_only=True)
class Heard(Event):
    """The buyer said something."""

    kind = "heard"
    seq: int


@record(frozen=True, slots=True, kw_only=True)
class Edited(Event):
    """The buyer changed a message."""

    kind = "edited"
    seq: int


@record(frozen=True, slots=True, kw_only=True)
class Said(Event):
    """Bot, person or timer said something; a note is said among colleagues."""

    kind = "said"
    seq: int


@record(frozen=True, slots=True, kw_only=True)
class Delivered(Event):
    """The channel accepted a letter."""

    kind = "delivered"
    seq: int


@record(frozen=True, slots=True, kw_only=True)
class Undelivered(Event):
    """A letter failed, is unsure, or was withdrawn."""

    kind = "undelivered"
    seq: int
    state: str


@record(frozen=True, slots=True, kw_only=True)
class Settled(Event):
    """A person dealt with a letter that did not surely arrive: sent again, or let be."""

    kind = "settled"
    seq: int
    how: str


@record(frozen=True, slots=True, kw_only=True)
class ModeChanged(Event):
    """The conversation changed hands."""

    kind = "mode"
    verb: str
    before: str
    after: str
    by: str
    """buyer, bot, timer or agent; `agent_id` says which."""
    reason: str = ""


@record(frozen=True, slots=True, kw_only=True)
class PhotoChanged(Event):
    """A photo was kept, drawn for viewing, or could not be."""

    kind = "photo"
    seq: int
    key: str


@record(frozen=True, slots=True, kw_only=True)
class Late(Event):
    """The buyer had no answer by the target time."""

    kind = "late"
    round: int


@record(frozen=True, slots=True, kw_only=True)
class Climbed(Event):
    """A step of the ladder had its time while a person was owed. `agent_id`: who had the conversation then."""

    kind = "step"
    act: str
    since: datetime
    """Since when the person was owed."""
    due_at: datetime


@record(frozen=True, slots=True, kw_only=True)
class GuardStopped(Event):
    """A text broke a rule and did not leave."""

    kind = "guard"
    rules: list[str]
    author: str
    text: str


@record(frozen=True, slots=True, kw_only=True)
class Revealed(Event):
    """Somebody looked at personal data in full."""

    kind = "revealed"
    what: str
    which: str


@record(frozen=True, slots=True, kw_only=True)
class BuyerGone(Event):
    """The buyer blocked the shop, or the chat is no more."""

    kind = "gone"


@record(frozen=True, slots=True, kw_only=True)
class Suggestion(Event):
    """The buyer suggested something. `letter`: the inbox row of the message that says it."""

    kind = "suggestion"
    letter: int


@record(frozen=True, slots=True, kw_only=True)
class PromiseMoved(Event):
    """A promise was made, kept, broken, put off, passed on; or its owner was reminded."""

    kind = "promise"
    promise: int
    verb: str
    state: str
    owner: int
    """Who owes it."""


@record(frozen=True, slots=True, kw_only=True)
class EscalationMoved(Event):
    """Something was raised to a supervisor, taken, finished; or its time is over."""

    kind = "escalation"
    escalation: int
    verb: str
    state: str
    owner: int | None


@record(frozen=True, slots=True, kw_only=True)
class Restocked(Event):
    """A variant that had none left can be had again."""

    kind = "restocked"
    sku: str


@record(frozen=True, slots=True, kw_only=True)
class Signed(Event):
    """Somebody signed in or out, or tried to."""

    kind = "signed"
    what: str
    peer: str
