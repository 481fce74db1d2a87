"""What is asked afterwards: whether buyers were satisfied, and how it went."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiohttp import web

from console.afterwards_form import ASKED, FOLLOWED, AfterwardsForm, form_of, read
from console.door import door, form
from console.rule_shapes import Changed, Refusal
from console.views.rules.parts import back, earlier, held, history, last_of, page, save, was
from desk.afterwards import USUALLY, Afterwards
from desk.setting import AFTERWARDS, NotASetting, afterwards_written, read_afterwards

PATH = "/afterwards"


async def show(request: web.Request) -> web.Response:
    return await _page(request)


async def save_it(request: web.Request) -> web.Response:
    kept, sent = read(form(request), was(request))
    if sent.wrong:
        return await _page(request, sent, code=422)
    return await _saved(request, read_afterwards(kept), sent)


async def put_back(request: web.Request) -> web.Response:
    value = await earlier(request, AFTERWARDS)
    try:
        rules = USUALLY if value is None else read_afterwards(value)
    except NotASetting:
        return await _page(request, refused="unreadable", code=422)
    return await _saved(request, rules, shipped=value is None)


async def _saved(
    request: web.Request, rules: Afterwards, sent: AfterwardsForm | None = None, *, shipped: bool = False
) -> web.Response:
    if not await save(request, AFTERWARDS, None if shipped else afterwards_written(rules)):
        return await _page(request, sent, refused="moved_on", code=409)
    return back(PATH)


async def _page(
    request: web.Request,
    sent: AfterwardsForm | None = None,
    *,
    refused: Refusal | None = None,
    code: int = 200,
) -> web.Response:
    about, versions, names = await held(request, AFTERWARDS)
    shown = form_of(door(request).rules.afterwards, last_of(versions))
    return page(
        request,
        "rules/afterwards.html",
        "afterwards",
        about,
        code,
        rules=shown if sent is None else replace(sent, was=shown.was),
        refused=refused,
        versions=history(versions, names, afterwards_written(USUALLY), _parts),
        shipped=not versions or versions[0].value is None,
    )


def _parts(before: Any, after: Any) -> tuple[Changed, ...]:
    """What nobody can read has no parts to compare."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ()
    differs = {name for name in after if before.get(name, "") != after[name]}
    parts: dict[Changed, set[str]] = {
        "asked": {*ASKED, "delay_minutes", "rest_days"},
        "followed": {*FOLLOWED, "first_days", "second_days"},
    }
    return tuple(part for part, names in parts.items() if differs & names)
