"""Rule packs: by which hours and limits history may be judged besides the shop's own rules, one form each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aiohttp import web

from console.door import door, form
from console.pack_form import PackForm, as_sent, form_of, new_key, pack_of
from console.views.rules.history import whole
from console.views.rules.setting_page import SettingPage, place, rules_now
from desk import pack_check
from desk.errors import NotFound
from desk.figures.pack import Pack, jd
from desk.setting import RULE_PACKS, packs_written, read_packs


async def save_pack(request: web.Request) -> web.Response:
    """One pack: a new one, or another instead of the n-th."""
    n, rules, sent = place(request), await rules_now(request), form(request)
    packs = list(rules.packs)
    if n is not None and n >= len(packs):
        raise NotFound()
    key = new_key(packs) if n is None else packs[n].name
    pack = pack_of(sent, key, rules.zone)
    if not isinstance(pack, Pack):
        return await PAGE.page(request, as_sent(sent, n, key, pack), code=422)
    at = len(packs) if n is None else n
    packs[at : at + 1] = [pack]
    found = [fault.code for fault in pack_check.faults(packs) if fault.pack in (at, None)]
    if found:
        return await PAGE.page(request, as_sent(sent, n, key, found), code=422)
    return await PAGE.save(request, packs, as_sent(sent, n, key, ()))


async def remove(request: web.Request) -> web.Response:
    n, packs = place(request), list((await rules_now(request)).packs)
    if n is None or n >= len(packs):
        raise NotFound()
    del packs[n]
    return await PAGE.save(request, packs)


async def _draw(request: web.Request, version: int, sent: PackForm | None) -> dict[str, object]:
    here = door(request)
    new = form_of(replace(jd(here.zone), title=""), None)
    return {
        "packs": tuple(form_of(pack, n) for n, pack in enumerate(here.rules.packs)),
        "new": sent if sent is not None and sent.n is None else new,
        "draft": sent,
        "was": version,
    }


PAGE: SettingPage[Sequence[Pack], PackForm] = SettingPage(
    RULE_PACKS,
    "/rule-packs",
    shipped=lambda rules: rules.shipped_packs,
    read=lambda written, rules: read_packs(written, rules.zone),
    written=packs_written,
    differs=whole("packs"),
    draw=_draw,
)
