"""What a round counts for, whole or by person."""

from __future__ import annotations

from collections.abc import Callable

from desk.figures.facts import Piece, Round
from desk.figures.judging.whys import OUTSIDE, Judged
from desk.figures.reading import Reading


def response(fact: Round | Piece, reading: Reading) -> Judged:
    if reading.left_out(fact.since):
        return OUTSIDE
    if not fact.answered:
        return None, "unanswered"
    return reading.waited(fact, fact.since, fact.until), "answered"


def within(
    limit: Callable[[Reading, Round | Piece], int],
) -> Callable[[Round | Piece, Reading], Judged]:
    """Whether it was answered within so many milliseconds. Silence is a miss from its deadline on, not from the reply on."""

    def judge(fact: Round | Piece, reading: Reading) -> Judged:
        if reading.left_out(fact.since):
            return OUTSIDE
        return _in_time(fact, reading.waited(fact, fact.since, fact.until), limit(reading, fact))

    return judge


def _in_time(fact: Round | Piece, waited: int, limit: int) -> Judged:
    if fact.answered:
        return (1, "in_time") if waited <= limit else (0, "late")
    if waited < limit:
        return None, "not_due"
    return 0, "still_silent" if fact.until is None else "silent"


def target(reading: Reading, fact: Round | Piece) -> int:
    return reading.limits(fact).target


def limit(reading: Reading, fact: Round | Piece) -> int:
    return reading.limits(fact).limit


_in_target = within(target)


def counted(fact: Round | Piece, reading: Reading) -> Judged:
    return OUTSIDE if reading.left_out(fact.since) else (1, "counts")


def unanswered(fact: Round | Piece, reading: Reading) -> Judged:
    """Rounds past their target that nobody has answered, or that were let go without an answer."""
    value, why = _in_target(fact, reading)
    return (1, why) if why in ("silent", "still_silent") else (None, why if value is None else "answered")
