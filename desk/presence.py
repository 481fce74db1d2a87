"""Presence 在岗: whether somebody of the shop can be given a conversation now, why not, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from desk.events import PresenceChanged
from desk.machine import Moves
from desk.record import noun, record

GRACE = timedelta(minutes=3)
"""After the last sign of a browser; then whoever had it counts as away."""


class Presence(StrEnum):
    AVAILABLE = "available"
    BUSY = "busy"  # at the desk, with something else
    BREAK = "break"
    AWAY = "away"  # stepped out, or the browser is gone
    OFFLINE = "offline"


class Because(StrEnum):
    """Why somebody cannot be given a conversation."""

    PAPERWORK = "paperwork"
    PHONE = "phone"
    TRAINING = "training"
    REST = "rest"
    MEAL = "meal"
    STEPPED_OUT = "stepped_out"
    VANISHED = "vanished"  # the desk noticed it by itself


REASONS: Mapping[Presence, tuple[Because, ...]] = {
    Presence.AVAILABLE: (),
    Presence.BUSY: (Because.PAPERWORK, Because.PHONE, Because.TRAINING),
    Presence.BREAK: (Because.REST, Because.MEAL),
    Presence.AWAY: (Because.STEPPED_OUT,),
    Presence.OFFLINE: (),
}
"""What may be chosen with each state."""

_EVERY = tuple(Presence)

MOVES = Moves(
    {
        (Presence.OFFLINE, "sign_in"): Presence.AVAILABLE,
        (Presence.AWAY, "sign_in"): Presence.AVAILABLE,
        **{(state, "be_available"): Presence.AVAILABLE for state in _EVERY},
        **{(state, "be_busy"): Presence.BUSY for state in _EVERY},
        **{(state, "take_break"): Presence.BREAK for state in _EVERY},
        **{(state, "step_out"): Presence.AWAY for state in _EVERY},
        **{(state, "go_offline"): Presence.OFFLINE for state in _EVERY},
        # A break or an evening needs no browser; who said so keeps the state.
        (Presence.AVAILABLE, "vanish"): Presence.AWAY,
        (Presence.BUSY, "vanish"): Presence.AWAY,
        (Presence.AWAY, "return"): Presence.AVAILABLE,
    }
)
CHOSEN: Mapping[Presence, str] = {
    Presence.AVAILABLE: "be_available",
    Presence.BUSY: "be_busy",
    Presence.BREAK: "take_break",
    Presence.AWAY: "step_out",
    Presence.OFFLINE: "go_offline",
}
"""The verb of each state that a person may choose."""


@noun(slots=True)
class Post:
    """One person's place at the desk."""

    id: int
    agent_id: int
    state: Presence
    because: str
    """A `Because`; empty where none is needed."""
    since: datetime
    here_until: datetime
    """Until then the browser may be silent; moved on as long as it is not."""
    last_given_at: datetime | None = None
    """When they last came to have a conversation."""
    version: int = 0
    events: list[PresenceChanged] = field(default_factory=list)
    born: list[Any] = field(default_factory=list)

    @property
    def idle_since(self) -> datetime:
        return self.since if self.last_given_at is None else max(self.since, self.last_given_at)

    def choose(self, state: Presence, because: str, at: datetime) -> None:
        """By hand. A reason that the state does not know is none."""
        known = because if because in REASONS[state] else ""
        if (state, known) != (self.state, self.because):
            self._move(CHOSEN[state], known, at)

    def sign_in(self, at: datetime) -> None:
        """A second browser changes nothing, nor does it end a break."""
        self.seen(at)
        if MOVES.can(self.state, "sign_in"):
            self._move("sign_in", "", at)

    def seen(self, at: datetime, span: timedelta = GRACE) -> None:
        """A sign of the browser, which holds for so long."""
        self.here_until = at + span

    def come_back(self, at: datetime, span: timedelta = GRACE) -> None:
        """The browser is there again; who stepped out says so, who had vanished need not."""
        self.seen(at, span)
        if self.state == Presence.AWAY and self.because == Because.VANISHED:
            self._move("return", "", at)

    def vanish(self, at: datetime) -> bool:
        """The grace is over. False where there is nothing to end, or the browser came back meanwhile."""
        if at < self.here_until or not MOVES.can(self.state, "vanish"):
            return False
        self._move("vanish", Because.VANISHED, at)
        return True

    def _move(self, verb: str, because: str, at: datetime) -> None:
        before, self.state = self.state, MOVES.next(self.state, verb)
        self.because, self.since = because, at
        if self.state != Presence.AVAILABLE:
            self.born.append(NotAvailable(self.agent_id, at))
        self.events.append(
            PresenceChanged(
                at=at, agent_id=self.agent_id, before=before, after=self.state, because=because, verb=verb
            )
        )


@record(frozen=True, slots=True)
class NotAvailable:
    """What is offered to this person goes on to the next; what they have in hand stays theirs."""

    agent_id: int
    at: datetime


__all__ = ["CHOSEN", "GRACE", "MOVES", "REASONS", "Because", "NotAvailable", "Post", "Presence"]
