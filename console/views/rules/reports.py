"""Which reports the shop has sent by themselves: which, when, to whom, in which language."""

from __future__ import annotations

from aiohttp import web

from console.door import door, form
from console.form import Form
from console.plan_form import as_sent, form_of, read
from console.views.rules.history import by_part
from console.views.rules.setting_page import SettingPage, rules_now
from desk.report_plan import NO_REPORTS, ReportPlan
from desk.setting import REPORTS, plan_written, read_plan


async def save_it(request: web.Request) -> web.Response:
    here, rules, sent = door(request), await rules_now(request), form(request)
    plan = read(sent, rules.reports, here.addresses, here.renderer.languages)
    if plan is None:
        return await PAGE.page(request, sent, code=422)
    return await PAGE.save(request, plan, sent)


async def _draw(request: web.Request, version: int, sent: Form | None) -> dict[str, object]:
    here = door(request)
    shown = form_of(here.rules.reports, here.addresses, here.language, here.zone, here.clock(), version)
    return {"plan": shown if sent is None else as_sent(sent, shown)}


PAGE: SettingPage[ReportPlan, Form] = SettingPage(
    REPORTS,
    "/report-times",
    shipped=lambda rules: NO_REPORTS,
    read=lambda written, rules: read_plan(written),
    written=plan_written,
    differs=by_part(
        {"reports": ("kinds",), "hour": ("hour",), "addresses": ("to",), "language": ("language",)}
    ),
    draw=_draw,
)
