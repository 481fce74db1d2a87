"""How days, hours and lists are written in a reply, by its language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

MONTHS = "January February March April May June July August September October November December"


def chinese(language: str) -> bool:
    return language.startswith("zh")


def english(language: str) -> bool:
    return language.startswith("en")


def hour(at: datetime, zone: tzinfo) -> str:
    """14:03, on the shop's clock."""
    return f"{at.astimezone(zone):%H:%M}"


def day(on: date, today: date, language: str) -> str:
    """The year is named only where it is not this one. Languages we do not know read the ISO form."""
    if chinese(language):
        return f"{on.month}月{on.day}日" if on.year == today.year else f"{on.year}年{on.month}月{on.day}日"
    if english(language):
        return f"{on.day} {MONTHS.split()[on.month - 1]}" + ("" if on.year == today.year else f" {on.year}")
    return on.isoformat()


def days(first: date, last: date, today: date, language: str) -> str:
    if first == last:
        return day(first, today, language)
    between = "至" if chinese(language) else " to " if english(language) else " – "
    return f"{day(first, today, language)}{between}{day(last, today, language)}"


def moment(at: datetime, now: datetime, zone: tzinfo, language: str) -> str:
    """Day and hour: today 14:00, tomorrow 09:00, 24 November 09:00."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    near = {today: ("今天", "today"), today + timedelta(days=1): ("明天", "tomorrow")}
    names = near.get(local.date())
    if names and chinese(language):
        named = names[0]
    elif names and english(language):
        named = names[1]
    else:
        named = day(local.date(), today, language)
    return f"{named} {local:%H:%M}"


def listed(things: Iterable[str], language: str) -> str:
    return ("、" if chinese(language) else ", ").join(things)
