"""How a pack reads one fact: how long was waited, in whole milliseconds of the time that counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.clock import MILLISECOND
from desk.figures.facts import Piece, Queueing, Round, Session
from desk.figures.pack import Pack
from desk.response_time import Ladder

Waits = Session | Round | Piece | Queueing


class Reading:
    """One look at the facts: by this pack, at this moment. What is still open is judged as it stands now."""

    def __init__(self, pack: Pack, at: datetime) -> None:
        self.pack, self.at = pack, at
        self._ladders: dict[tuple[str, int | None, str, str], Ladder] = {}

    def ladder(self, fact: Waits) -> Ladder:
        key = (fact.channel, fact.queue, fact.topic, getattr(fact, "reason", ""))
        ladder = self._ladders.get(key)
        if ladder is None:
            ladder = self._ladders[key] = self.pack.ladder_of(fact)
        return ladder

    def waited(self, fact: Waits, since: datetime, until: datetime | None) -> int:
        """Opening time, or all of it where the ladder runs around the clock. A clock that went backwards makes no time."""
        until = until or self.at
        if until <= since:
            return 0
        return self.pack.promptness.waited(self.ladder(fact), since, until) // MILLISECOND

    def open_between(self, since: datetime, until: datetime | None) -> int:
        """Opening time, whatever the ladder."""
        return self.pack.hours.open_between(since, until or self.at) // MILLISECOND

    def left_out(self, at: datetime) -> bool:
        """The pack looks only at what began in its hours."""
        return self.pack.only_open and not self.pack.hours.is_open(at)


def ms(span: timedelta) -> int:
    return span // MILLISECOND
