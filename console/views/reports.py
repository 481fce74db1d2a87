"""Reports: those that were made, one as a page and as a workbook, and having one made or sent at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from aiohttp import web

from console import access
from console import reports as drawn_reports
from console.answers import Around, around, drawn, frame, see_other
from console.door import door, form, language_of, visit
from console.report_shapes import ReportList, ReportPage, ReportRow
from console.report_workbook import as_workbook
from console.views.lists import LAST, place
from desk.errors import NotFound
from desk.figures.report import Kind, Report
from desk.figures.span import Span, named
from desk.report_plan import OF
from desk.report_reckoned import reckoned
from desk.store import Book, agents, reports

EVERYBODY = "*"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPANS: dict[str, Kind] = {
    **{span: kind for kind, span in OF.items()},
    **dict.fromkeys(("today", "this_week", "this_month"), Kind.SO_FAR),
}
"""Of which spans one can be had at once."""


async def page(request: web.Request) -> web.Response:
    here, agent, before = door(request), visit(request).agent, place(request, LAST)

    def unit(book: Book) -> tuple[Around, tuple[ReportRow, ...]]:
        made, names = reports.listed(book, before), agents.names(book)
        return around(book, agent), drawn_reports.rows(book, made, names, here.addresses)

    about, rows = await here.store.read(unit)
    more = rows[-1].id if len(rows) == reports.PAGE else None
    shown = ReportList(rows, more, drawn_reports.addresses(here.addresses), bool(here.rules.reports.kinds))
    return drawn(request, "reports/list.html", frame=frame(request, about), reports=shown)


async def make(request: web.Request) -> web.Response:
    """One that was made before is shown, not made again; whoever shall have it, is sent it."""
    here, agent, sent = door(request), visit(request).agent, form(request)
    kind, to = SPANS.get(sent.text("span")), _to(request)
    if kind is None:
        raise NotFound()
    at = here.clock()
    span = named(sent.text("span"), at.astimezone(here.zone).date())

    def unit(book: Book) -> int:
        made, _ = reports.make(book, kind, span, (), at, agent.id)
        for address in to:
            reports.send(book, made.id, address, at)
        return made.id

    return see_other(f"/reports/{await here.store.write(unit)}{'?said=report_sent' if to else ''}")


async def send(request: web.Request) -> web.Response:
    here, id, to, at = (
        door(request),
        access.number(request.match_info["id"]),
        _to(request),
        door(request).clock(),
    )

    def unit(book: Book) -> None:
        reports.by_id(book, id)
        for address in to:
            reports.send(book, id, address, at)

    await here.store.write(unit)
    return see_other(f"/reports/{id}{'?said=report_sent' if to else ''}")


def _to(request: web.Request) -> Sequence[str]:
    """To whom a form wants it sent; nobody is a choice as well. Raises NotFound."""
    all, wanted = door(request).addresses, form(request).text("to")
    if wanted == EVERYBODY:
        return [one.name for one in all.all]
    if wanted and wanted not in all:
        raise NotFound()
    return [wanted] if wanted else []


async def one(request: web.Request) -> web.Response:
    about, shown, _ = await _reckoned(request)
    return drawn(request, "reports/report.html", frame=frame(request, about), report=shown)


async def workbook(request: web.Request) -> web.Response:
    here, language = door(request), language_of(request)
    _, shown, report = await _reckoned(request)
    words = here.renderer.languages[language]
    # Of totals only: nobody's data leaves with it, so it is no copy that is recorded.
    body = await asyncio.to_thread(as_workbook, report, shown, words, language, here.zone)
    name = f"report-{shown.row.kind}-{shown.row.first:%Y-%m-%d}.xlsx"
    headers = {"Content-Type": XLSX, "Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=body, headers=headers)


async def _reckoned(request: web.Request) -> tuple[Around, ReportPage, Report]:
    here, agent, language = door(request), visit(request).agent, language_of(request)
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> tuple[Around, ReportRow, Kind, Span]:
        made = reports.by_id(book, id)
        [row] = drawn_reports.rows(book, [made], agents.names(book), here.addresses)
        return around(book, agent), row, made.kind, made.span

    about, row, kind, span = await here.store.read(unit)
    at = here.clock()
    report = await reckoned(here.reckoner, kind, span)
    words = here.renderer.languages[language]
    return about, drawn_reports.page(row, report, words, language, here.addresses, at), report
