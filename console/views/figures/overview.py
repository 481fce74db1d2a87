"""The first page of figures, and the page on which they are taken apart."""

from __future__ import annotations

from aiohttp import web

from console import figures_page
from console.answers import around
from console.door import door, visit
from console.figures_cells import sections
from console.figures_parts import table, week
from console.views.figures.parts import SOON_SECONDS, Here, asked_for, bar, names, page, with_frame
from desk.agent import Right
from desk.figures.metric import Metric
from desk.figures.overview import WHOLE
from desk.figures.parts import BY_NAME, PARTS, WEEK
from desk.store import Book, desk_list, ticket_list

Now = tuple[int | None, tuple[int, int] | None]
"""Who waits; cases that run, and how many of them are late. None for whoever may not see them."""


async def show(request: web.Request) -> web.Response:
    here = await asked_for(request)
    asked, span = here.asked, here.asked.span
    if span is None:
        return await _without(request, here, "figures/overview.html", "overview")
    reckoner = door(request).reckoner
    found, whole = await reckoner.overview(span, here.pack, figures_page.wanted(span), SOON_SECONDS)
    earlier, _ = await reckoner.overview(span.before(), here.pack, WHOLE, SOON_SECONDS)

    def href(metric: Metric) -> str:
        return asked.address(f"/figures/{metric.key}")

    about, (waiting, cases) = await with_frame(request, lambda book: _now(request, book))
    now, before = figures_page.whole(found), figures_page.whole(earlier)
    return page(
        request,
        "figures/overview.html",
        about,
        bar=bar(request, here, "overview", at=found.at, whole=whole),
        heads=figures_page.heads(now, before, here.pack, here.language, href, waiting, cases),
        charts=figures_page.charts(found, asked, here.pack, here.language),
        sections=sections(now, before, here.pack, here.language, href),
        empty=not any(figure.n for figure in (*now.values(), *before.values())),
        may_copy=visit(request).may(Right.COPIES),
    )


def _now(request: web.Request, book: Book) -> Now:
    agent, at = visit(request).agent, door(request).clock()
    waiting = desk_list.waiting(book) if agent.may(Right.SEE_DESK) else None
    if not agent.may(Right.SEE_TICKETS):
        return waiting, None
    return waiting, (sum(ticket_list.counts(book).values()), ticket_list.late(book, at))


async def parts(request: web.Request) -> web.Response:
    here = await asked_for(request)
    part = BY_NAME.get(request.query.get("by", ""), BY_NAME["agent"])
    heat = request.query.get("of", "")[:64]
    span, keeps = here.asked.span, {"by": part.name} | ({"of": heat} if heat else {})
    if span is None:
        return await _without(
            request, here, "figures/parts.html", "parts", part=part.name, parts=PARTS, keeps=keeps
        )
    wanted = ((part.by, part.metrics),)
    found, whole = await door(request).reckoner.overview(span, here.pack, wanted, SOON_SECONDS)
    sheet = found.sheets[part.by]
    about, known = await with_frame(request, names(request))
    return page(
        request,
        "figures/parts.html",
        about,
        bar=bar(request, here, "parts", at=found.at, whole=whole, keeps=keeps),
        part=part.name,
        parts=PARTS,
        table=None if part.name == WEEK else table(part, sheet, here.asked, here.pack, here.language, known),
        week=week(sheet, heat, here.asked, here.pack, here.language) if part.name == WEEK else None,
        may_copy=visit(request).may(Right.COPIES),
    )


async def _without(
    request: web.Request,
    here: Here,
    template: str,
    tab: str,
    keeps: dict[str, str] | None = None,
    **more: object,
) -> web.Response:
    """A page without a span: it says why, and gives back what was typed."""
    about = await door(request).store.read(lambda book: around(book, visit(request).agent))
    none = {"heads": (), "charts": (), "sections": (), "empty": False, "table": None, "week": None}
    return page(
        request, template, about, bar=bar(request, here, tab, keeps=keeps), may_copy=False, **none | more
    )
