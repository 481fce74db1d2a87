"""Opening hours as a person writes them, `09:00–12:00, 13:30–18:00`, and as the page shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from console.form import Form
from console.rule_shapes import Day, HoursForm, HoursWrong, Preview, Special
from desk import hours_check
from desk.hours_check import Part
from desk.opening import Span
from desk.setting import MOST_SPANS
from desk.shop import MIDNIGHT, Hours, SpecialDays
from desk.width import narrow

CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
SPAN = re.compile(rf"{CLOCK}\s*(?:-|–|—|~|〜|to|until|bis|至|到)\s*{CLOCK}")
BETWEEN = re.compile(r"[\s,;、。·]*|\s*(?:and|和|及)\s*")
CLOSED = frozenset({"", "-", "–", "—", "closed", "休息", "不营业", "关门"})
LONGEST_TEXT = 200
NEXT_DAYS = 14


class Unreadable(ValueError):
    """This says no opening hours."""


def read_spans(text: str) -> tuple[Span, ...]:
    """Raises Unreadable. 24:00 is the end of the day."""
    plain = narrow(text).casefold()
    if plain in CLOSED:
        return ()
    spans, at = [], 0
    for found in SPAN.finditer(plain[:LONGEST_TEXT]):
        if not BETWEEN.fullmatch(plain[at : found.start()]):
            raise Unreadable()
        spans.append((_clock(found[1], found[2]), _clock(found[3], found[4])))
        at = found.end()
    if not spans or not BETWEEN.fullmatch(plain[at:]) or len(spans) > MOST_SPANS:
        raise Unreadable()
    return tuple(spans)


def _clock(hour: str, minute: str | None) -> time:
    hours, minutes = int(hour), int(minute or 0)
    if (hours, minutes) == (24, 0):
        return MIDNIGHT
    if hours > 23 or minutes > 59:
        raise Unreadable()
    return time(hours, minutes)


def shown(spans: Sequence[Span]) -> str:
    return ", ".join(
        f"{start:%H:%M}–{'24:00' if end == MIDNIGHT else f'{end:%H:%M}'}" for start, end in spans
    )


def week_of(sent: Form, base: Hours) -> tuple[Hours, tuple[HoursWrong, ...]]:
    """`base` with the week and the quiet hours that the form says, and what of it cannot be read."""
    wrongs: list[HoursWrong] = []
    week = dict(base.week)
    for day in range(7):
        try:
            week[day] = read_spans(sent.text(f"week_{day}"))
        except Unreadable:
            wrongs.append(HoursWrong("week", "unreadable", day))
    quiet = base.quiet
    try:
        quiet = read_spans(sent.text("quiet"))
    except Unreadable:
        wrongs.append(HoursWrong("quiet", "unreadable"))
    return replace(base, week=week, quiet=quiet), tuple(wrongs)


def special_of(sent: Form) -> SpecialDays | HoursWrong:
    """The one that the form says, or why there is none."""
    part: Part = "promotions" if sent.text("part") == "promotions" else "holidays"
    try:
        first = date.fromisoformat(sent.text("first"))
        last = date.fromisoformat(sent.text("last") or sent.text("first"))
    except ValueError:
        return HoursWrong(part, "no_date")
    try:
        spans = read_spans(sent.text("open"))
    except Unreadable:
        return HoursWrong(part, "unreadable", days=_days(first, last))
    name = " ".join(sent.text("name").split())[:80]
    return SpecialDays(first, last, name, spans)


def with_special(hours: Hours, part: str, n: int | None, some: SpecialDays | None) -> Hours:
    """Put in the place of the n-th, added where `n` is None, or taken out where there is none; in order of time."""
    kept = list(hours.promotions if part == "promotions" else hours.holidays)
    if n is not None and n < len(kept):
        del kept[n]
    if some is not None:
        kept.append(some)
    ordered = tuple(sorted(kept, key=lambda one: (one.first, one.last)))
    return replace(hours, promotions=ordered) if part == "promotions" else replace(hours, holidays=ordered)


def form_of(hours: Hours, was: int, today: date) -> HoursForm:
    return HoursForm(
        tuple(shown(hours.week.get(day, ())) for day in range(7)),
        shown(hours.quiet),
        tuple(_special(n, some, today) for n, some in enumerate(hours.holidays)),
        tuple(_special(n, some, today) for n, some in enumerate(hours.promotions)),
        was,
    )


def as_sent(form: HoursForm, sent: Form) -> HoursForm:
    """The form as it came, to be mended."""
    return replace(form, week=tuple(sent.text(f"week_{day}") for day in range(7)), quiet=sent.text("quiet"))


def _special(n: int, some: SpecialDays, today: date) -> Special:
    first, last = some.first.isoformat(), some.last.isoformat()
    return Special(n, first, last, some.name, shown(some.spans), some.last < today)


def preview(hours: Hours, now: datetime, wrongs: Sequence[HoursWrong] = ()) -> Preview:
    today = now.astimezone(hours.zone).date()
    return Preview(
        open_now=hours.is_open(now),
        closes_at=hours.closes_at(now),
        opens_at=hours.opens_at(now),
        in_an_hour=hours.after(now, timedelta(hours=1)),
        quiet_now=hours.is_quiet(now),
        days=tuple(_day(hours, today + timedelta(days=n)) for n in range(NEXT_DAYS)),
        wrongs=(*wrongs, *faults(hours)),
    )


def faults(hours: Hours) -> tuple[HoursWrong, ...]:
    return tuple(
        HoursWrong(
            wrong.part,
            wrong.why,
            wrong.n if wrong.part == "week" else None,
            _named(hours, wrong) if wrong.n is not None else "",
        )
        for wrong in hours_check.faults(hours)
    )


def _named(hours: Hours, wrong: hours_check.Wrong) -> str:
    lists = {"holidays": hours.holidays, "promotions": hours.promotions}
    if wrong.part not in lists or wrong.n is None:
        return ""
    some = lists[wrong.part][wrong.n]
    return _days(some.first, some.last)


def _days(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} – {last}"


def _day(hours: Hours, on: date) -> Day:
    spans = shown(hours.spans_on(on))
    for part, special in (("promotions", hours.promotions), ("holidays", hours.holidays)):
        for some in special:
            if some.holds(on):
                return Day(on, spans, part, some.name)  # type: ignore[arg-type]
    return Day(on, spans)
