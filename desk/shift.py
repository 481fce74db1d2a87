"""A shift 班次: when somebody works in a week, when the present one ends, and from when on it is handed over.

The intervals are those of the opening hours (`desk/opening.py`): in the shop's zone, over midnight too, through both
changes of the clock. A pause of two hours at most is within a shift: nobody hands over before lunch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date, datetime, time, timedelta, tzinfo

from desk.opening import Opening, Span
from desk.record import record

NOTICE = timedelta(minutes=15)
"""So long before the end of a shift its board opens."""
PAUSE = timedelta(hours=2)
LONGEST = timedelta(days=2)
"""Whose hours leave no longer pause within this has no shift that ends: they open the board by hand."""
AHEAD = timedelta(days=30)
"""Farther than a week's hours can be away."""
SETTLING_IN = timedelta(minutes=30)
"""After the beginning of a shift, before what was parked for it is due."""

Week = list[list[list[str]]]
"""As it is written down: of each day, Monday first, its intervals. Empty where nothing was said."""


def week_written(week: Sequence[Sequence[Span]]) -> Week:
    """The form of a row; empty where nobody works on any day."""
    written = [[[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in day] for day in week]
    return written if any(written) else []


def week_read(written: Week) -> tuple[tuple[Span, ...], ...]:
    """The reverse: seven days, whatever is written."""
    days = [
        tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in day) for day in written
    ]
    return tuple(days) if len(days) == 7 else ((),) * 7


@record(frozen=True, slots=True)
class Shift:
    """From when until when somebody works, pauses included."""

    begins_at: datetime
    ends_at: datetime

    def board_opens_at(self) -> datetime:
        """In a shift that is shorter than the notice, as it begins."""
        return max(self.begins_at, self.ends_at - NOTICE)


@record(frozen=True, slots=True)
class WorkingHours:
    """Somebody's week."""

    zone: tzinfo
    week: Sequence[Sequence[Span]]
    _opening: Opening = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_opening", Opening(self.zone, self._on))

    def _on(self, day: date) -> Sequence[Span]:
        return self.week[day.weekday()]

    def shift_at(self, at: datetime) -> Shift | None:
        """The shift around that instant, also in its pauses; its first instant belongs to it, its last does not.
        None between shifts, and where it never ends."""
        found = next((one for one in self._around(at) if one.ends_at > at), None)
        return found if found is not None and found.begins_at <= at else None

    def next_after(self, at: datetime) -> Shift | None:
        """The first that begins after that instant."""
        return next((one for one in self._around(at) if one.begins_at > at), None)

    def board_opens_after(self, at: datetime) -> datetime | None:
        """When the next board opens by itself."""
        return next((one.board_opens_at() for one in self._around(at) if one.board_opens_at() > at), None)

    def _around(self, at: datetime) -> Iterator[Shift]:
        """In order, from one that is over by then. What began farther back than any shift lasts is none."""
        begun, ended = None, at
        for start, end in self._stretches(at - LONGEST - PAUSE):
            if begun is not None and start - ended > PAUSE:
                if ended - begun <= LONGEST:
                    yield Shift(begun, ended)
                begun = None
            begun, ended = begun or start, end
            if start - at > AHEAD:
                return
        if begun is not None and ended - begun <= LONGEST:
            yield Shift(begun, ended)

    def _stretches(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        begun = since if self._opening.stretch(since) else self._opening.opens_at(since)
        while begun is not None and (ended := self._opening.closes_at(begun)) is not None:
            yield begun, ended
            begun = self._opening.opens_at(ended)


def is_open(shift: Shift | None, at: datetime, *, by_hand: bool = False) -> bool:
    """Whether the board is: in the last quarter of an hour of a shift, or because its owner said so."""
    return by_hand or (shift is not None and shift.board_opens_at() <= at < shift.ends_at)
