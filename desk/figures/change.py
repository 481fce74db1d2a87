"""What a figure is against an earlier one: how much more or less, and whether that is better."""

from __future__ import annotations

from desk.figures.metric import Figure, Metric, Unit
from desk.record import record


@record(frozen=True, slots=True)
class Change:
    by: int
    """In the metric's unit, with its sign."""
    better: int = 0
    """1: better; -1: worse; 0: neither, or too few to say."""


def change(metric: Metric, now: Figure, before: Figure) -> Change | None:
    """None where one of them came to nothing, or they are of different currencies."""
    if now.value is None or before.value is None or now.currency != before.currency:
        return None
    by = now.value - before.value
    few = metric.unit == Unit.SHARE and (now.few or before.few)
    side = (by > 0) - (by < 0)
    return Change(by, 0 if few else side * metric.better)
