"""The rules of after-sales: how long, how much without whom, and whether one person may do both approvals."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from console.door import door, form
from console.policy_form import SPANS, SUMS, PolicyForm, form_of, read
from console.views.rules.history import by_part
from console.views.rules.setting_page import SettingPage, was
from desk.setting import AFTER_SALES, policy_written, read_policy
from desk.ticket.policy import USUALLY, Policy


async def save_it(request: web.Request) -> web.Response:
    kept, sent = read(form(request), door(request).currency, was(request))
    if sent.wrong:
        return await PAGE.page(request, sent, code=422)
    return await PAGE.save(request, read_policy(kept), sent)


async def _draw(request: web.Request, version: int, sent: PolicyForm | None) -> dict[str, object]:
    here = door(request)
    if sent is not None:
        return {"policy": replace(sent, was=version), "currency": here.currency}
    return {"policy": form_of(here.rules.after_sales, here.currency, version), "currency": here.currency}


PAGE: SettingPage[Policy, PolicyForm] = SettingPage(
    AFTER_SALES,
    "/after-sales",
    shipped=lambda rules: USUALLY,
    read=lambda written, rules: read_policy(written),
    written=policy_written,
    differs=by_part(
        {
            "times": SPANS,
            "money": SUMS,
            "return_address": ("return_address",),
            "second_person": ("second_person",),
        }
    ),
    draw=_draw,
)
