"""The share answered in time X秒应答率: of the rounds that were due, how many a person answered within it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from desk.debt import Debt
from desk.record import record
from desk.response_time import Promptness

FEW = 10
"""A share of fewer says little, and is shown faint."""


@record(frozen=True, slots=True)
class Share:
    within: int = 0
    due: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.within + other.within, self.due + other.due)

    @property
    def percent(self) -> int | None:
        """Rounded down: only what is whole is a hundred."""
        return 100 * self.within // self.due if self.due else None

    @property
    def few(self) -> bool:
        return self.due < FEW


Shares = tuple[Share, Share]
"""Within the target, and within the limit: each debt by its own ladder."""
NONE: Shares = (Share(), Share())


def judged(debt: Debt, promptness: Promptness, at: datetime) -> Shares:
    ladder = promptness.ladder_for(debt.channel, str(debt.queue or ""), (debt.topic, debt.reason))
    waited = promptness.waited(ladder, debt.since, debt.until or at)
    return _judged(debt, waited, ladder.target), _judged(debt, waited, ladder.limit)


def _judged(debt: Debt, waited: timedelta, limit: timedelta) -> Share:
    """Exactly at it is in time. Silence counts as a miss from its deadline on, whatever comes later; what ended before
    without an answer (the buyer left, the bot has it again) was never due."""
    if debt.answered:
        return Share(int(waited <= limit), 1)
    return Share(0, int(waited >= limit))


def together(shares: Iterable[Shares]) -> Shares:
    target, limit = NONE
    for one in shares:
        target, limit = target + one[0], limit + one[1]
    return target, limit


class Counting:
    """The shares of a growing list of debts. What is over is judged once, and again where the rules have changed."""

    def __init__(self) -> None:
        self._rules: Promptness | None = None
        self._over: Shares = NONE
        self._open: list[Debt] = []
        self._seen = 0

    def count(self, debts: list[Debt], promptness: Promptness, at: datetime) -> Shares:
        if promptness is not self._rules:
            self._rules, self._over, self._open, self._seen = promptness, NONE, [], 0
        looked_at = [*self._open, *debts[self._seen :]]
        self._seen = len(debts)
        over = [judged(one, promptness, at) for one in looked_at if one.until is not None]
        self._over = together([self._over, *over])
        self._open = [one for one in looked_at if one.until is None]
        return together([self._over, *(judged(one, promptness, at) for one in self._open)])
