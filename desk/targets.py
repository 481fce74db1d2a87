"""Times the desk promises itself, and where they come from."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, timedelta
from typing import Protocol

from desk.afterwards import USUALLY as USUAL_AFTERWARDS
from desk.afterwards import Afterwards
from desk.record import record
from desk.response_time import Ladder, Promptness
from desk.shop import Hours
from desk.ticket.policy import USUALLY as USUAL_CASES
from desk.ticket.policy import Policy


class LivingRules(Protocol):
    """The shop's rules as they are now: they change while the desk runs."""

    @property
    def promptness(self) -> Promptness: ...

    @property
    def after_sales(self) -> Policy: ...

    @property
    def afterwards(self) -> Afterwards: ...


@record(frozen=True, slots=True)
class Standing:
    """As shipped, and around the clock."""

    promptness: Promptness = field(
        default_factory=lambda: Promptness(Hours(UTC), (Ladder(around_the_clock=True),))
    )
    after_sales: Policy = USUAL_CASES
    afterwards: Afterwards = USUAL_AFTERWARDS


@record(frozen=True, slots=True)
class Targets:
    rules: LivingRules = field(default_factory=Standing)
    reopen: timedelta = timedelta(minutes=10)
    idle: timedelta = timedelta(hours=24)


USUALLY = Targets()
