"""Response times: the ladders, one form each, checked together before one is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aiohttp import web

from console.door import Door, door, form
from console.ladder_form import Unreadable, as_sent, form_of, known, ladder_of, named
from console.rule_shapes import LadderForm
from console.views.rules.history import whole
from console.views.rules.setting_page import SettingPage, place, rules_now
from desk.errors import NotFound
from desk.handover import Reason
from desk.ladder_check import Fault, faults
from desk.record import record
from desk.response_time import Act, Ladder, Scope
from desk.setting import RESPONSE_TIMES, ladders_written, read_ladders
from desk.store import queues as kept_queues


@record(frozen=True, slots=True)
class Draft:
    """What could not be saved."""

    form: LadderForm | None = None
    about: int | None = None
    """Which of the ladders the form was about."""
    others: tuple[tuple[Fault, Scope | None], ...] = ()
    """Faults of no one form, and of which ladder."""


async def save_ladder(request: web.Request) -> web.Response:
    """One ladder: a new one, or another instead of the n-th."""
    n = place(request)
    try:
        ladder = ladder_of(form(request))
    except Unreadable:
        return await PAGE.page(request, Draft(as_sent(form(request), n)), code=422)
    ladders = list((await rules_now(request)).ladders)
    if n is None:
        n = len(ladders)
        ladders.append(ladder)
    elif n < len(ladders):
        ladders[n] = ladder
    else:
        raise NotFound()
    return await PAGE.save(request, ladders, Draft(about=n))


async def remove(request: web.Request) -> web.Response:
    n, ladders = place(request), list((await rules_now(request)).ladders)
    if n is None or n >= len(ladders):
        raise NotFound()
    del ladders[n]
    return await PAGE.save(request, ladders)


async def _wrong(request: web.Request, ladders: Sequence[Ladder], sent: Draft | None) -> Draft | None:
    """The faults of the one that a form was about are shown there, all others above."""
    here = door(request)
    queues = await queue_names(here)
    found = [named(fault, queues) for fault in faults(ladders, known(here, queues))]
    if not found:
        return None
    n = None if sent is None else sent.about
    own = [fault for fault in found if n is not None and fault.ladder == n]
    others = tuple((fault, _scope(ladders, fault)) for fault in found if fault not in own)
    return Draft(None if n is None else form_of(ladders[n], place(request), own), n, others)


def _again(request: web.Request, ladders: Sequence[Ladder], sent: Draft) -> Draft:
    if sent.about is None:
        return sent
    ladder = ladders[sent.about]
    return replace(sent, form=form_of(ladder, _place(door(request).rules.ladders, ladder.scope)))


async def _draw(request: web.Request, version: int, sent: Draft | None) -> dict[str, object]:
    here, sent = door(request), sent or Draft()
    new = sent.form is not None and sent.form.n is None
    return {
        "ladders": tuple(form_of(ladder, n) for n, ladder in enumerate(here.rules.ladders)),
        "new": sent.form if new else form_of(Ladder(), None),
        "drafted": new,
        "draft": sent.form,
        "others": list(sent.others),
        **_offered(here, await queue_names(here)),
        "was": version,
    }


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


PAGE: SettingPage[Sequence[Ladder], Draft] = SettingPage(
    RESPONSE_TIMES,
    "/response-times",
    shipped=lambda rules: rules.shipped_ladders,
    read=lambda written, rules: read_ladders(written),
    written=lambda ladders: ladders_written(tuple(ladders)),
    differs=whole("ladders"),
    draw=_draw,
    check=_wrong,
    again=_again,
)
