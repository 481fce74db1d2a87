"""An escalation 上报 (E4): something a supervisor has to decide or know, with a deadline and an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from desk import events
from desk.deadlines import Deadline, Kind
from desk.errors import NotYourTurn
from desk.machine import Moves
from desk.record import noun, record

LONGEST_TEXT = 2_000


class Matter(StrEnum):
    MARKET = "market"  # an incident in the market
    MISTAKE = "mistake"  # one's own
    BREACH = "breach"  # a serious breach of the rules
    DANGER = "danger"  # to persons
    AUTHORITY = "authority"  # beyond one's own
    FEEDBACK = "feedback"  # a customer's


class EscalationState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"


MOVES = Moves(
    {
        (EscalationState.OPEN, "take"): EscalationState.TAKEN,
        (EscalationState.TAKEN, "take"): EscalationState.TAKEN,  # by another supervisor
        (EscalationState.OPEN, "let_go"): EscalationState.OPEN,  # meant for one who leaves
        (EscalationState.TAKEN, "let_go"): EscalationState.OPEN,
        (EscalationState.TAKEN, "finish"): EscalationState.DONE,  # with its outcome
    }
)


@record(frozen=True, slots=True)
class EscalationTimes:
    """Settings of the shop: how long each matter may wait where nobody names a time."""

    market: timedelta = timedelta(hours=4)
    mistake: timedelta = timedelta(hours=4)
    breach: timedelta = timedelta(hours=2)
    danger: timedelta = timedelta(minutes=15)
    authority: timedelta = timedelta(hours=2)
    feedback: timedelta = timedelta(days=3)

    def within(self) -> Mapping[Matter, timedelta]:
        return {matter: getattr(self, matter) for matter in Matter}


@noun(slots=True)
class Escalation:
    id: int
    kind: Matter
    text: str
    conversation_id: int | None
    raised_by: int
    raised_at: datetime
    owner_id: int | None
    """A supervisor; None: whichever takes it."""
    due_at: datetime
    state: EscalationState = EscalationState.OPEN
    taken_at: datetime | None = None
    done_at: datetime | None = None
    outcome: str = ""
    version: int = 0
    events: list[events.Event] = field(default_factory=list)
    born: list[Any] = field(default_factory=list)

    def begin(self) -> None:
        """Once it has its number: it is told outside at once, and again at its deadline."""
        for kind, due_at in ((Kind.ESCALATED, self.raised_at), (Kind.ESCALATION_DUE, self.due_at)):
            self.born.append(Deadline(0, self.conversation_id, kind, self.id, due_at))
        self._happened("raise", self.raised_at, self.raised_by)

    def take(self, by: int, at: datetime) -> None:
        """By the supervisor it was meant for or any other. Twice is once."""
        if self.state == EscalationState.TAKEN and self.owner_id == by:
            return
        self.state = MOVES.next(self.state, "take")
        self.owner_id, self.taken_at = by, at
        self._happened("take", at, by)

    def let_go(self, by: int, at: datetime) -> None:
        """For whichever supervisor takes it."""
        self.state = MOVES.next(self.state, "let_go")
        self.owner_id = self.taken_at = None
        self._happened("let_go", at, by)

    def finish(self, by: int, outcome: str, at: datetime) -> None:
        """Raises NotYourTurn for everybody but who took it."""
        after = MOVES.next(self.state, "finish")
        if by != self.owner_id:
            raise NotYourTurn("only the supervisor who took this can finish it")
        self.state, self.outcome, self.done_at = after, outcome, at
        self._happened("finish", at, by)

    def overdue(self, at: datetime) -> None:
        """Its time is over and it is not done."""
        self._happened("overdue", at, None)

    def _happened(self, verb: str, at: datetime, by: int | None) -> None:
        self.events.append(
            events.EscalationMoved(
                at=at,
                conversation_id=self.conversation_id,
                agent_id=by,
                escalation=self.id,
                verb=verb,
                state=str(self.state),
                owner=self.owner_id,
            )
        )
