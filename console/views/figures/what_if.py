"""What if: history as it is judged, and as it would be by other hours or limits, side by side."""

from __future__ import annotations

from urllib.parse import urlencode

from aiohttp import web

from console import figures_trying
from console.answers import around
from console.door import door, visit
from console.figures_shapes import Both
from console.views.figures.parts import SOON_SECONDS, asked_for, bar, page
from desk.figures.metric import Figure
from desk.figures.metrics import METRICS
from desk.figures.reading import Reading
from desk.figures.sheet import ALL, Facts, kind_of, sheet

METRICS_TRIED = tuple(metric for metric in METRICS if metric.group in figures_trying.GROUPS)
Sides = tuple[dict[str, Figure], dict[str, Figure]]


async def show(request: web.Request) -> web.Response:
    here = await asked_for(request)
    asked, span, trial = here.asked, here.asked.span, here.trial
    at, whole = door(request).clock(), True
    lines: tuple[Both, ...] = ()
    if span is not None and trial is not None:

        def work(facts: Facts, reading: Reading) -> Sides:
            readings = Reading(here.base, reading.at), Reading(trial, reading.at)
            now, then = (dict(sheet(facts, one, "", METRICS_TRIED).get(ALL, {})) for one in readings)
            return now, then

        kinds = {kind_of(metric, "") for metric in METRICS_TRIED}
        (now, then), whole = await door(request).reckoner.judged(work, span, kinds, here.base, SOON_SECONDS)
        as_it_is = urlencode({name: text for name, text in asked.query.items() if name not in asked.trial})
        lines = tuple(
            figures_trying.both(now, then, here.base, trial, here.language, as_it_is, urlencode(asked.query))
        )
    about = await door(request).store.read(lambda book: around(book, visit(request).agent))
    ladder = here.base.promptness.ladder_for("")
    return page(
        request,
        "figures/what_if.html",
        about,
        bar=bar(request, here, "what_if", at=at, whole=whole),
        tried=figures_trying.form(asked.trial, here.wrong),
        base=here.base,
        ladder=ladder,
        changed=tuple(line for line in lines if not _alike(line)),
        same=tuple(line for line in lines if _alike(line)),
        done=bool(lines),
    )


def _alike(line: Both) -> bool:
    return (line.now.value, line.now.n) == (line.then.value, line.then.n)
