"""What the guard stopped and warned of: the figures of a period, and the hits behind each."""

from __future__ import annotations

from datetime import date
from typing import cast

from aiohttp import web

from console import access
from console.ban_shapes import HitRow
from console.banned_figures import PERIODS, figures, of_day, period
from console.door import door
from console.views.lists import LAST, place
from console.views.phrases import parts
from desk.banned.ban import SPEAKERS, Speaker, Strictness
from desk.errors import NotFound
from desk.store import Book, agents, banned_hits
from desk.store.banned_hits import How, Listed, Tally, Wanted

HOW: tuple[How, ...] = ("stopped", "warned")
FIRST_YEAR, LAST_YEAR = 2000, 3000
"""Days that a clock of ours may have shown."""


async def page(request: web.Request) -> web.Response:
    here, days = door(request), _days(request)
    within = period(days, here.clock(), here.zone)

    def unit(book: Book) -> tuple[list[Tally], list[Tally], list[Tally], dict[int, str]]:
        return (
            banned_hits.by_rule(book, within), banned_hits.by_speaker(book, within),
            banned_hits.by_quarter(book, within), dict(agents.names(book)),
        )  # fmt: skip

    by_rule, by_speaker, by_quarter, names = await here.store.read(unit)
    shown = figures(days, by_rule, by_speaker, by_quarter, names, within, here.zone)
    return await parts.page(request, "phrases/hits.html", "hits", figures=shown, periods=PERIODS)


async def each(request: web.Request) -> web.Response:
    """One by one, the latest first, those that the address asks for."""
    here, before = door(request), place(request, LAST)
    day, wanted = _day(request), _wanted(request)
    within = of_day(day, here.zone) if day else period(_days(request), here.clock(), here.zone)

    def unit(book: Book) -> tuple[list[Listed], dict[int, str]]:
        return banned_hits.listed(book, within, wanted, before), dict(agents.names(book))

    found, names = await here.store.read(unit)
    rows = tuple(_row(one, names) for one in found[: banned_hits.PAGE])
    more = (
        {**request.query, "from": str(found[banned_hits.PAGE - 1].hit.id)}
        if len(found) > banned_hits.PAGE
        else None
    )
    shown = [wanted.rule, names.get(wanted.agent_id, "")]
    return await parts.page(
        request, "phrases/hits_each.html", "hits", rows=rows, more=more, day=day, days=_days(request),
        about=tuple(filter(None, shown)), author=wanted.author if not wanted.agent_id else "",
        how=wanted.how,
    )  # fmt: skip


def _row(one: Listed, names: dict[int, str]) -> HitRow:
    hit = one.hit
    return HitRow(
        at=hit.at,
        rule=hit.rule,
        family=hit.family,
        verdict=cast(Strictness, hit.verdict),
        speaker=names.get(hit.agent_id or 0, ""),
        author=cast(Speaker, hit.author),
        channel=hit.channel,
        conversation_id=hit.conversation_id,
        buyer=one.buyer_name,
        words=hit.words,
        start=hit.start,
        end=hit.end,
    )


def _days(request: web.Request) -> int:
    return next((days for days in PERIODS if str(days) == request.query.get("days")), PERIODS[1])


def _day(request: web.Request) -> date | None:
    try:
        day = date.fromisoformat(request.query.get("day", "")[:10])
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None


def _wanted(request: web.Request) -> Wanted:
    """What is none of our words is not looked for."""
    try:
        agent = access.number(request.query.get("agent", ""))
    except NotFound:
        agent = 0
    author = next((one for one in SPEAKERS if one == request.query.get("author")), "")
    rule = request.query.get("rule", "")[:100].replace("\0", "").encode("utf-8", "replace").decode()
    how: How = next((one for one in HOW if one == request.query.get("how")), "")
    return Wanted(rule, author, agent, how)
