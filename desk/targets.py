"""Times the desk promises itself, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Protocol

from desk.response_time import Ladder, Promptness
from desk.shop import Hours


class LivingRules(Protocol):
    """The ladders and hours as the shop has them now: they change while the desk runs."""

    @property
    def promptness(self) -> Promptness: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """As shipped, and around the clock."""

    promptness: Promptness = field(
        default_factory=lambda: Promptness(Hours(UTC), (Ladder(around_the_clock=True),))
    )


@dataclass(frozen=True, slots=True)
class Targets:
    rules: LivingRules = field(default_factory=Standing)
    reopen: timedelta = timedelta(minutes=10)
    idle: timedelta = timedelta(hours=24)


USUALLY = Targets()
