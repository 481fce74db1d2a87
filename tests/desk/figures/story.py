"""A golden case: a story told in rows, and what it comes to by hand.

    ## Its name
    # how the numbers below were worked out on paper
    hours 09:00-21:00                   (rules: what is not said is as shipped, in Shanghai, on Monday 2026-11-23)
    09:00:10 mina writes                (who does what at which second)
    09:00:40 otto answers
    => 10:00:00                         (when somebody looks at the figures)
    round 09:00:10 09:00:40 answered otto
    response_mean 30.000 of 1

A time is `24/09:00:00` on another day of the month, `02:30:00b` for the second time that the clock shows it. In a
figure, `1/2` is one of two, `30.000 of 1` seconds of so many, `3` a count or hundredths, `none` nothing to tell. Before
its name stands what it is taken of: `otto:` by person, `jd:` by that pack, `if 45:` were that the target."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from desk.opening import Span
from desk.response_time import USUAL, Act, Ladder, Promptness, Scope, Step
from desk.shop import Hours, SpecialDays

FOLDER = Path(__file__).parent / "stories"
CLOCK = re.compile(r"(?:(\d\d)/)?(\d\d:\d\d:\d\d(?:\.\d{3})?)(b?)")
ACCOUNTS = (" on main", " on second")
EVERY_DAY = ((time(9), time(21)),)


@dataclass(frozen=True)
class Row:
    """Who does what; `account`: on which of the shop's two bots, where it is said."""

    at: datetime
    who: str
    what: str
    account: str = ""


@dataclass
class Story:
    name: str
    file: str
    day: date = date(2026, 11, 23)
    zone: tzinfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    week: tuple[Span, ...] = EVERY_DAY
    holidays: list[SpecialDays] = field(default_factory=list)
    promotions: list[SpecialDays] = field(default_factory=list)
    ladders: list[Ladder] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    looks_at: datetime | None = None
    expected: list[str] = field(default_factory=list)
    comments: int = 0

    @property
    def promptness(self) -> Promptness:
        hours = Hours(
            self.zone, dict.fromkeys(range(7), self.week), (), tuple(self.holidays), tuple(self.promotions)
        )
        return Promptness(hours, (*self.ladders, USUAL))

    def time(self, written: str) -> datetime:
        found = CLOCK.fullmatch(written)
        assert found is not None, (self.name, written)
        day, clock, second = found.groups()
        on = self.day if day is None else self.day.replace(day=int(day))
        return datetime.combine(on, time.fromisoformat(clock), self.zone).replace(fold=bool(second))

    def tell(self, line: str) -> None:
        """One line of the file."""
        word, _, rest = line.partition(" ")
        if line.startswith("#"):
            self.comments += 1
        elif word == "=>":
            self.looks_at = self.time(rest)
        elif self.looks_at is not None:
            self.expected.append(line)
        elif CLOCK.fullmatch(word):
            what, account = rest, ""
            if rest.endswith(ACCOUNTS):
                what, _, account = rest.rpartition(" on ")
            who, _, what = what.partition(" ")
            self.rows.append(Row(self.time(word), who, what, account))
        else:
            self._rule(word, rest)

    def _rule(self, word: str, rest: str) -> None:
        match word:
            case "day":
                self.day = date.fromisoformat(rest)
            case "zone":
                self.zone = ZoneInfo(rest)
            case "hours":
                self.week = _spans(rest)
            case "holiday" | "promotion":
                on, _, hours = rest.partition(" ")
                day = date.fromisoformat(on)
                special = SpecialDays(day, day, "", _spans(hours))
                (self.holidays if word == "holiday" else self.promotions).append(special)
            case "ladder":
                self.ladders.append(_ladder(*rest.split()))
            case _:
                raise AssertionError((self.name, word))


def _spans(written: str) -> tuple[Span, ...]:
    spans = (one.split("-") for one in written.split())
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)


def _ladder(of: str, target: str, limit: str, always: str = "") -> Ladder:
    """`queue=1` or `topic=refund` or `all`, target and limit in seconds, `always` around the clock."""
    kind, _, name = of.partition("=")
    scope = Scope(**{kind: name}) if name else Scope()
    steps = (Step(Act.MISS, _seconds(target)), Step(Act.ALARM, _seconds(limit)))
    return Ladder(scope, steps, around_the_clock=bool(always))


def _seconds(written: str) -> timedelta:
    return timedelta(seconds=float(written))


def stories() -> list[Story]:
    found: list[Story] = []
    for path in sorted(FOLDER.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                found.append(Story(line[3:], path.stem))
            elif line.strip() and found and found[-1].file == path.stem:
                found[-1].tell(" ".join(line.split()))
    return found
