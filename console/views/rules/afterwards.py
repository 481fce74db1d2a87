"""What is asked afterwards: whether buyers were satisfied, and how it went."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from console.afterwards_form import ASKED, FOLLOWED, AfterwardsForm, form_of, read
from console.door import door, form
from console.views.rules.history import by_part
from console.views.rules.setting_page import SettingPage, was
from desk.afterwards import USUALLY, Afterwards
from desk.setting import AFTERWARDS, afterwards_written, read_afterwards


async def save_it(request: web.Request) -> web.Response:
    kept, sent = read(form(request), was(request))
    if sent.wrong:
        return await PAGE.page(request, sent, code=422)
    return await PAGE.save(request, read_afterwards(kept), sent)


async def _draw(request: web.Request, version: int, sent: AfterwardsForm | None) -> dict[str, object]:
    if sent is not None:
        return {"rules": replace(sent, was=version)}
    return {"rules": form_of(door(request).rules.afterwards, version)}


PAGE: SettingPage[Afterwards, AfterwardsForm] = SettingPage(
    AFTERWARDS,
    "/afterwards",
    shipped=lambda rules: USUALLY,
    read=lambda written, rules: read_afterwards(written),
    written=afterwards_written,
    differs=by_part(
        {
            "asked": (*ASKED, "delay_minutes", "rest_days"),
            "followed": (*FOLLOWED, "first_days", "second_days"),
        }
    ),
    draw=_draw,
)
