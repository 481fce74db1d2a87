"""Opening time by the `calendar` record of an export, for judges: standard library alone, nothing of the desk.

The clock on the shop's wall decides. Where it jumps on, what begins or ends in the gap does so at the jump; where it is
put back, the shop stays as it was until the wall says something new. Every length is in real milliseconds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Opening:
    """The hours of one calendar over the days from `first` to `last`."""

    def __init__(self, calendar: dict[str, Any], first: date, last: date) -> None:
        self.zone, self.calendar = ZoneInfo(calendar["zone"]), calendar
        spans: list[list[int]] = []
        for begin, end in sorted(self._spans(first - 2 * DAY, last + 2 * DAY)):
            if spans and begin <= spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], end)
            elif begin < end:
                spans.append([begin, end])
        self.begins = [begin for begin, _ in spans]
        self.ends = [end for _, end in spans]
        self.before = [0, *accumulate(end - begin for begin, end in spans)]

    def _spans(self, day: date, last: date) -> Iterator[tuple[int, int]]:
        while day <= last:
            for begins, ends in self._written(day):
                begin, end = clock(begins), clock(ends)
                over = day if end > begin else day + DAY
                yield self.moment(day, begin), self.moment(over, end)
            day += DAY

    def _written(self, day: date) -> list[list[str]]:
        for some in (*self.calendar["promotions"], *self.calendar["holidays"]):
            if some["first"] <= day.isoformat() <= some["last"]:
                found: list[list[str]] = some["open"]
                return found
        week: dict[str, list[list[str]]] = self.calendar["week"]
        return week.get(str(day.weekday()), [])

    def moment(self, day: date, at: time) -> int:
        """When the wall first shows this or, if it leaps over it, the leap."""
        wall = datetime.combine(day, at)
        early, late = sorted(ms(wall.replace(tzinfo=self.zone, fold=fold)) for fold in (0, 1))
        if self.wall(early) == wall:
            return early
        while late - early > 1:
            middle = (early + late) // 2
            early, late = (early, middle) if self.wall(middle) >= wall else (middle, late)
        return late

    def wall(self, at: int) -> datetime:
        return self.local(at).replace(tzinfo=None, fold=0)

    def local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at // 1000, UTC).astimezone(self.zone)

    def passed(self, at: int) -> int:
        """Opening time until then, from the first day on."""
        n = bisect_right(self.begins, at)
        return self.before[n] - (max(0, self.ends[n - 1] - at) if n else 0)

    def between(self, since: int, until: int) -> int:
        return max(0, self.passed(until) - self.passed(since))


def clock(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


def ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
