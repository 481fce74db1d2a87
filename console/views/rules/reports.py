"""Which reports the shop has sent by themselves: which, when, to whom, in which language."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from console.door import door, form
from console.plan_form import as_sent, form_of, read
from console.report_shapes import PlanForm
from console.rule_shapes import Changed, Refusal
from console.views.rules.parts import back, earlier, held, history, last_of, page, rules_now, save
from desk.report_plan import NO_REPORTS, ReportPlan
from desk.setting import REPORTS, NotASetting, plan_written, read_plan

PATH = "/report-times"
PARTS: dict[Changed, tuple[str, ...]] = {
    "reports": ("kinds",),
    "hour": ("hour",),
    "addresses": ("to",),
    "language": ("language",),
}


async def show(request: web.Request) -> web.Response:
    return await _page(request)


async def save_it(request: web.Request) -> web.Response:
    here, rules = door(request), await rules_now(request)
    plan = read(form(request), rules.reports, here.addresses, here.renderer.languages)
    if plan is None:
        return await _page(request, sent=True, code=422)
    return await _saved(request, plan)


async def put_back(request: web.Request) -> web.Response:
    value = await earlier(request, REPORTS)
    try:
        plan = NO_REPORTS if value is None else read_plan(value)
    except NotASetting:
        return await _page(request, refused="unreadable", code=422)
    return await _saved(request, plan, shipped=value is None)


async def _saved(request: web.Request, plan: ReportPlan, *, shipped: bool = False) -> web.Response:
    if not await save(request, REPORTS, None if shipped else plan_written(plan)):
        return await _page(request, sent=not shipped, refused="moved_on", code=409)
    return back(PATH)


async def _page(
    request: web.Request, *, sent: bool = False, refused: Refusal | None = None, code: int = 200
) -> web.Response:
    here = door(request)
    about, versions, names = await held(request, REPORTS)
    shown: PlanForm = form_of(
        here.rules.reports, here.addresses, here.language, here.zone, here.clock(), last_of(versions)
    )
    return page(
        request,
        "rules/reports.html",
        "reports",
        about,
        code,
        plan=as_sent(form(request), shown) if sent else shown,
        refused=refused,
        versions=history(versions, names, plan_written(NO_REPORTS), _parts),
        shipped=not versions or versions[0].value is None,
    )


def _parts(before: Any, after: Any) -> tuple[Changed, ...]:
    """What nobody can read has no parts to compare."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ()
    return tuple(
        part for part, names in PARTS.items() if any(before.get(name) != after.get(name) for name in names)
    )
