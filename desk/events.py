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
class HeardAside(Event):
    """The buyer answered what the desk asked by itself; nobody is owed anything for it."""

    kind = "heard_aside"
    seq: int


@record(frozen=True, slots=True, kw_only=True)
class Edited(Event):
    """The buyer changed a message, or a message of ours says something else by now."""

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
    queue: int | None = None
    """Where it stood before the move; with the topic it tells by which ladder the wait was counted."""
    topic: str = ""


@record(frozen=True, slots=True, kw_only=True)
class Offered(Event):
    """A waiting conversation is held out to a person."""

    kind = "offered"
    offer: int


@record(frozen=True, slots=True, kw_only=True)
class OfferOver(Event):
    """An offer ended: once, whatever ended it."""

    kind = "offer_over"
    how: str
    """accepted, declined, expired or withdrawn."""


@record(frozen=True, slots=True, kw_only=True)
class Whispered(Event):
    """A supervisor said something to the person who has the conversation, and to nobody else."""

    kind = "whispered"
    seq: int


@record(frozen=True, slots=True, kw_only=True)
class PresenceChanged(Event):
    """Somebody of the shop came, went, or said what they are doing."""

    kind = "presence"
    verb: str
    before: str
    after: str
    because: str


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
    """A text broke a rule and did not leave; its hits are rows of their own."""

    kind = "guard"
    rules: list[str]
    author: str
    text: str
    """With personal data hidden."""


@record(frozen=True, slots=True, kw_only=True)
class AllowanceMoved(Event):
    """A stopped text was shown to a supervisor, allowed once, refused, withdrawn, or sent."""

    kind = "allowance"
    allowance_id: int
    verb: str


@record(frozen=True, slots=True, kw_only=True)
class Revealed(Event):
    """Somebody looked at personal data in full, or took a copy of a whole list."""

    kind = "revealed"
    what: str
    which: str
    """Of a list: its filters, as its address has them."""
    count: int = 1


@record(frozen=True, slots=True, kw_only=True)
class BuyerRanked(Event):
    """Somebody of the shop said what the buyer's standing is."""

    kind = "ranked"
    buyer: int
    before: str
    after: str


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
    unattended: bool = False
    """The owner is reminded, but is not there: who supervises hears of it."""


@record(frozen=True, slots=True, kw_only=True)
class EscalationMoved(Event):
    """Something was raised to a supervisor, taken, finished; or its time is over."""

    kind = "escalation"
    escalation: int
    verb: str
    state: str
    owner: int | None


@record(frozen=True, slots=True, kw_only=True)
class TicketMoved(Event):
    """A case was opened, moved on, changed, or raised to a supervisor."""

    kind = "ticket"
    ticket: int
    verb: str
    state: str
    assignee: int | None


@record(frozen=True, slots=True, kw_only=True)
class ShiftHandoverMoved(Event):
    """A board opened or closed, or one of its matters found somebody, lost them, or settled itself."""

    kind = "shift_handover"
    handover: int
    leaver: int
    verb: str
    matter: int | None = None
    """None: the board as a whole."""
    to: int | None = None
    before: int | None = None
    """To whom the matter was offered until now."""


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
