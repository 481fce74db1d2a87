"""A promise 承诺 (D3): what a buyer was told would be done by when, who owes it, and what became of it."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from desk import events
from desk.deadlines import Deadline, Kind
from desk.errors import NotNow
from desk.machine import Moves
from desk.promise_words import About
from desk.record import noun, record

LONGEST_TEXT = 300


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"  # not kept by its time
    WITHDRAWN = "withdrawn"  # the buyer does not want it any more
    PASSED_ON = "passed_on"  # somebody else owes it now, as a promise of their own


MOVES = Moves(
    {
        (PromiseState.OPEN, "keep"): PromiseState.KEPT,
        (PromiseState.OPEN, "put_off"): PromiseState.OPEN,  # another time was agreed with the buyer
        (PromiseState.OPEN, "withdraw"): PromiseState.WITHDRAWN,
        (PromiseState.OPEN, "pass_on"): PromiseState.PASSED_ON,
        (PromiseState.OPEN, "lapse"): PromiseState.BROKEN,
        (PromiseState.BROKEN, "keep"): PromiseState.BROKEN,  # done too late: broken it stays, owed no longer
        (PromiseState.BROKEN, "pass_on"): PromiseState.BROKEN,  # somebody else does it; who broke it stays
    }
)

MOST_PUT_OFF = 999


@record(frozen=True, slots=True)
class PromiseTimes:
    """Settings of the shop."""

    notice: timedelta = timedelta(minutes=30)
    """So long before its time the owner is reminded; of a shorter promise, half-way."""


@noun(slots=True)
class Promise:
    id: int
    conversation_id: int
    buyer_id: int
    seq: int | None
    """The message that made it; None: noted by hand."""
    owner_id: int
    about: About
    text: str
    due_at: datetime
    remind_at: datetime
    state: PromiseState
    made_at: datetime
    made_by: int
    settled_at: datetime | None = None
    """When it became what it is now; a broken one when its time was over."""
    by: int | None = None
    """Whose doing that was: who kept, withdrew or took it over; of a broken one who owed it then."""
    kept_at: datetime | None = None
    """When it was done, in time or too late."""
    passed_from: int | None = None
    """Of which earlier promise this is the continuation."""
    put_off: int = 0
    """How often its time was changed."""
    version: int = 0
    events: list[events.Event] = field(default_factory=list)
    born: list[Any] = field(default_factory=list)

    @property
    def owed(self) -> bool:
        """Whether the buyer still waits for it, in time or not."""
        return self.state in (PromiseState.OPEN, PromiseState.BROKEN) and self.kept_at is None

    def begin(self, at: datetime) -> None:
        """Once it has its number: the deadlines, and that it was made."""
        self._arm()
        self._happened("make" if self.passed_from is None else "inherit", at, self.made_by)

    def keep(self, by: int, at: datetime) -> None:
        """It is done. Pressed after its time, it was broken then, whether a timer saw it or not. Twice is once."""
        if self.kept_at is not None:
            return
        if self.state == PromiseState.OPEN and at > self.due_at:
            self.lapse(at)
        self._move("keep", by, at)
        self.kept_at = at
        if self.state == PromiseState.KEPT:
            self.settled_at, self.by = at, by

    def lapse(self, at: datetime) -> None:
        """Its time is over and it was not kept."""
        self._move("lapse", None, at)
        self.settled_at, self.by = self.due_at, self.owner_id

    def withdraw(self, by: int, at: datetime) -> None:
        self._move("withdraw", by, at)
        self.settled_at, self.by = at, by

    def put_off_to(self, due_at: datetime, by: int, at: datetime, times: PromiseTimes) -> None:
        """Another time was agreed with the buyer. Raises NotNow where that is past, or this is over."""
        if due_at <= at or self.put_off >= MOST_PUT_OFF:
            raise NotNow("a promise is for a time to come")
        if at > self.due_at and self.state == PromiseState.OPEN:
            self.lapse(at)
        if due_at == self.due_at:
            return
        self._move("put_off", by, at)
        self.due_at, self.remind_at = due_at, reminded_at(at, due_at, times)
        self.put_off += 1
        self._arm()

    def pass_on(self, to: int, by: int, at: datetime) -> Promise | None:
        """To who has the conversation now: their promise, to be added; of a broken one only the debt goes on."""
        if not self.owed or to == self.owner_id:
            return None
        if self.state == PromiseState.OPEN and at > self.due_at:
            self.lapse(at)
        if self.state == PromiseState.BROKEN:
            self.owner_id = to
            self._move("pass_on", by, at)
            return None
        self._move("pass_on", by, at)
        self.settled_at, self.by = at, by
        return replace(
            self, id=0, owner_id=to, state=PromiseState.OPEN, settled_at=None, by=None, passed_from=self.id, put_off=0,
            version=0, events=[], born=[],
        )  # fmt: skip

    def remind(self, at: datetime, *, unattended: bool = False) -> None:
        """The owner hears of it while there is still time; who supervises, where the owner is not there."""
        self._happened("remind", at, None, unattended)

    def _move(self, verb: str, by: int | None, at: datetime) -> None:
        self.state = MOVES.next(self.state, verb)
        self._happened(verb, at, by)

    def _happened(self, verb: str, at: datetime, by: int | None, unattended: bool = False) -> None:
        self.events.append(
            events.PromiseMoved(
                at=at,
                conversation_id=self.conversation_id,
                agent_id=by,
                promise=self.id,
                verb=verb,
                state=str(self.state),
                owner=self.owner_id,
                unattended=unattended,
            )
        )

    def _arm(self) -> None:
        for kind, due_at in ((Kind.PROMISE_SOON, self.remind_at), (Kind.PROMISE_DUE, self.due_at)):
            self.born.append(Deadline(0, self.conversation_id, kind, generation(self), due_at))


def reminded_at(at: datetime, due_at: datetime, times: PromiseTimes) -> datetime:
    """Of a promise made then, due then."""
    return due_at - min(times.notice, (due_at - at) / 2)


def generation(promise: Promise) -> int:
    """Of its deadlines: which promise, and which of its times. One that was put off leaves the old ones without effect."""
    return promise.id * (MOST_PUT_OFF + 1) + promise.put_off


def number_of(generation: int) -> int:
    """The reverse: which promise."""
    return generation // (MOST_PUT_OFF + 1)


def kept_share(kept: int, broken: int) -> float | None:
    """The kept rate: of what was due, how much was done in time. None where nothing was due."""
    return kept / (kept + broken) if kept + broken else None
