"""The worst conversations of a span: who waited longest beyond the target, those first whom nobody answered; and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from desk.clock import to_ms
from desk.figures.facts import Ended, Piece, Queueing, Round
from desk.figures.judging import target, within
from desk.figures.reading import Reading
from desk.figures.sheet import Facts
from desk.record import record

MOST = 3
_in_target = within(target)


class Why(StrEnum):
    """What the wait consisted of. It names no person: a report says what happened, not whose fault it is."""

    WAITS = "waits"  # nobody has taken it yet
    IN_HAND = "in_hand"  # somebody has it and has not answered yet
    UNTAKEN = "untaken"  # it ended before anybody took it
    LET_GO = "let_go"  # somebody had it, and it ended without an answer
    TAKEN_LATE = "taken_late"  # most of the wait was until somebody took it
    ANSWERED_LATE = "answered_late"  # most of the wait was after somebody had taken it


@record(frozen=True, slots=True)
class Wait:
    conversation_id: int
    since: datetime
    ms: int
    """Milliseconds of the time that counts."""
    why: Why
    untaken_ms: int
    """Of these, until somebody took it."""
    passed_on: int
    """How often it went from one person to another meanwhile."""
    reason: str
    """Why the buyer was owed a person."""

    @property
    def address(self) -> str:
        """Where in the console it began: the conversation, at the message."""
        return f"/desk/{self.conversation_id}/at/{to_ms(self.since)}"

    @property
    def silent(self) -> bool:
        return self.why not in (Why.TAKEN_LATE, Why.ANSWERED_LATE)


def worst(facts: Facts, reading: Reading, most: int = MOST) -> tuple[Wait, ...]:
    """Of each conversation its worst wait."""
    found: dict[int, Round] = {}
    for one in sorted(_missed(facts.get(Round, ()), reading), key=lambda one: _how_bad(one, reading)):
        found.setdefault(one.conversation_id, one)
        if len(found) == most:
            break
    return tuple(_wait(one, facts, reading) for one in found.values())


def _missed(rounds: Iterable[Round], reading: Reading) -> Iterable[Round]:
    return (one for one in rounds if _in_target(one, reading)[0] == 0)


def _how_bad(one: Round, reading: Reading) -> tuple[bool, int, datetime, int]:
    return one.answered, -reading.waited(one, one.since, one.until), one.since, one.conversation_id


def _wait(one: Round, facts: Facts, reading: Reading) -> Wait:
    ms = reading.waited(one, one.since, one.until)
    untaken = min(ms, _untaken(one, facts.get(Queueing, ()), reading))
    persons = [
        piece.agent_id for piece in facts.get(Piece, ()) if _of(piece, one) and piece.agent_id is not None
    ]
    why = _why(one, taken=bool(persons), late=2 * untaken > ms)
    return Wait(
        one.conversation_id, one.since, ms, why, untaken, max(0, len(persons) - 1), one.reason
    )  # fmt: skip


def _why(one: Round, *, taken: bool, late: bool) -> Why:
    if one.ended == Ended.ANSWERED:
        return Why.TAKEN_LATE if late else Why.ANSWERED_LATE
    if one.ended == Ended.OPEN:
        return Why.IN_HAND if taken else Why.WAITS
    return Why.LET_GO if taken else Why.UNTAKEN


def _of(piece: Piece, one: Round) -> bool:
    return (piece.conversation_id, piece.n) == (one.conversation_id, one.n)


def _untaken(one: Round, queueings: Sequence[Queueing], reading: Reading) -> int:
    """How much of the round it stood in a queue."""
    until = one.until or reading.at
    return sum(
        reading.waited(one, max(place.entered_at, one.since), min(place.left_at or until, until))
        for place in queueings
        if place.conversation_id == one.conversation_id
    )
