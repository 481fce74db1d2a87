"""How days, hours and lists are written in a reply, by its language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def chinese(language: str) -> bool:
    return language.startswith("zh")


def english(language: str) -> bool:
    return language.startswith("en")


def hour(at: datetime, zone: tzinfo) -> str:
    """14:03, on the shop's clock."""
    return _clock(at.astimezone(zone))


def _clock(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def day(on: date, today: date, language: str) -> str:
    """The year is named only where it is not this one. Languages we do not know read the ISO form."""
    if chinese(language):
        return f"{on.month}月{on.day}日" if on.year == today.year else f"{on.year}年{on.month}月{on.day}日"
    if english(language):
        return f"{on.day} {MONTHS[on.month - 1]}" + ("" if on.year == today.year else f" {on.year}")
    return on.isoformat()


def days(first: date, last: date, today: date, language: str) -> str:
    if first == last:
        return day(first, today, language)
    between = "至" if chinese(language) else " to " if english(language) else " – "
    return f"{day(first, today, language)}{between}{day(last, today, language)}"


def moment(at: datetime, now: datetime, zone: tzinfo, language: str) -> str:
    """Day and hour: `明天 09:00`, `tomorrow at 09:00`, `on 24 November at 09:00`."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    away = (local.date() - today).days
    if chinese(language):
        named = {0: "今天", 1: "明天"}.get(away) or day(local.date(), today, language)
    elif english(language):
        named = ({0: "today", 1: "tomorrow"}.get(away) or f"on {day(local.date(), today, language)}") + " at"
    else:
        named = local.date().isoformat()
    return f"{named} {_clock(local)}"


def listed(things: Iterable[str], language: str) -> str:
    return ("、" if chinese(language) else ", ").join(things)
