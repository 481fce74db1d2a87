"""Rule packs: by which hours and limits history may be judged besides the shop's own rules, one form each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiohttp import web

from console.door import door, form
from console.pack_form import PackForm, as_sent, form_of, new_key, pack_of
from console.rule_shapes import Changed, Refusal
from console.views.rules.parts import back, earlier, held, history, last_of, page, rules_now, save
from desk import pack_check
from desk.errors import NotFound
from desk.figures.pack import Pack, jd
from desk.setting import RULE_PACKS, NotASetting, packs_written, read_packs

PATH = "/rule-packs"


async def show(request: web.Request) -> web.Response:
    return await _page(request)


async def save_pack(request: web.Request) -> web.Response:
    """One pack: a new one, or another instead of the n-th."""
    n, rules, sent = _n(request), await rules_now(request), form(request)
    packs = list(rules.packs)
    if n is not None and n >= len(packs):
        raise NotFound()
    key = new_key(packs) if n is None else packs[n].name
    pack = pack_of(sent, key, rules.zone)
    if not isinstance(pack, Pack):
        return await _page(request, as_sent(sent, n, key, pack), code=422)
    place = len(packs) if n is None else n
    packs[place : place + 1] = [pack]
    found = [fault.code for fault in pack_check.faults(packs) if fault.pack in (place, None)]
    if found:
        return await _page(request, as_sent(sent, n, key, found), code=422)
    return await _saved(request, packs, as_sent(sent, n, key, ()))


async def remove(request: web.Request) -> web.Response:
    n, packs = _n(request), list((await rules_now(request)).packs)
    if n is None or n >= len(packs):
        raise NotFound()
    del packs[n]
    return await _saved(request, packs)


async def put_back(request: web.Request) -> web.Response:
    value, rules = await earlier(request, RULE_PACKS), await rules_now(request)
    try:
        packs = rules.shipped_packs if value is None else read_packs(value, rules.zone)
    except NotASetting:
        return await _page(request, refused="unreadable", code=422)
    return await _saved(request, packs, shipped=value is None)


async def _saved(
    request: web.Request, packs: Sequence[Pack], draft: PackForm | None = None, *, shipped: bool = False
) -> web.Response:
    if not await save(request, RULE_PACKS, None if shipped else packs_written(packs)):
        return await _page(request, draft, refused="moved_on", code=409)
    return back(PATH)


async def _page(
    request: web.Request, draft: PackForm | None = None, *, refused: Refusal | None = None, code: int = 200
) -> web.Response:
    """`draft`: the form that could not be saved."""
    here = door(request)
    about, versions, names = await held(request, RULE_PACKS)
    packs = tuple(form_of(pack, n) for n, pack in enumerate(here.rules.packs))
    new = form_of(replace(jd(here.zone), title=""), None)
    return page(
        request,
        "rules/rule_packs.html",
        "rule_packs",
        about,
        code,
        packs=packs,
        new=draft if draft is not None and draft.n is None else new,
        draft=draft,
        refused=refused,
        was=last_of(versions),
        versions=history(versions, names, packs_written(here.rules.shipped_packs), _parts),
        shipped=not versions or versions[0].value is None,
    )


def _n(request: web.Request) -> int | None:
    written = form(request).text("n")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 5 else None


def _parts(before: Any, after: Any) -> tuple[Changed, ...]:
    return ("packs",) if before != after else ()
