"""A shift handover 交接班 (E3): somebody leaves, and everything they have in hand goes to somebody by a press.

It begins when the board opens and ends when the leaver confirms that nothing is without an owner. Takers confirm by
accepting. The form stays as the record of both."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any

from desk import events
from desk.errors import DeskError
from desk.machine import Moves
from desk.presence import NotAvailable
from desk.record import noun

LONGEST_REASON = 500


class ShiftHandoverState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"  # by the leaver, and everything had an owner
    CALLED_OFF = "called_off"  # the person stays
    RELEASED = "released"  # by a supervisor, with a reason; everything was offered anew


MOVES = Moves(
    {
        (ShiftHandoverState.OPEN, "confirm"): ShiftHandoverState.CONFIRMED,
        (ShiftHandoverState.OPEN, "call_off"): ShiftHandoverState.CALLED_OFF,
        (ShiftHandoverState.OPEN, "release"): ShiftHandoverState.RELEASED,
    }
)


class StillUnassigned(DeskError):
    """Something you have in hand has no owner yet. Nobody signs off before."""


@noun(slots=True)
class ShiftHandover:
    id: int
    leaver_id: int
    opened_at: datetime
    opened_by: int | None
    """None: the clock, before the end of the shift."""
    begins_at: datetime | None
    ends_at: datetime | None
    """Of the shift, as the hours said; None where it was opened outside of any."""
    state: ShiftHandoverState = ShiftHandoverState.OPEN
    ended_at: datetime | None = None
    """When the leaver confirmed, stayed, or was released."""
    by: int | None = None
    reason: str = ""
    version: int = 0
    events: list[events.Event] = field(default_factory=list)
    born: list[Any] = field(default_factory=list)

    def begin(self) -> None:
        """Once it has its number: what is offered to the leaver goes on to the next."""
        self.born.append(NotAvailable(self.leaver_id, self.opened_at))
        self._happened("open", self.opened_at, self.opened_by)

    def confirm(self, at: datetime, unassigned: int) -> None:
        """Raises StillUnassigned."""
        if unassigned:
            raise StillUnassigned()
        self._end("confirm", self.leaver_id, at)

    def call_off(self, at: datetime) -> None:
        self._end("call_off", self.leaver_id, at)

    def release(self, by: int, reason: str, at: datetime) -> None:
        self.reason = reason[:LONGEST_REASON]
        self._end("release", by, at)

    def _end(self, verb: str, by: int, at: datetime) -> None:
        self.state = MOVES.next(self.state, verb)
        self.ended_at, self.by = at, by
        self._happened(verb, at, by)

    def _happened(self, verb: str, at: datetime, by: int | None) -> None:
        self.events.append(
            events.ShiftHandoverMoved(at=at, agent_id=by, handover=self.id, leaver=self.leaver_id, verb=verb)
        )
