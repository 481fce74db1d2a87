"""What is wrong with a shop's rule packs: looked at before they are saved, all faults at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Literal

from desk import hours_check
from desk.figures.pack import OWN, Pack
from desk.record import record
from desk.setting import MOST_PACKS

Code = Literal["no_title", "twice", "never_open", "hours", "order", "limit", "review", "too_many"]
MOST = timedelta(days=1)


@record(frozen=True, slots=True)
class Fault:
    pack: int | None
    code: Code


def faults(packs: Sequence[Pack]) -> list[Fault]:
    found = [Fault(None, "too_many")] if len(packs) > MOST_PACKS else []
    for n, pack in enumerate(packs):
        found += (Fault(n, code) for code in _of_one(pack))
        titles = [other.title.casefold() for other in packs[:n]]
        if pack.title.casefold() in titles or pack.name in {OWN, *(other.name for other in packs[:n])}:
            found.append(Fault(n, "twice"))
    return found


def _of_one(pack: Pack) -> list[Code]:
    found: list[Code] = []
    if not pack.title:
        found.append("no_title")
    if not any(pack.hours.week.values()):
        found.append("never_open")
    elif any(fault.part == "week" for fault in hours_check.faults(pack.hours)):
        found.append("hours")
    rises = all(one < other for one, other in pairwise((timedelta(0), *pack.within)))
    if not rises or pack.within[-1] > MOST:
        found.append("order")
    ladder = pack.promptness.ladder_for("")
    if not timedelta(0) < ladder.target <= ladder.limit <= MOST:
        found.append("limit")
    if not timedelta(0) < pack.review <= 400 * MOST:
        found.append("review")
    return found
