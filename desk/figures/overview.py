"""Several sheets of the same facts, and what charts show besides: what a page draws at once is read once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desk.figures.metric import Metric
from desk.figures.metrics import METRICS
from desk.figures.sheet import Sheet
from desk.figures.spread import Step
from desk.record import record

Wanted = tuple[tuple[str, tuple[Metric, ...]], ...]
"""By what it is taken apart ("" is not at all), and which metrics."""
WHOLE: Wanted = (("", METRICS),)


@record(frozen=True, slots=True)
class Overview:
    at: datetime
    sheets: Mapping[str, Sheet]
    spread: tuple[Step, ...]
    """Of first responses; none where the whole was not wanted."""
