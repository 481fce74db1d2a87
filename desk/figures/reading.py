"""How a pack reads one fact: how long was waited, in whole milliseconds of the time that counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.clock import MILLISECOND
from desk.figures.facts import Phase, Piece, Queueing, Round, Session
from desk.figures.pack import Pack
from desk.record import record
from desk.response_time import USUAL, Ladder

ZERO = timedelta(0)
Waits = Session | Round | Piece | Queueing


class Reading:
    """One look at the facts: by this pack, at this moment. What is still open is judged as it stands now."""

    __slots__ = (
        "_fact",
        "_ladders",
        "_of",
        "_phase",
        "_since",
        "_until",
        "_waited",
        "at",
        "only_open",
        "pack",
    )

    def __init__(self, pack: Pack, at: datetime) -> None:
        self.pack, self.at, self.only_open = pack, at, pack.only_open
        self._ladders: dict[tuple[str, int | None, str, str], Limits] = {}
        # Of what was asked about last: each fact is judged by several metrics, one after the other.
        self._fact: Waits | None = None
        self._phase: Phase | None = None
        self._of = USUAL_LIMITS
        self._since = self._until = at
        self._waited = 0

    def limits(self, fact: Waits, phase: Phase | None = None) -> Limits:
        """`phase`: of a session, which may have stood elsewhere then."""
        if fact is not self._fact or phase is not self._phase:
            stood = fact if phase is None else phase
            key = (fact.channel, stood.queue, stood.topic, getattr(stood, "reason", ""))
            found = self._ladders.get(key)
            if found is None:
                found = self._ladders[key] = Limits.of(self.pack.ladder(*key))
            self._fact, self._phase, self._of = fact, phase, found
            self._since, self._until, self._waited = self.at, self.at, 0
        return self._of

    def waited(self, fact: Waits, since: datetime, until: datetime | None, phase: Phase | None = None) -> int:
        """Opening time, or all of it where the ladder runs around the clock. A clock that went backwards makes no time."""
        until = until or self.at
        limits = self.limits(fact, phase)
        if since is self._since and until is self._until:
            return self._waited
        span = self.pack.promptness.waited(limits.ladder, since, until) if since < until else ZERO
        self._since, self._until, self._waited = since, until, span // MILLISECOND
        return self._waited

    def open_between(self, since: datetime, until: datetime | None) -> int:
        """Opening time, whatever the ladder."""
        return self.pack.hours.open_between(since, until or self.at) // MILLISECOND

    def left_out(self, at: datetime) -> bool:
        """The pack looks only at what began in its hours."""
        return self.only_open and not self.pack.hours.is_open(at)


@record(frozen=True, slots=True)
class Limits:
    """A ladder, and its target and limit in milliseconds."""

    ladder: Ladder
    target: int
    limit: int

    @classmethod
    def of(cls, ladder: Ladder) -> Limits:
        return cls(ladder, ms(ladder.target), ms(ladder.limit))


def ms(span: timedelta) -> int:
    return span // MILLISECOND


USUAL_LIMITS = Limits.of(USUAL)
