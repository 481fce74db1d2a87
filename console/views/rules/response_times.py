"""Response times: the ladders, one form each, checked together before one is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from console.door import Door, door, form
from console.ladder_form import Unreadable, as_sent, form_of, known, ladder_of, named
from console.rule_shapes import Changed, LadderForm, Refusal
from console.views.rules.parts import back, earlier, held, history, last_of, page, rules_now, save
from desk.errors import NotFound
from desk.handover import Reason
from desk.ladder_check import Fault, faults
from desk.response_time import Act, Ladder, Scope
from desk.setting import RESPONSE_TIMES, NotASetting, ladders_written, read_ladders
from desk.store import queues as kept_queues

PATH = "/response-times"


async def show(request: web.Request) -> web.Response:
    return await _page(request)


async def save_ladder(request: web.Request) -> web.Response:
    """One ladder: a new one, or another instead of the n-th."""
    n = _n(request)
    try:
        ladder = ladder_of(form(request))
    except Unreadable:
        return await _page(request, as_sent(form(request), n), code=422)
    ladders = list((await rules_now(request)).ladders)
    if n is None:
        n = len(ladders)
        ladders.append(ladder)
    elif n < len(ladders):
        ladders[n] = ladder
    else:
        raise NotFound()
    return await _saved(request, ladders, n)


async def remove(request: web.Request) -> web.Response:
    n, ladders = _n(request), list((await rules_now(request)).ladders)
    if n is None or n >= len(ladders):
        raise NotFound()
    del ladders[n]
    return await _saved(request, ladders)


async def put_back(request: web.Request) -> web.Response:
    value, rules = await earlier(request, RESPONSE_TIMES), await rules_now(request)
    try:
        ladders = rules.shipped_ladders if value is None else read_ladders(value)
    except NotASetting:
        return await _page(request, refused="unreadable", code=422)
    return await _saved(request, ladders, shipped=value is None)


async def _saved(
    request: web.Request, ladders: Sequence[Ladder], n: int | None = None, *, shipped: bool = False
) -> web.Response:
    """`n`: the one that a form was about; its faults are shown there, all others above."""
    here = door(request)
    queues = await queue_names(here)
    found = [named(fault, queues) for fault in faults(ladders, known(here, queues))]
    if found:
        own = [fault for fault in found if n is not None and fault.ladder == n]
        draft = None if n is None else form_of(ladders[n], _n(request), own)
        others = tuple(fault for fault in found if fault not in own)
        return await _page(request, draft, others=others, ladders=ladders, code=422)
    value = None if shipped else ladders_written(tuple(ladders))
    if not await save(request, RESPONSE_TIMES, value):
        draft = None if n is None else form_of(ladders[n], _place(here.rules.ladders, ladders[n].scope))
        return await _page(request, draft, refused="moved_on", code=409)
    return back(PATH)


async def _page(
    request: web.Request,
    draft: LadderForm | None = None,
    *,
    others: tuple[Fault, ...] = (),
    ladders: Sequence[Ladder] = (),
    refused: Refusal | None = None,
    code: int = 200,
) -> web.Response:
    """`draft`: the form that could not be saved; `others`: faults of no one form, among `ladders`."""
    here = door(request)
    about, versions, names = await held(request, RESPONSE_TIMES)
    shown = [form_of(ladder, n) for n, ladder in enumerate(here.rules.ladders)]
    new = draft if draft is not None and draft.n is None else form_of(Ladder(), None)
    return page(
        request,
        "rules/response_times.html",
        "response_times",
        about,
        code,
        ladders=tuple(shown),
        new=new,
        drafted=draft is not None and draft.n is None,
        draft=draft,
        others=[(fault, _scope(ladders, fault)) for fault in others],
        refused=refused,
        **_offered(here, await queue_names(here)),
        was=last_of(versions),
        versions=history(versions, names, ladders_written(here.rules.shipped_ladders), _parts),
        shipped=not versions or versions[0].value is None,
    )


async def queue_names(here: Door) -> dict[str, str]:
    """By number, as a scope names them; those that are switched off too."""
    found = await here.store.read(kept_queues.all_queues)
    return {str(queue.id): queue.name for queue in found}


def _offered(here: Door, queues: Mapping[str, str]) -> dict[str, object]:
    """What the form lets one choose among."""
    names = known(here, queues)
    return {
        "acts": tuple(Act),
        "channels": names.channels,
        "queues": queues,
        "topics": names.topics,
        "reasons": frozenset(str(reason) for reason in Reason),
    }


def _place(ladders: Sequence[Ladder], scope: Scope) -> int | None:
    """Where the ladder of this scope stands now: places have moved when a colleague took one out."""
    return next((n for n, ladder in enumerate(ladders) if ladder.scope == scope), None)


def _scope(ladders: Sequence[Ladder], fault: Fault) -> Scope | None:
    return None if fault.ladder is None else ladders[fault.ladder].scope


def _n(request: web.Request) -> int | None:
    written = form(request).text("n")
    return int(written) if written.isdecimal() and len(written) < 5 else None


def _parts(before: Any, after: Any) -> tuple[Changed, ...]:
    return ("ladders",) if before != after else ()
