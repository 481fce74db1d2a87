"""Opening hours: the week, quiet hours, holidays and promotion days, and what they mean at this moment."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from console.answers import drawn
from console.door import door, form
from console.hours_form import as_sent, faults, form_of, preview, special_of, week_of, with_special
from console.rule_shapes import Changed, HoursWrong, Special
from console.views.rules.history import by_part
from console.views.rules.setting_page import SettingPage, place, rules_now
from desk.record import record
from desk.setting import HOURS, hours_written, read_hours
from desk.shop import Hours, SpecialDays

PARTS: tuple[Changed, ...] = ("week", "quiet", "holidays", "promotions")


@record(frozen=True, slots=True)
class Draft:
    """What could not be saved."""

    wrongs: tuple[HoursWrong, ...] = ()
    week: Hours | None = None
    """The week as it was sent: it is tried on the page."""
    special: Special | None = None
    """The form of days."""


async def trying(request: web.Request) -> web.Response:
    """The piece beside the form, while it is being filled in."""
    here = door(request)
    hours, wrongs = week_of(form(request), here.rules.hours)
    return drawn(request, "rules/_preview.html", preview=preview(hours, here.clock(), wrongs))


async def save_week(request: web.Request) -> web.Response:
    sent = form(request)
    hours, wrongs = week_of(sent, (await rules_now(request)).hours)
    return await PAGE.save(request, hours, Draft(wrongs, week=hours))


async def save_days(request: web.Request) -> web.Response:
    """A holiday or promotion: a new one, or another instead of the n-th."""
    sent = form(request)
    some, special = special_of(sent), _sent_special(request)
    if not isinstance(some, SpecialDays):
        return await PAGE.page(request, Draft((some,), special=special), code=422)
    hours = with_special((await rules_now(request)).hours, sent.text("part"), place(request), some)
    return await PAGE.save(request, hours, Draft(special=special))


async def remove_days(request: web.Request) -> web.Response:
    n = place(request)
    rules = await rules_now(request)
    hours = rules.hours if n is None else with_special(rules.hours, form(request).text("part"), n, None)
    return await PAGE.save(request, hours)


async def _wrong(request: web.Request, hours: Hours, sent: Draft | None) -> Draft | None:
    sent = sent or Draft()
    wrongs = (*sent.wrongs, *faults(hours))
    return replace(sent, wrongs=wrongs) if wrongs else None


def _again(request: web.Request, hours: Hours, sent: Draft) -> Draft:
    return sent if sent.special is None else replace(sent, special=_placed(sent.special, request))


async def _draw(request: web.Request, version: int, sent: Draft | None) -> dict[str, object]:
    here, sent = door(request), sent or Draft()
    shown = form_of(here.rules.hours, version, here.clock().astimezone(here.zone).date())
    tried = preview(sent.week or here.rules.hours, here.clock())
    return {
        "hours": as_sent(shown, form(request)) if sent.week else shown,
        "preview": replace(tried, wrongs=()) if sent.wrongs else tried,  # they stand above already
        "wrongs": sent.wrongs,
        "special": sent.special,
        "special_part": form(request).text("part") if sent.special else "",
        "zone": str(here.zone),
    }


def _placed(special: Special, request: web.Request) -> Special:
    """A colleague has changed the list: instead of the entry that now begins on the same day, or a new one."""
    hours = door(request).rules.hours
    kept = hours.promotions if form(request).text("part") == "promotions" else hours.holidays
    places = (n for n, some in enumerate(kept) if some.first.isoformat() == special.first)
    return replace(special, n=next(places, None))


def _sent_special(request: web.Request) -> Special:
    sent = form(request)
    return Special(
        place(request), sent.text("first"), sent.text("last"), sent.text("name"), sent.text("open")
    )


PAGE: SettingPage[Hours, Draft] = SettingPage(
    HOURS,
    "/hours",
    shipped=lambda rules: rules.shipped_hours,
    read=lambda written, rules: read_hours(written, rules.zone),
    written=hours_written,
    differs=by_part({part: (part,) for part in PARTS}),
    draw=_draw,
    check=_wrong,
    again=_again,
)
