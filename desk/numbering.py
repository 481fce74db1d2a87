"""The numbers that a channel gives its letters, one after another: which of them never came to us.

Telegram counts the letters of a bot up by one (`update_id`), keeps what it could not hand over for 24 hours, and begins
anew at a random number when there was none for a week. So a small step over numbers is a gap, a wide one is another series,
and only the silence before it tells whether that was to be expected."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import pairwise

from desk.clock import from_ms
from desk.record import noun, record

COUNTED = frozenset({"telegram"})
"""Channels that count their letters up by one. The web chat's numbers are drawn by the browser at random: they tell a letter
that comes twice, never one that is missing."""
FAR = 10_000
"""Numbers this far apart are of two series. A random number falls nearer to the last one once in 100,000 times; so many
letters in a row are not lost without anybody's noticing."""
SILENCE = timedelta(days=7)
"""After so long without a letter the channel begins anew."""
KEPT = timedelta(hours=24)
"""So long the channel hands over again what we did not take."""
TOGETHER = timedelta(minutes=1)
"""Within so long what was handed over at the same time is here."""
LONGEST = 18
"""Digits of a number, as a store can hold it."""


def number_of(ext_id: str) -> int | None:
    """None where the channel's number could not be read, and for whatever is no number."""
    plain = ext_id.isascii() and ext_id.isdecimal() and len(ext_id) <= LONGEST
    return int(ext_id) if plain else None


@noun(slots=True)
class Run:
    """Numbers that came, all of them from the first to the last; and when those two came, in ms."""

    first: int
    last: int
    first_at: int
    last_at: int


@record(frozen=True, slots=True)
class Gap:
    """From the first to the last of these numbers none came."""

    first: int
    last: int
    after: datetime
    """When the number before them came."""
    before: datetime
    """When the number after them came."""

    @property
    def missing(self) -> int:
        return self.last - self.first + 1

    def settled(self, at: datetime) -> bool:
        """Letters of several chats are handed over at the same time: for a moment a later one may be here first."""
        return at - self.before >= TOGETHER

    def may_come(self, at: datetime) -> bool:
        """The channel may still hold them."""
        return at - self.before < KEPT


@record(frozen=True, slots=True)
class Begun:
    """The numbers went on somewhere else: what was between, nobody can tell by them."""

    last: int
    first: int
    after: datetime
    before: datetime

    @property
    def expected(self) -> bool:
        """There was no letter for so long that the channel begins anew by itself."""
        return self.before - self.after >= SILENCE


class Numbers:
    """What came, in any order; as small as it is whole."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._firsts: list[int] = []

    def came(self, number: int, at: int) -> None:
        """The same one twice is the same. `at` in ms."""
        place = bisect_right(self._firsts, number)
        before = self._runs[place - 1] if place else None
        if before is not None and number <= before.last:
            return
        after = self._runs[place] if place < len(self._runs) else None
        joins_before = before is not None and before.last == number - 1
        joins_after = after is not None and after.first == number + 1
        if before is not None and joins_before:
            before.last, before.last_at = number, at
            if after is not None and joins_after:
                before.last, before.last_at = after.last, after.last_at
                del self._runs[place], self._firsts[place]
        elif after is not None and joins_after:
            after.first, after.first_at, self._firsts[place] = number, at, number
        else:
            self._runs.insert(place, Run(number, number, at, at))
            self._firsts.insert(place, number)

    def gaps(self) -> list[Gap]:
        """Also those that are of a moment: see `Gap.settled`."""
        return [
            Gap(before.last + 1, after.first - 1, from_ms(before.last_at), from_ms(after.first_at))
            for before, after in pairwise(self._runs)
            if after.first - before.last <= FAR
        ]

    def beginnings(self) -> list[int]:
        """The lowest number of each series."""
        return [series[0].first for series in self._series()]

    def begun(self) -> list[Begun]:
        """In the order of time."""
        series = sorted(self._series(), key=_began)
        return [
            Begun(before[-1].last, after[0].first, from_ms(_ended(before)), from_ms(_began(after)))
            for before, after in pairwise(series)
        ]

    def _series(self) -> list[list[Run]]:
        found: list[list[Run]] = []
        for run in self._runs:
            if found and run.first - found[-1][-1].last <= FAR:
                found[-1].append(run)
            else:
                found.append([run])
        return found


def _began(series: list[Run]) -> int:
    return min(min(run.first_at, run.last_at) for run in series)


def _ended(series: list[Run]) -> int:
    return max(max(run.first_at, run.last_at) for run in series)
