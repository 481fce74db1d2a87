"""The rules of after-sales: how long, how much without whom, and whether one person may do both approvals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiohttp import web

from console.door import door, form
from console.policy_form import PolicyForm, form_of, read
from console.rule_shapes import Changed, Refusal
from console.views.rules.parts import back, earlier, held, history, last_of, page, save, was
from desk.setting import AFTER_SALES, DAYS, NotASetting, policy_written, read_policy
from desk.ticket.policy import USUALLY, Policy

PATH = "/after-sales"


async def show(request: web.Request) -> web.Response:
    return await _page(request)


async def save_it(request: web.Request) -> web.Response:
    kept, sent = read(form(request), door(request).currency, was(request))
    if sent.wrong:
        return await _page(request, sent, code=422)
    return await _saved(request, read_policy(kept), sent)


async def put_back(request: web.Request) -> web.Response:
    value = await earlier(request, AFTER_SALES)
    try:
        policy = USUALLY if value is None else read_policy(value)
    except NotASetting:
        return await _page(request, refused="unreadable", code=422)
    return await _saved(request, policy, shipped=value is None)


async def _saved(
    request: web.Request, policy: Policy, sent: PolicyForm | None = None, *, shipped: bool = False
) -> web.Response:
    if not await save(request, AFTER_SALES, None if shipped else policy_written(policy)):
        return await _page(request, sent, refused="moved_on", code=409)
    return back(PATH)


async def _page(
    request: web.Request, sent: PolicyForm | None = None, *, refused: Refusal | None = None, code: int = 200
) -> web.Response:
    here = door(request)
    about, versions, names = await held(request, AFTER_SALES)
    shown = form_of(here.rules.after_sales, here.currency, last_of(versions))
    return page(
        request,
        "rules/after_sales.html",
        "after_sales",
        about,
        code,
        policy=shown if sent is None else replace(sent, was=shown.was),
        currency=here.currency,
        refused=refused,
        versions=history(versions, names, policy_written(USUALLY), _parts),
        shipped=not versions or versions[0].value is None,
    )


def _parts(before: Any, after: Any) -> tuple[Changed, ...]:
    """What nobody can read has no parts to compare."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ()
    differs = {name for name in after if before.get(name, "") != after[name]}
    parts: dict[Changed, set[str]] = {
        "times": set(DAYS.values()),
        "money": {"automatic", "agent_cap", "finance_cap", "buyer_cap"},
        "return_address": {"return_address"},
        "second_person": {"second_person"},
    }
    return tuple(part for part, names in parts.items() if differs & names)
