"""The time. The only file that asks the system for it; everyone else is given instants.

Inside the desk an instant is an aware datetime in UTC; in rows, the export and metrics it is an integer
of milliseconds since 1970. The shop's zone appears only where a person reads.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def system_clock() -> datetime:
    return datetime.now(UTC)


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970, rounded down. Naive times are refused: nobody knows which zone they mean."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no zone")
    return (at - EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    seconds, ms = divmod(ms, 1000)  # by place: timedelta(milliseconds=…) takes twice as long
    return EPOCH + timedelta(0, seconds, ms * 1000)


def uptime() -> float:
    """Seconds of a clock that never jumps and counts sleep too, where the system has one: how much time has really
    passed, whatever happened to the clock on the wall."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def ticks() -> float:
    """Seconds of a clock that never jumps; for leases' waits, pauses and rates within one process."""
    return time.monotonic()
