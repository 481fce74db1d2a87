"""What a session counts for: its wait for a person, and what the bot did alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from desk.figures.facts import Phase, Session
from desk.figures.judging.whys import OUTSIDE, Judged
from desk.figures.reading import Reading


def session(fact: Session, reading: Reading) -> Judged:
    return OUTSIDE if reading.left_out(fact.started_at) else (1, "counts")


def buyers_words(fact: Session, reading: Reading) -> Judged:
    return fact.heard, "counts"


def first_response(fact: Session, reading: Reading) -> Judged:
    return _first(fact, reading, from_the_beginning=False)


def felt(fact: Session, reading: Reading) -> Judged:
    """As the buyer felt it: from their first message of all."""
    return _first(fact, reading, from_the_beginning=True)


def _first(fact: Session, reading: Reading, *, from_the_beginning: bool) -> Judged:
    if reading.left_out(fact.started_at):
        return OUTSIDE
    phase, why = _counting(fact, reading)
    if phase is None or phase.since is None:
        return None, why
    if phase.answered_at is None:
        return None, "unanswered"
    since = fact.started_at if from_the_beginning else phase.since
    return reading.waited(fact, since, phase.answered_at, phase), "answered"


def first_within(limit: Callable[[Reading, Session], int]) -> Callable[[Session, Reading], Judged]:
    def judge(fact: Session, reading: Reading) -> Judged:
        if reading.left_out(fact.started_at):
            return OUTSIDE
        most = limit(reading, fact)
        phase, why = _counting(fact, reading, most)
        if phase is None or phase.since is None:
            return None, why
        waited = reading.waited(fact, phase.since, phase.answered_at or phase.ended_at, phase)
        if phase.answered_at is not None:
            return (1, "in_time") if waited <= most else (0, "late")
        if waited < most:
            return 0, "let_go"
        return 0, "still_silent" if phase.ended_at is None else "silent"

    return judge


def judged_phase(fact: Session, reading: Reading) -> Phase | None:
    """By which its first response is judged: the one that counts, else the first in which something was asked."""
    phase, _ = _counting(fact, reading)
    return phase or next((one for one in fact.phases if one.since is not None), None)


def _counting(fact: Session, reading: Reading, limit: int | None = None) -> tuple[Phase | None, str]:
    """The human phase by which a session is judged: the first one that a person answered or accepted, or whose deadline
    passed. What was let go before either was owed to nobody. `limit`: in milliseconds; else the target of where the phase
    stood."""
    why = "no_person_asked"
    for phase in fact.phases:
        if phase.since is None:
            why = "nothing_asked"
            continue
        waited = reading.waited(fact, phase.since, phase.ended_at, phase)
        most = reading.limits(fact, phase).target if limit is None else limit
        over = phase.ended_at is not None
        if phase.answered_at is not None or waited >= most or (over and phase.accepted_at is not None):
            return phase, ""
        why = "not_due" if phase.accepted_at is not None or not over else "not_taken"
    return None, why


def bot_first(fact: Session, reading: Reading) -> Judged:
    """Around the clock: the bot has no opening hours."""
    if fact.bot_first_at is None:
        return None, "no_bot"
    return max(0, (fact.bot_first_at - fact.started_at) // timedelta(milliseconds=1)), "counts"


def solved_by_bot(fact: Session, reading: Reading) -> Judged:
    """Closed without a word of a person, and the buyer did not come back within the day."""
    if fact.people_said:
        return 0, "person"
    if fact.ended_at is None:
        return None, "runs"
    if fact.again_at is not None and fact.again_at - fact.ended_at < reading.pack.again:
        return 0, "came_back"
    if reading.at - fact.ended_at < reading.pack.again:
        return None, "too_early"
    return 1, "solved"
