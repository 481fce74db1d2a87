"""A follow-up 回访 (F2): some days after a delivery, or the end of a case, the buyer is asked how it went; once more
where they did not answer. Each contact is a row with its time."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Literal

from desk import events
from desk.afterwards import Afterwards
from desk.machine import Moves
from desk.opening import reached
from desk.record import noun, record
from desk.shop import MIDNIGHT, Hours

CONTACTS = 2
ANSWERED_WITHIN = timedelta(days=7)
"""Whoever has not answered by then is not waited for."""
PUT_OFF = timedelta(hours=6)
TOO_LATE = timedelta(days=30)
"""After what it is about; a contact that could not be made by then is called off."""
SOON = timedelta(hours=1)
"""Taken only after the day on which it should have been answered."""
NIGHT = timedelta(hours=8)
"""Opening that goes on for longer after midnight is no late evening: it is the next day's."""
LONGEST_SAID = 200
TOPIC = "follow_up"


class Because(StrEnum):
    CASE = "case"
    DELIVERY = "delivery"


class FollowUpState(StrEnum):
    DUE = "due"
    SENDING = "sending"  # on its way; for ever where nobody knows whether it arrived
    SENT = "sent"
    ANSWERED = "answered"
    OVER = "over"  # nobody answered
    CALLED_OFF = "called_off"


MOVES = Moves(
    {
        (FollowUpState.DUE, "put_off"): FollowUpState.DUE,
        (FollowUpState.DUE, "send"): FollowUpState.SENDING,
        (FollowUpState.DUE, "call_off"): FollowUpState.CALLED_OFF,
        (FollowUpState.SENDING, "accept"): FollowUpState.SENT,
        (FollowUpState.SENDING, "call_off"): FollowUpState.CALLED_OFF,  # it did not arrive
        (FollowUpState.SENDING, "answer"): FollowUpState.ANSWERED,
        (FollowUpState.SENDING, "lapse"): FollowUpState.OVER,
        (FollowUpState.SENT, "answer"): FollowUpState.ANSWERED,
        (FollowUpState.SENT, "lapse"): FollowUpState.OVER,
        (FollowUpState.OVER, "answer"): FollowUpState.ANSWERED,  # late, and yet
        (FollowUpState.ANSWERED, "accept"): FollowUpState.ANSWERED,
        (FollowUpState.ANSWERED, "call_off"): FollowUpState.ANSWERED,
        (FollowUpState.ANSWERED, "answer"): FollowUpState.ANSWERED,
    }
)


class Why(StrEnum):
    """It is not made, or not made again."""

    NONE = ""
    SWITCHED_OFF = "switched_off"  # the shop does not follow up any more
    NO_CHAT = "no_chat"
    BLOCKED = "blocked"
    WINDOW = "window"  # the channel does not let us begin any more
    TOO_LATE = "too_late"
    NO_MORE = "no_more"  # the buyer wants no more of these
    ANSWERED = "answered"  # the first one was
    UNDELIVERED = "undelivered"


@noun(slots=True)
class FollowUp:
    id: int
    because: Because
    matter: str
    """`ticket:81`, `order:1007`: with `n` there is one."""
    n: int
    """1 or 2."""
    buyer_id: int
    conversation_id: int | None
    """Whose chat it goes to; once it was made, where it stands."""
    ticket_id: int | None
    order_number: str
    since: datetime
    """When it was delivered, or over."""
    state: FollowUpState
    due_at: datetime
    sent_at: datetime | None = None
    """When the channel accepted it."""
    ended_at: datetime | None = None
    """When it became answered, over or called off."""
    why: Why = Why.NONE
    said: str = ""
    """What they answered, with personal data hidden."""
    answered_in: int | None = None
    """The conversation that their answer began."""
    answer_by: datetime | None = None
    """The end of the day on which they are to be answered (F2)."""
    promised: int | None = None
    """The promise of whoever took it."""
    version: int = 0
    events: list[events.Event] = field(default_factory=list)
    born: list[Any] = field(default_factory=list)

    def put_off(self, until: datetime) -> None:
        self.state = MOVES.next(self.state, "put_off")
        self.due_at = until

    def send(self, conversation_id: int) -> None:
        self.state = MOVES.next(self.state, "send")
        self.conversation_id = conversation_id

    def accept(self, at: datetime) -> None:
        self.state = MOVES.next(self.state, "accept")
        self.sent_at = at

    def second(self, rules: Afterwards) -> FollowUp | None:
        """The contact that comes after this one, to be added; None after the last."""
        if self.n >= CONTACTS or self.sent_at is None or self.state is not FollowUpState.SENT:
            return None
        return replace(
            self, id=0, n=self.n + 1, state=FollowUpState.DUE, due_at=self.sent_at + rules.second, sent_at=None,
            version=0, events=[], born=[],
        )  # fmt: skip

    def answer(self, at: datetime, said: str = "") -> None:
        if self.state is not FollowUpState.ANSWERED:
            self.state = MOVES.next(self.state, "answer")
            self.ended_at, self.said = at, said[:LONGEST_SAID]

    def lapse(self, at: datetime) -> None:
        self.state = MOVES.next(self.state, "lapse")
        self.ended_at = at

    def call_off(self, why: Why, at: datetime) -> None:
        self.state = MOVES.next(self.state, "call_off")
        if self.state is FollowUpState.CALLED_OFF:
            self.why, self.ended_at = why, at


# --- whether it is made now


@record(frozen=True, slots=True)
class Standing:
    """What matters for a contact that is due."""

    wanted: bool
    """The shop follows up such matters."""
    chat: bool
    blocked: bool
    in_window: bool
    no_more: bool
    """The buyer has said so, whenever."""
    quiet: bool
    busy: bool
    """A conversation or a case of the buyer is open, or another follow-up waits for their answer."""
    asked_today: bool
    """Whether they were satisfied, on this day."""


Now = Literal["send", "later"] | Why


def now(due: FollowUp, standing: Standing, at: datetime) -> Now:
    """Put off, not lost; called off only where it can never be made, or comes too late."""
    for is_so, why in (
        (not standing.wanted, Why.SWITCHED_OFF),
        (standing.no_more, Why.NO_MORE),
        (not standing.chat, Why.NO_CHAT),
        (standing.blocked, Why.BLOCKED),
        (at - due.since > TOO_LATE, Why.TOO_LATE),
        (not standing.in_window, Why.WINDOW),
    ):
        if is_so:
            return why
    return "later" if standing.quiet or standing.busy or standing.asked_today else "send"


def same_day(a: datetime, b: datetime, zone: tzinfo) -> bool:
    return a.astimezone(zone).date() == b.astimezone(zone).date()


def answer_by(at: datetime, hours: Hours) -> datetime:
    """The end of opening on the day of `at`; of the next day that opens, where that is over or closed. Where no closing
    parts the days, midnight does."""
    zone = hours.zone
    opening = at if hours.is_open(at) else hours.opens_at(at) or at
    midnight = reached(zone, opening.astimezone(zone).date() + timedelta(days=1), MIDNIGHT)
    following: datetime | None = opening
    end = midnight
    while following is not None and following < midnight:
        closes = hours.closes_at(following)
        if closes is None or closes > midnight + NIGHT:
            return midnight
        end, following = closes, hours.opens_at(closes)
    return end
