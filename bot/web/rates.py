"""How often one may: a bucket per name that fills again with time."""

from __future__ import annotations

from collections.abc import Callable

from desk.clock import ticks
from desk.record import record

MOST_NAMES = 10_000


@record(frozen=True, slots=True)
class Rate:
    per_second: float
    burst: int


@record(frozen=True, slots=True)
class Rates:
    """How often: new visitors and uploads per address, the rest per visitor."""

    visitors: Rate = Rate(1 / 10, 30)
    letters: Rate = Rate(1, 20)
    keystrokes: Rate = Rate(1, 10)
    uploads: Rate = Rate(1 / 6, 20)
    uploads_of_address: Rate = Rate(1 / 2, 60)


USUAL = Rates()


class Buckets:
    """In memory and bounded: with too many names the one that was quiet longest goes, most likely full again."""

    def __init__(
        self, rate: Rate, *, most_names: int = MOST_NAMES, seconds: Callable[[], float] = ticks
    ) -> None:
        self._rate, self._most, self._seconds = rate, most_names, seconds
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> float:
        """Zero when it may now; otherwise after how many seconds it may, and nothing is taken."""
        now = self._seconds()
        left, since = self._left.pop(name, (float(self._rate.burst), now))
        left = min(self._rate.burst, left + (now - since) * self._rate.per_second)
        may = left >= 1
        self._left[name] = (left - 1 if may else left, now)
        if len(self._left) > self._most:
            del self._left[next(iter(self._left))]
        return 0.0 if may else (1 - left) / self._rate.per_second

    def __len__(self) -> int:
        return len(self._left)
