"""The shop of a month of traps: its hours and ladders, and channels on which single letters are slow or lost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import orjson

from bot.channels import Incoming, Later, Letter, NotSent, Outcome
from desk.clock import from_ms
from desk.response_time import Act, Ladder, Scope, Step
from desk.shop import Hours, SpecialDays
from tests.cast import Loopback
from tests.prove.busy_day import SLOW_STEPS, Play

MONTHS = (
    ("Europe/Berlin", date(2025, 3, 1)),
    ("Asia/Shanghai", date(2025, 11, 1)),
    ("Europe/Berlin", date(2025, 10, 1)),
)
"""Where and when; a clock is set forward in the first, and back in the third."""
DAYS = 31
LATE_STEPS = tuple(
    Step(act, timedelta(seconds=after)) for act, after in ((Act.SIGNAL, 40), (Act.MISS, 45), (Act.ALARM, 90))
)
LADDERS = (
    Ladder(),
    Ladder(Scope(channel="second"), SLOW_STEPS, hold_every=timedelta(seconds=90), hold_most=2),
    Ladder(Scope(topic="cannot_read"), LATE_STEPS, around_the_clock=True),
)  # fmt: skip
MORE_LADDERS = (
    Ladder(Scope(channel="second", topic="human_agent"), LATE_STEPS, around_the_clock=True),
    Ladder(Scope(topic="passed_on"), SLOW_STEPS),
)
"""Of what was asked for, and of who was put back into the queue: in every second month."""
BY_DAY = ((time(9), time(12, 30)), (time(13, 30), time(18)))


def hours(zone: ZoneInfo, first: date) -> Hours:
    """Lunch every day, Wednesday until two at night, Saturday through the night in which clocks change; a holiday, one
    with hours of its own, and a promotion day that falls on one of them."""
    week = dict.fromkeys(range(5), BY_DAY)
    week[2] = (*BY_DAY, (time(20), time(2)))
    week[5] = ((time(10), time(16)), (time(22), time(4)))
    week[6] = ((time(2, 30), time(5)),)
    closed = first + timedelta(days=10)
    return Hours(
        zone, week,
        holidays=(SpecialDays(closed, closed + timedelta(days=1)),
                  SpecialDays(closed + timedelta(days=2), closed + timedelta(days=3), "", ((time(12), time(15)),))),
        promotions=(SpecialDays(closed + timedelta(days=3), closed + timedelta(days=3), "", ((time(8), time(0)),)),),
    )  # fmt: skip


class Time(Protocol):
    """Whose clock jumps."""

    now: datetime

    def plan(self, at: datetime, what: Play) -> None: ...
    async def until(self, at: datetime) -> None: ...


class Way(Loopback):
    """A channel on which single letters are slow, or fail; what the channel says of time is in ms."""

    def __init__(self, month: Time, name: str, account: str) -> None:
        super().__init__(name, account)
        self.month = month
        self.asleep = self.tried = 0
        self.fates: dict[str, list[tuple[float, Outcome | None]]] = defaultdict(list)
        """Of the next letters to each chat: how many seconds they take, and what becomes of them."""

    def read(self, raw: bytes) -> Incoming:
        values = orjson.loads(raw)
        t = values.pop("t", None)
        letter = super().read(orjson.dumps(values))
        return letter if t is None else replace(letter, sent_at=from_ms(t))

    async def send(self, letter: Letter) -> Outcome:
        self.tried += 1
        seconds, outcome = self.fates[letter.chat].pop(0) if self.fates[letter.chat] else (0, None)
        if seconds:
            self.asleep += 1
            await self.month.until(self.month.now + timedelta(milliseconds=round(seconds * 1000)))
            self.asleep -= 1
        if isinstance(outcome, Later | NotSent):
            for after in (1, 2, 4):
                self.month.plan(self.month.now + timedelta(seconds=after), nothing)
        return outcome or await super().send(letter)


async def nothing() -> None:
    """Only that the desk looks at this moment."""
