"""The days of the list of tickets, as they were typed: from which to which they were applied for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from desk.record import record
from desk.width import narrow

DaysFault = Literal["no_day", "reversed"]
Side = Literal["since", "until"]
WRITTEN = re.compile(r"(2[01][0-9]{2}) ?[-/.年] ?([0-9]{1,2}) ?[-/.月] ?([0-9]{1,2}) ?日?")
"""`2026-11-22`, `2026/11/22`, `2026年11月22日`; a century or two of them, so that no zone leads out of the calendar."""
LONGEST = 32


@record(frozen=True, slots=True)
class Days:
    """What was typed, plainly written where it is a day."""

    since: str = ""
    until: str = ""
    wrong: Side | None = None
    """What of it is no day."""
    fault: DaysFault | None = None

    @property
    def typed(self) -> dict[str, str]:
        """As an address has them."""
        pairs = {"since": self.since, "until": self.until}
        return {name: written for name, written in pairs.items() if written}

    def span(self, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
        """The first instant, and the first one after it; both days count whole, in the shop's zone."""
        if self.fault is not None:
            return None, None
        since, until = (day_of(written) for written in (self.since, self.until))
        end = until + timedelta(days=1) if until is not None else None
        return _begin(since, zone), _begin(end, zone)


EVERY_DAY = Days()


def read(asked: Mapping[str, str]) -> Days:
    since, until = (_plain(asked.get(name, "")) for name in ("since", "until"))
    first, last = day_of(since), day_of(until)
    wrong: Side | None = "since" if since and first is None else "until" if until and last is None else None
    crossed = first is not None and last is not None and last < first
    fault: DaysFault | None = "no_day" if wrong else "reversed" if crossed else None
    return Days(first.isoformat() if first else since, last.isoformat() if last else until, wrong, fault)


def day_of(written: str) -> date | None:
    found = WRITTEN.fullmatch(written)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:  # such as 30 February
        return None


def _begin(day: date | None, zone: tzinfo) -> datetime | None:
    return datetime.combine(day, time(), zone).astimezone(UTC) if day is not None else None


def _plain(written: str) -> str:
    """What no page and no store can hold is left out."""
    return narrow(written.encode("utf-8", "replace").decode().replace("\0", ""))[:LONGEST]
