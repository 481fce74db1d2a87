"""A report that was made, and its way to each address.

No service that is rung by apprise takes a key by which it would know the same message again. So it is written down before
each attempt: whoever is killed in the middle leaves one of which nobody knows. That one is sent once more, and if it is left
so again, by a person only: it arrives twice at most, and is never lost without a word."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from desk.figures.report import Kind
from desk.figures.span import Span
from desk.machine import Moves
from desk.record import noun

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
)
"""After the first attempt, the second …; the last one again and again."""
GIVES_UP = timedelta(days=3)
LEFT_BY_A_DEAD_ONE = timedelta(minutes=2)
"""No attempt lasts so long."""


class SendingState(StrEnum):
    DUE = "due"
    SENDING = "sending"  # the service is being told, or we died while it was
    SENT = "sent"
    FAILED = "failed"  # it did not take it for days
    UNSURE = "unsure"  # left twice amid an attempt: it may have arrived


class Fault(StrEnum):
    """Why an address did not take it. Never in the service's own words: those may name the address, which is secret."""

    NOT_REACHED = "not_reached"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"  # apprise does not know this form
    UNKNOWN = "unknown"  # no address of this name is set up any more
    BROKEN = "broken"  # a fault of ours


S = SendingState
MOVES = Moves(
    {
        (S.DUE, "claim"): S.SENDING,
        (S.SENDING, "claim"): S.SENDING,  # left by a dead one, for the first time
        (S.SENDING, "leave"): S.UNSURE,
        (S.SENDING, "sent"): S.SENT,
        (S.SENDING, "not_taken"): S.DUE,
        (S.SENDING, "give_up"): S.FAILED,
        (S.DUE, "again"): S.DUE,
        (S.SENT, "again"): S.DUE,
        (S.FAILED, "again"): S.DUE,
        (S.UNSURE, "again"): S.DUE,
    }
)


@noun(slots=True)
class MadeReport:
    """That there is a report of this span. Its numbers are reckoned whenever somebody looks."""

    id: int
    kind: Kind
    first: date
    last: date
    made_at: datetime
    made_by: int | None = None
    """None: by the clock."""

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


@noun(slots=True)
class ReportSending:
    id: int
    report_id: int
    address: str
    """Its name."""
    state: SendingState
    asked_at: datetime
    due_at: datetime
    attempts: int = 0
    claimed_at: datetime | None = None
    left: bool = False
    """It was found amid an attempt whose end nobody knows, and sent again."""
    settled_at: datetime | None = None
    fault: str = ""
    code: str = ""
    """What the service answered: a number of HTTP."""

    def claim(self, at: datetime) -> bool:
        """Whether it may be sent now; written down before. False where it was left twice: then nobody knows."""
        if self.state is S.SENDING:
            if self.left:
                self.state, self.settled_at = MOVES.next(self.state, "leave"), at
                return False
            self.left = True
        self.state, self.claimed_at = MOVES.next(self.state, "claim"), at
        self.attempts += 1
        return True

    def is_due(self, at: datetime) -> bool:
        if self.state is S.DUE:
            return self.due_at <= at
        return (
            self.state is S.SENDING
            and self.claimed_at is not None
            and self.claimed_at + LEFT_BY_A_DEAD_ONE <= at
        )

    def sent(self, at: datetime) -> None:
        self.state, self.settled_at, self.fault, self.code = MOVES.next(self.state, "sent"), at, "", ""

    def not_taken(self, fault: Fault, code: str, at: datetime) -> None:
        """The service surely did not take it. Tried again after a pause that grows."""
        self.fault, self.code = fault, code
        if at - self.asked_at >= GIVES_UP or fault is Fault.UNKNOWN:
            self.state, self.settled_at = MOVES.next(self.state, "give_up"), at
            return
        self.state = MOVES.next(self.state, "not_taken")
        self.due_at = at + PAUSES[min(self.attempts, len(PAUSES)) - 1]

    def again(self, at: datetime) -> None:
        """By a person, whatever became of it."""
        self.state = MOVES.next(self.state, "again")
        self.asked_at = self.due_at = at
        self.attempts, self.left, self.claimed_at, self.settled_at = 0, False, None, None

    @property
    def may_again(self) -> bool:
        return MOVES.can(self.state, "again")
