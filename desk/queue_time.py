"""How long a buyer who waits for a person has to wait, said honestly: from how people really come just now (D8)."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta

from desk.record import record

LATELY = timedelta(minutes=30)
"""What happened before tells nothing of now."""
TAKES_KEPT, TAKES_NEEDED = 10, 3
LONGEST = timedelta(minutes=45)
"""Beyond it no time is named: it would be a guess."""
CORRECTED_AFTER = 0.8
"""Of the time that was told: by then the buyer hears if it will not be kept."""


@record(frozen=True, slots=True)
class Standing:
    """The queue as it is now."""

    waiting: tuple[datetime, ...] = field(default=())
    """Since when each who waits is owed a person, the longest first."""
    room: int = 0
    """How many more conversations those who are available can carry."""
    apart: timedelta | None = None
    """How long it lasts from one buyer being taken to the next; None where too few were taken lately."""

    @property
    def next_place(self) -> int:
        """Of whoever comes now, from 1; 0 while somebody can take them at once."""
        return 0 if self.room > len(self.waiting) else len(self.waiting) + 1

    def place_of(self, since: datetime) -> int:
        """Of somebody who waits since then."""
        return bisect_left(self.waiting, since) + 1

    def minutes(self, place: int) -> int:
        """Until that place is taken, in whole minutes and rather too many; 0 where nobody can tell."""
        if self.apart is None or place < 1:
            return 0
        wait = place * self.apart
        return 0 if wait > LONGEST else max(1, math.ceil(wait / timedelta(minutes=1)))


def apart(takes: Sequence[datetime], now: datetime) -> timedelta | None:
    """The moving average between the last takes (the newest first). A pause that goes on longer than that counts,
    so that a queue that stands still is not called quick."""
    lately = [at for at in takes[:TAKES_KEPT] if now - at <= LATELY]
    if len(lately) < TAKES_NEEDED:
        return None
    usual = (lately[0] - lately[-1]) / (len(lately) - 1)
    return max(usual, now - lately[0], timedelta(seconds=5))


def corrected_at(told_at: datetime, minutes: int) -> datetime:
    return told_at + CORRECTED_AFTER * timedelta(minutes=minutes)
