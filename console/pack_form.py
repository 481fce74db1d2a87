"""A rule pack as its form has it, and the form as a pack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta, tzinfo
from typing import Literal

from console.form import Form
from console.hours_form import Unreadable, read_spans, shown
from desk.figures.pack import Pack, judged_by
from desk.pack_check import Code
from desk.record import record
from desk.shop import Hours

PackFault = Code | Literal["number"]
NUMBERS = ("within_0", "within_1", "within_2", "target", "limit", "review")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
MOST_DIGITS, LONGEST_TITLE = 6, 40


@record(frozen=True, slots=True)
class PackForm:
    """`n` None: a new one."""

    n: int | None
    key: str
    title: str
    week: tuple[str, ...]
    numbers: dict[str, str]
    only_open: bool
    faults: tuple[PackFault, ...] = ()


def form_of(pack: Pack, n: int | None, faults: Iterable[PackFault] = ()) -> PackForm:
    ladder = pack.promptness.ladder_for("")
    lengths = (*pack.within, ladder.target, ladder.limit)
    numbers = [str(one // SECOND) for one in lengths] + [str(pack.review // MINUTE)]
    week = tuple(shown(pack.hours.week.get(day, ())) for day in range(7))
    written = dict(zip(NUMBERS, numbers, strict=True))
    return PackForm(n, pack.name, pack.title, week, written, pack.only_open, tuple(faults))


def as_sent(sent: Form, n: int | None, key: str, faults: Iterable[PackFault]) -> PackForm:
    """The form as it came, to be mended."""
    return PackForm(
        n,
        key,
        sent.text("title")[:LONGEST_TITLE],
        tuple(sent.text(f"week_{day}")[:200] for day in range(7)),
        {name: sent.text(name)[:20] for name in NUMBERS},
        bool(sent.text("only_open")),
        tuple(dict.fromkeys(faults)),
    )


def pack_of(sent: Form, key: str, zone: tzinfo) -> Pack | list[PackFault]:
    """What the form says, or why it says none."""
    found: list[PackFault] = []
    numbers = {name: _number(sent.text(name)) for name in NUMBERS}
    if None in numbers.values():
        found.append("number")
    week = {}
    for day in range(7):
        try:
            week[day] = read_spans(sent.text(f"week_{day}"))
        except Unreadable:
            found.append("hours")
    if found:
        return found
    one, two, three, target, limit, review = (number or 0 for number in numbers.values())
    return judged_by(
        key,
        Hours(zone, week, quiet=()),
        title=" ".join(sent.text("title").split())[:LONGEST_TITLE],
        target=target * SECOND,
        limit=limit * SECOND,
        within=(one * SECOND, two * SECOND, three * SECOND),
        only_open=bool(sent.text("only_open")),
        review=review * MINUTE,
    )


def _number(text: str) -> int | None:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= MOST_DIGITS else None


def new_key(packs: Sequence[Pack]) -> str:
    """One that no pack has: addresses name it."""
    taken = {pack.name for pack in packs}
    return next(key for n in range(1, len(packs) + 2) if (key := f"p{n}") not in taken)
