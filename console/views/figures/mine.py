"""An agent's own day, beside their work: reckoned for all of them together, once a minute at most."""

from __future__ import annotations

import asyncio
from datetime import date

from aiohttp import web

from console.answers import drawn
from console.door import Door, door, visit
from console.figures_shapes import Mine
from desk.clock import ticks
from desk.figures.metric import NOTHING
from desk.figures.metrics import BY_KEY
from desk.figures.sheet import Sheet
from desk.figures.span import Span
from desk.figures.written import written

FRESH_SECONDS = 60.0
METRICS = tuple(BY_KEY[key] for key in ("response_median", "response_in_target", "promises_kept"))


class Day:
    """Everybody's figures of today, as they were a minute ago at most."""

    def __init__(self) -> None:
        self._looking = asyncio.Lock()
        self._looked = -FRESH_SECONDS
        self._of: date | None = None
        self._sheet: Sheet = {}

    async def sheet(self, here: Door) -> Sheet:
        async with self._looking:
            today = here.reckoner.today()
            if self._of != today or ticks() - self._looked >= FRESH_SECONDS:
                self._sheet = await here.reckoner.sheet(Span(today, today), "agent", metrics=METRICS)
                self._of, self._looked = today, ticks()
            return self._sheet


DAY = web.AppKey("day of figures", Day)


async def mine(request: web.Request) -> web.Response:
    sheet = await request.app[DAY].sheet(door(request))
    return drawn(request, "figures/_mine.html", mine=_mine(sheet, visit(request).agent.id))


def _mine(sheet: Sheet, id: int) -> Mine:
    median, in_target, kept = (sheet.get(id, {}).get(metric.key, NOTHING) for metric in METRICS)
    return Mine(
        median=written(METRICS[0].unit, median) if median.value is not None else "",
        in_time="" if in_target.value is None or in_target.few else written(METRICS[1].unit, in_target),
        met=in_target.met or 0,
        due=in_target.n,
        answered=median.n,
        kept=kept.met or 0,
        promised=kept.n,
    )
