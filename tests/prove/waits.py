"""What a buyer said, the waits that came of it, and places in queues: for tests/prove/talk.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Line = dict[str, Any]


@dataclass
class Message:
    """What a buyer said, once, whatever it was edited into and however many pictures it has."""

    seq: int
    since: int
    heard: int
    taken: tuple[int, int | None] | None = None
    """When a person took the conversation in whose hands it was then, or came next, and who; None: nobody came."""


@dataclass
class Piece:
    """One person's part of a wait."""

    agent: int | None
    since: int
    until: int | None = None


@dataclass
class Wait:
    """A round: from the first message that is owed a person to what ended it."""

    since: int
    first: Message | None
    """What it began with; None where it began with a change of hands."""
    asked: list[Message]
    reason: str = ""
    """Why a person was owed, as it ended."""
    phase: int = 0
    """In which stretch with people: from a handoff, or a step in, until it was closed or given back."""
    until: int | None = None
    ended: str = ""
    agent: int | None = None
    pieces: list[Piece] = field(default_factory=list)

    def answered_by(self, letter: Line) -> bool:
        """Not what was written before it began: such a letter answers an earlier one."""
        if self.first is not None:
            return bool(letter["seq"] > self.first.seq)
        return bool(letter["queued_at"] >= self.since)

    def held_by(self, agent: int | None, at: int) -> None:
        """The part before belongs to whoever had it; what passed before anybody came to the first who did."""
        last = self.pieces[-1]
        if last.agent is None:
            last.agent = agent
        elif last.agent != agent:
            last.until = at
            self.pieces.append(Piece(agent, at))

    def end(self, at: int, how: str, agent: int | None = None) -> None:
        """Who took it while the answer of the one before was on its way has no part in it."""
        self.until, self.ended, self.agent = at, how, agent
        had = [n for n, piece in enumerate(self.pieces, start=1) if piece.agent == agent]
        if how == "answered" and had:
            del self.pieces[had[-1] :]
        self.pieces[-1].until = at


@dataclass
class Place:
    """A place in a queue."""

    entered: int
    reason: str
    left: int | None = None
    how: str = ""
    agent: int | None = None
