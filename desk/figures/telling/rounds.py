"""The rounds of a conversation while it is told, by phases and in pieces.

A round begins at the first message that is owed a person and ends at the first qualifying reply (desk/response_time.py).
A reply answers the newest round that had begun when it was written: nothing of what the buyer said since, and that round
still, where it arrives after the conversation was closed or given back. Which came first is told by numbers: clocks jump."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime

from desk.debt import Fact
from desk.figures.facts import Ended, Phase, Piece, Round, Whose
from desk.record import noun

Spoken = tuple[int, datetime]
"""A message of the buyer: its number, and when they spoke."""


@noun(slots=True)
class Rounds:
    turns: list[_Turn] = field(default_factory=list)
    phases: list[_Phase] = field(default_factory=list)

    def begin_phase(self, accepted_at: datetime | None = None) -> None:
        self.phases.append(_Phase(accepted_at=accepted_at))

    def begin(self, said: Spoken, holder: int | None, reason: str, queue: int | None, topic: str) -> None:
        if not self.phases:
            return
        seq, since = said
        phase = self.phases[-1]
        phase.since = phase.since or since
        turn = _Turn(seq, since, reason, phase, queue, topic)
        turn.parts.append(_Part(holder, since))
        self.turns.append(turn)
        phase.first = phase.first or turn

    def accept(self, at: datetime, agent_id: int | None) -> None:
        """Whoever accepts it has the open round from now on; what was nobody's is theirs from its beginning."""
        if self.phases and not self.over():
            self.phases[-1].accepted_at = self.phases[-1].accepted_at or at
        if (turn := self.open()) is None:
            return
        part = turn.parts[-1]
        if part.agent_id is None:
            part.agent_id = agent_id
        elif part.agent_id != agent_id:
            part.until = at
            turn.parts.append(_Part(agent_id, at))

    def answer(self, fact: Fact) -> bool:
        """By a reply of a person. Whether the round that it speaks to was open."""
        turn = next((one for one in reversed(self.turns) if one.began_before(fact)), None)
        if turn is None:
            return False
        stood_open = turn.ended == Ended.OPEN
        if turn.is_answered_by(fact):
            turn.answer(fact.at, fact.agent_id)
        return stood_open

    def pass_on(self, reason: str) -> None:
        """By the ladder of what is passed on it is judged from now on, as it is counted on the desk."""
        if (turn := self.open()) is not None:
            turn.reason = reason

    def let_go(self, how: Ended, at: datetime) -> None:
        if (turn := self.open()) is not None:
            turn.end(how, at)
        if self.phases and not self.over():
            self.phases[-1].ended_at = at

    def open(self) -> _Turn | None:
        return self.turns[-1] if self.turns and self.turns[-1].ended == Ended.OPEN else None

    def over(self) -> bool:
        """While the conversation is with a person: the buyer is gone."""
        return bool(self.phases) and self.phases[-1].ended_at is not None

    # --- as facts

    def told(self, whose: Whose) -> Iterable[Round]:
        for n, one in enumerate(self.turns, start=1):
            yield Round(
                whose.conversation_id, n, whose.channel, whose.account, whose.language, one.queue, one.topic, one.reason,
                one.since, one.until, one.ended, one.agent_id, n == 1,
            )  # fmt: skip

    def pieces(self, whose: Whose) -> Iterable[Piece]:
        for n, turn in enumerate(self.turns, start=1):
            for k, part in enumerate(turn.parts, start=1):
                last = k == len(turn.parts)
                yield Piece(
                    whose.conversation_id, n, k, whose.channel, whose.account, whose.language, turn.queue, turn.topic,
                    part.agent_id, part.since, part.until, turn.ended if last else Ended.OPEN, last, turn.reason,
                )  # fmt: skip

    def told_phases(self) -> tuple[Phase, ...]:
        return tuple(one.told() for one in self.phases)


@noun(slots=True)
class _Part:
    """A piece that is still told."""

    agent_id: int | None
    since: datetime
    until: datetime | None = None


@noun(slots=True)
class _Phase:
    since: datetime | None = None
    accepted_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    agent_id: int | None = None
    first: _Turn | None = None

    def answer(self, at: datetime, agent_id: int | None) -> None:
        if self.answered_at is None:
            self.answered_at, self.agent_id = at, agent_id

    def told(self) -> Phase:
        times = self.since, self.accepted_at, self.answered_at, self.ended_at
        if self.first is None:
            return Phase(*times, self.agent_id)
        return Phase(*times, self.agent_id, self.first.queue, self.first.topic, self.first.reason)


@noun(slots=True)
class _Turn:
    """A round that is still told."""

    seq: int
    """Of the message with which it began; 0 where the buyer had said nothing that was owed an answer."""
    since: datetime
    reason: str
    phase: _Phase
    queue: int | None = None
    topic: str = ""
    until: datetime | None = None
    ended: Ended = Ended.OPEN
    agent_id: int | None = None
    parts: list[_Part] = field(default_factory=list)

    def end(self, how: Ended, at: datetime) -> None:
        self.ended, self.until = how, at
        self.parts[-1].until = at

    def answer(self, at: datetime, agent_id: int | None) -> None:
        """Credit goes to the sender, also where a colleague had accepted it already as the reply arrived."""
        senders = [n for n, part in enumerate(self.parts) if part.agent_id == agent_id]
        del self.parts[(senders[-1] if senders else len(self.parts) - 1) + 1 :]
        self.parts[-1].agent_id = self.agent_id = agent_id
        self.end(Ended.ANSWERED, at)
        self.phase.answer(at, agent_id)

    def began_before(self, fact: Fact) -> bool:
        """That reply was written. Where it began without a word of the buyer, the hour must tell."""
        return self.seq < fact.seq if self.seq else self.since <= (fact.spoke_at or fact.at)

    def is_answered_by(self, fact: Fact) -> bool:
        """What was written once it had been let go answers it no more."""
        if self.ended == Ended.OPEN or self.until is None:
            return self.ended == Ended.OPEN
        return self.ended != Ended.ANSWERED and (fact.spoke_at or fact.at) <= self.until
