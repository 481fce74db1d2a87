"""Hits of the guard as figures: by rule, by who spoke, by the shop's days; each leads to its hits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from urllib.parse import urlencode

from console.ban_shapes import Figure, Figures
from desk.store.banned_hits import Period, Tally

PERIODS = (1, 7, 30)
EACH = "/phrases/hits/each?"


def period(days: int, at: datetime, zone: tzinfo) -> Period:
    """The last so many days of the shop, today among them."""
    today = at.astimezone(zone).date()
    return Period(
        _midnight(today - timedelta(days=days - 1), zone), _midnight(today + timedelta(days=1), zone)
    )


def of_day(day: date, zone: tzinfo) -> Period:
    return Period(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def figures(
    days: int,
    by_rule: Iterable[Tally],
    by_speaker: Iterable[Tally],
    by_quarter: Iterable[Tally],
    names: Mapping[int, str],
    within: Period,
    zone: tzinfo,
) -> Figures:
    """A day without a hit is a line as well: nothing is left to be guessed."""
    rules = tuple(_of_rule(tally, days) for tally in by_rule)
    speakers = tuple(_of_speaker(tally, days, names) for tally in by_speaker)
    each_day = tuple(_by_day(by_quarter, within, zone))
    return Figures(
        days=days,
        stopped=sum(figure.stopped for figure in rules),
        warned=sum(figure.warned for figure in rules),
        by_rule=rules,
        by_speaker=speakers,
        by_day=each_day,
        most=max((figure.stopped + figure.warned for figure in each_day), default=0),
    )


def _of_rule(tally: Tally, days: int) -> Figure:
    rule, family = tally.key
    return Figure(
        family,
        rule,
        tally.stopped,
        tally.hits - tally.stopped,
        EACH + urlencode({"days": days, "rule": rule}),
    )


def _of_speaker(tally: Tally, days: int, names: Mapping[int, str]) -> Figure:
    """`name` is empty for bot and timer: `id` says which."""
    author, agent_id = tally.key
    wanted = {"days": days, "author": author} | ({"agent": agent_id} if agent_id else {})
    return Figure(
        names.get(agent_id or 0, ""),
        author,
        tally.stopped,
        tally.hits - tally.stopped,
        EACH + urlencode(wanted),
    )


def _by_day(quarters: Iterable[Tally], within: Period, zone: tzinfo) -> Iterable[Figure]:
    counted: dict[date, tuple[int, int]] = {}
    for tally in quarters:
        day = tally.key[0].astimezone(zone).date()
        hits, stopped = counted.get(day, (0, 0))
        counted[day] = (hits + tally.hits, stopped + tally.stopped)
    day = within.until.date() - timedelta(days=1)
    while day >= within.since.date():
        hits, stopped = counted.get(day, (0, 0))
        yield Figure("", "", stopped, hits - stopped, EACH + urlencode({"day": day.isoformat()}), day)
        day -= timedelta(days=1)
