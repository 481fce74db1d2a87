"""The loss audit 丢失核对: what a span of days must add up to, and what it came to.

Each check looks at rows and compares them with other rows; no counter is asked. A check of `LOSSES` finds what does not add
up: a letter, a message or a note of one that should be there and is not. The others find what is known and waits for
somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from desk.numbering import COUNTED, Begun, Gap
from desk.opening import reached
from desk.record import noun, record
from desk.shop import MIDNIGHT

A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
LONGEST_DAYS = 31
"""Of a page: what is longer is asked for by the command."""
A_MOMENT = timedelta(seconds=5)
"""Deadlines fire within a second or so; this is more."""
TO_FETCH = timedelta(minutes=10)
"""A photo is given up, or there, before that."""
ROWS = 200
"""So many of what a check found are listed."""


class Check(StrEnum):
    STORED = "stored"  # each letter in stands in its conversation
    HEARD = "heard"  # each message of a buyer is one letter's
    NUMBERED = "numbered"  # the numbers of a conversation's messages have no gap
    GAPS = "gaps"  # the channel's own numbers have none
    SERIES = "series"  # nor did they begin anew without a reason
    DEAD = "dead"  # letters that could not be read
    PHOTOS = "photos"  # photos that could not be fetched
    FATE = "fate"  # each letter out has an end, or is on its way
    LETTERED = "lettered"  # each message of ours has its letter
    PARTS = "parts"  # each letter has its message and the other parts
    DELIVERED = "delivered"  # each letter that was sent was noted
    ACCEPTED = "accepted"  # and each note has its letter
    FAILED = "failed"  # failed or unsure, and nobody has looked at it
    THOUGHTS = "thoughts"  # the bot owes a thought for longer than a minute
    LEAVING = "leaving"  # on its way for longer than a minute
    PICTURES = "pictures"  # still to be fetched or drawn after ten minutes
    TIMERS = "timers"  # armed and overdue


COMING = (
    Check.STORED, Check.HEARD, Check.NUMBERED, Check.GAPS, Check.SERIES, Check.DEAD, Check.PHOTOS,
)  # fmt: skip
GOING = (Check.FATE, Check.LETTERED, Check.PARTS, Check.DELIVERED, Check.ACCEPTED, Check.FAILED)
NOW = (Check.THOUGHTS, Check.LEAVING, Check.PICTURES)
"""Of all that is open, whatever the days."""
HOUSE = (Check.TIMERS,)
"""Of the desk as a whole, not of an account."""
LOSSES = frozenset({*COMING, *GOING}) - {Check.SERIES, Check.DEAD, Check.PHOTOS, Check.FAILED}

Account = tuple[str, str]
"""Channel and account."""
DESK: Account = ("", "")
"""Of no account."""


class Verdict(StrEnum):
    LOST = "lost"  # something does not add up
    WAITS = "waits"  # nothing is lost, something waits for somebody
    WHOLE = "whole"
    NOTHING = "nothing"  # no letter in these days


@record(frozen=True, slots=True)
class Span:
    """Whole days of the shop's zone, both of them with it."""

    first: date
    last: date
    zone: tzinfo

    @property
    def since(self) -> datetime:
        return reached(self.zone, self.first, MIDNIGHT)

    @property
    def until(self) -> datetime:
        """The first instant that is not in it."""
        return reached(self.zone, self.last + A_DAY, MIDNIGHT)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def lately(at: datetime, zone: tzinfo) -> Span:
    """Yesterday and today."""
    today = at.astimezone(zone).date()
    return Span(today - A_DAY, today, zone)


@noun(slots=True)
class Line:
    """What one check came to for one account."""

    check: Check
    of: Account
    looked: int = 0
    found: int = 0
    oldest: datetime | None = None
    """Of what is open now: since when the longest of it waits."""
    states: dict[str, int] = field(default_factory=dict)
    """Of the letters that were looked at: how many stand how."""
    blind: bool = False
    """The channel's numbers can tell nothing."""
    unread: int = 0
    """Letters whose number could not be read: they may be among the missing ones."""
    begun: int = 0
    """How often the numbers began anew as they do after a week of silence."""

    @property
    def lost(self) -> int:
        return self.found if self.check in LOSSES else 0


@record(frozen=True, slots=True)
class Report:
    span: Span
    at: datetime
    lines: tuple[Line, ...]

    @property
    def lost(self) -> int:
        return sum(line.lost for line in self.lines)

    @property
    def waiting(self) -> int:
        return sum(line.found for line in self.lines) - self.lost

    @property
    def letters(self) -> int:
        """In and out."""
        return sum(line.looked for line in self.lines if line.check in (Check.STORED, Check.FATE))

    @property
    def verdict(self) -> Verdict:
        if self.lost:
            return Verdict.LOST
        if self.waiting:
            return Verdict.WAITS
        return Verdict.WHOLE if self.letters else Verdict.NOTHING


def arranged(span: Span, at: datetime, found: Iterable[Line], accounts: Iterable[Account]) -> Report:
    """A line for each check of each account, in the order of the page: what was not found is said, too."""
    known: Mapping[tuple[Account, Check], Line] = {(line.of, line.check): line for line in found}
    every = sorted({*accounts, *(of for of, _ in known if of != DESK)})
    wanted = [(of, check) for of in every for check in (*COMING, *GOING, *NOW)]
    wanted += [(DESK, check) for check in HOUSE]
    return Report(span, at, tuple(known.get((of, check)) or unmet(check, of) for of, check in wanted))


def unmet(check: Check, of: Account) -> Line:
    """Of which there is nothing yet."""
    return Line(check, of, blind=check in (Check.GAPS, Check.SERIES) and of[0] not in COUNTED)


@record(frozen=True, slots=True)
class Row:
    """One of those that a check found, and where it stands."""

    id: int
    at: datetime
    conversation_id: int | None
    seq: int | None
    note: str
    """What the desk knows of it: a kind, a state, a reason."""
    buyer: str = ""
    message_id: int | None = None


Found = Row | Gap | Begun
