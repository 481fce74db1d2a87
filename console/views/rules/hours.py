"""Opening hours: the week, quiet hours, holidays and promotion days, and what they mean at this moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiohttp import web

from console.answers import drawn
from console.door import door, form
from console.hours_form import as_sent, faults, form_of, preview, special_of, week_of, with_special
from console.rule_shapes import Changed, HoursWrong, Refusal, Special
from console.views.rules.parts import back, earlier, held, history, last_of, page, rules_now, save
from desk.setting import HOURS, NotASetting, hours_written, read_hours
from desk.shop import Hours, SpecialDays

PATH = "/hours"
PARTS: tuple[Changed, ...] = ("week", "quiet", "holidays", "promotions")


async def show(request: web.Request) -> web.Response:
    return await _page(request)


async def trying(request: web.Request) -> web.Response:
    """The piece beside the form, while it is being filled in."""
    here = door(request)
    hours, wrongs = week_of(form(request), here.rules.hours)
    return drawn(request, "rules/_preview.html", preview=preview(hours, here.clock(), wrongs))


async def save_week(request: web.Request) -> web.Response:
    sent = form(request)
    hours, wrongs = week_of(sent, (await rules_now(request)).hours)
    return await _saved(request, hours, wrongs, week_sent=True)


async def save_days(request: web.Request) -> web.Response:
    """A holiday or promotion: a new one, or another instead of the n-th."""
    sent = form(request)
    some = special_of(sent)
    if not isinstance(some, SpecialDays):
        return await _page(request, wrongs=(some,), special=_sent_special(request), code=422)
    hours = with_special((await rules_now(request)).hours, sent.text("part"), _n(request), some)
    return await _saved(request, hours, special=_sent_special(request))


async def remove_days(request: web.Request) -> web.Response:
    n = _n(request)
    rules = await rules_now(request)
    hours = rules.hours if n is None else with_special(rules.hours, form(request).text("part"), n, None)
    return await _saved(request, hours)


async def put_back(request: web.Request) -> web.Response:
    rules = await rules_now(request)
    value = await earlier(request, HOURS)
    try:
        hours = rules.shipped_hours if value is None else read_hours(value, rules.zone)
    except NotASetting:
        return await _page(request, refused="unreadable", code=422)
    return await _saved(request, hours, shipped=value is None)


async def _saved(
    request: web.Request,
    hours: Hours,
    wrongs: tuple[HoursWrong, ...] = (),
    *,
    week_sent: bool = False,
    special: Special | None = None,
    shipped: bool = False,
) -> web.Response:
    wrongs = (*wrongs, *faults(hours))
    if wrongs:
        return await _page(request, hours, wrongs=wrongs, week_sent=week_sent, special=special, code=422)
    if not await save(request, HOURS, None if shipped else hours_written(hours)):
        special = None if special is None else _placed(special, request)
        return await _page(request, hours, refused="moved_on", week_sent=week_sent, special=special, code=409)
    return back(PATH)


async def _page(
    request: web.Request,
    draft: Hours | None = None,
    *,
    wrongs: tuple[HoursWrong, ...] = (),
    refused: Refusal | None = None,
    week_sent: bool = False,
    special: Special | None = None,
    code: int = 200,
) -> web.Response:
    """`draft`: what could not be saved, and is tried here; `special`: the form of days that could not be saved."""
    here = door(request)
    about, versions, names = await held(request, HOURS)
    shown = form_of(here.rules.hours, last_of(versions), here.clock().astimezone(here.zone).date())
    tried = preview((draft if week_sent else None) or here.rules.hours, here.clock())
    return page(
        request,
        "rules/hours.html",
        "hours",
        about,
        code,
        hours=as_sent(shown, form(request)) if week_sent else shown,
        preview=replace(tried, wrongs=()) if wrongs else tried,  # they stand above already
        wrongs=wrongs,
        refused=refused,
        special=special,
        special_part=form(request).text("part") if special else "",
        zone=str(here.zone),
        versions=history(versions, names, hours_written(here.rules.shipped_hours), _parts),
        shipped=not versions or versions[0].value is None,
    )


def _placed(special: Special, request: web.Request) -> Special:
    """A colleague has changed the list: instead of the entry that now begins on the same day, or a new one."""
    hours = door(request).rules.hours
    kept = hours.promotions if form(request).text("part") == "promotions" else hours.holidays
    places = (n for n, some in enumerate(kept) if some.first.isoformat() == special.first)
    return replace(special, n=next(places, None))


def _sent_special(request: web.Request) -> Special:
    sent = form(request)
    return Special(_n(request), sent.text("first"), sent.text("last"), sent.text("name"), sent.text("open"))


def _n(request: web.Request) -> int | None:
    written = form(request).text("n")
    return int(written) if written.isdecimal() and len(written) < 5 else None


def _parts(before: Any, after: Any) -> tuple[Changed, ...]:
    """What nobody can read has no parts to compare."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ()
    return tuple(part for part in PARTS if before.get(part) != after.get(part))
