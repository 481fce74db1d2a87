"""A span's days, judged one by one and kept once everything on them is over: so a month is judged once, not at each look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from desk.figures.facts import Session
from desk.figures.judging import solved_by_bot
from desk.figures.metric import Metric
from desk.figures.pack import Pack
from desk.figures.reading import Reading
from desk.figures.sheet import ALL, Facts, Tallies, added, tallied
from desk.figures.span import Span

LIKE = {"": "hour", "day": "hour", "weekday_hour": "hour"}
"""Of one day these are its hours, added up or called otherwise."""


def judged(
    found: Facts,
    days: Mapping[Span, tuple[datetime, datetime]],
    metrics: Mapping[str, Sequence[Metric]],
    reading: Reading,
) -> tuple[dict[tuple[Span, str], Tallies], set[Span]]:
    """Of each day by its two instants, in each way; and which of them will never come to anything else."""
    told: dict[tuple[Span, str], Tallies] = {}
    over: set[Span] = set()
    for day, (since, until) in days.items():
        of_day = {kind: [one for one in every if since <= one.at < until] for kind, every in found.items()}
        for by, some in metrics.items():
            told[day, by] = tallied(of_day, reading, by, some)
        if until <= reading.at and all(_settled(one, reading) for ones in of_day.values() for one in ones):
            over.add(day)
    return told, over


def _settled(fact: Any, reading: Reading) -> bool:
    """However much time goes by, it is judged as it is now. Whoever the bot had alone may still come back."""
    return fact.over and not (isinstance(fact, Session) and solved_by_bot(fact, reading)[1] == "too_early")


def called(by: str, day: Span, one: Tallies) -> Tallies:
    match by:
        case "":
            return added([{ALL: row} for row in one.values()])
        case "day":
            return {day.first.isoformat(): row for row in called("", day, one).values()}
        case "weekday_hour":
            return {(day.first.weekday(), hour): row for hour, row in one.items()}
    return one


def mark(pack: Pack) -> str:
    """All by which it judges: its rules, and how they are read here. What was judged by anything else is judged anew."""
    return sha256(f"{pack.mark} {_judges()}".encode()).hexdigest()


@cache
def _judges() -> str:
    """Of this very code: nobody needs to remember to raise a number when a judge is mended."""
    found = sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        found.update(file.read_bytes())
    return found.hexdigest()
