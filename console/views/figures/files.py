"""Tables of figures, and the lists behind them, as files: by the right to take copies, and recorded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web

from console import figures_file, figures_list, figures_page
from console.answers import see_other
from console.door import door, form, language_of, visit
from console.figures_file import Lines, as_csv, as_workbook
from console.views.figures.explain import question, work
from console.views.figures.parts import Here, asked_for, names
from console.views.reveals import record
from desk.agent import Right
from desk.errors import NotAllowed, NotFound
from desk.figures.overview import WHOLE
from desk.figures.parts import BY_NAME
from desk.figures.sheet import kind_of

PIECE = 64 << 10
Write = Callable[[Lines, Path], Awaitable[int]]
WAYS: dict[str, tuple[Write, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


async def table(request: web.Request) -> web.StreamResponse:
    """All figures of the span; with `by`, taken apart so."""
    here = await _asked(request)
    part, span = BY_NAME.get(form(request).text("by")), here.asked.span
    if span is None:
        return see_other(here.asked.address("/figures"))
    reckoner, language = door(request).reckoner, here.language
    if part is not None:
        found, _ = await reckoner.overview(span, here.pack, ((part.by, part.metrics),))
        known = await door(request).store.read(names(request))
        lines = figures_file.apart(part, found.sheets[part.by], here.pack, language, known)
        return await _sent(request, here, lines, f"figures-{part.name}")
    found, _ = await reckoner.overview(span, here.pack, WHOLE)
    earlier, _ = await reckoner.overview(span.before(), here.pack, WHOLE)
    words = door(request).renderer.languages[language_of(request)]
    now, before = figures_page.whole(found), figures_page.whole(earlier)
    return await _sent(request, here, figures_file.whole(now, before, here.pack, language, words), "figures")


async def behind(request: web.Request) -> web.StreamResponse:
    here = await _asked(request)
    about, span = question(request, form(request).fields), here.asked.span
    if span is None:
        return see_other(here.asked.address(f"/figures/{about.metric.key}"))
    (rows, _, _), _ = await door(request).reckoner.judged(
        partial(work, about=about), span, {kind_of(about.metric, about.by)}, here.pack
    )
    kept = figures_list.kept(rows, about.why)
    known = await door(request).store.read(names(request))
    lines = figures_file.behind(about.metric, kept, here.language, known, door(request).zone)
    return await _sent(request, here, lines, about.metric.key.replace("_", "-"))


async def _asked(request: web.Request) -> Here:
    """Raises NotAllowed: who takes copies of cases need not see figures."""
    if not visit(request).may(Right.FIGURES):
        raise NotAllowed()
    return await asked_for(request, form(request).fields)


async def _sent(request: web.Request, here: Here, lines: Lines, name: str) -> web.StreamResponse:
    """Made whole before its first byte leaves: only then it is known, and recorded, how much that is."""
    door_, agent, kind = door(request), visit(request).agent, form(request).text("as")
    if kind not in WAYS:
        raise NotFound()
    write, type_ = WAYS[kind]
    at, which = door_.clock(), f"{name}?{urlencode(here.asked.query)}"
    file = f"{name}-{here.asked.first}-{here.asked.last}.{kind}"
    headers = {"Content-Type": type_, "Content-Disposition": f'attachment; filename="{file}"'}
    response, into = web.StreamResponse(headers=headers), door_.files.temporary()
    try:
        count = await write(lines, into)
        await door_.store.write(lambda book: record(book, agent, None, "figures", which[:200], at, count))
        await response.prepare(request)
        with into.open("rb") as made:
            while piece := made.read(PIECE):
                await response.write(piece)
    finally:
        into.unlink(missing_ok=True)
    return response
