"""One conversation told again from its events, in their order: its session, rounds, places in the queue and stints.

A round begins at the first message that is owed a person and ends at the first qualifying reply (desk/response_time.py).
A reply answers the newest round that had begun when it was written: nothing of what the buyer said since, and that round
still, where it arrives after the conversation was closed or given back. Which came first is told by numbers: clocks jump."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime

from desk.conversation import WITH_A_PERSON, Mode
from desk.debt import Fact
from desk.figures.facts import Ended, Left, Phase, Piece, Queueing, Round, Session, Stint, Told
from desk.message import Author
from desk.outgoing import OutState
from desk.record import noun, record
from desk.response_time import Reply, qualifies


@record(frozen=True, slots=True)
class Whose:
    """What a conversation's facts have in common."""

    conversation_id: int
    buyer_id: int
    channel: str
    account: str
    language: str


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


Spoken = tuple[int, datetime]
"""A message of the buyer: its number, and when they spoke."""


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


@noun(slots=True)
class _Place:
    """A place in the queue that is still told."""

    at: datetime
    reason: str
    queue: int | None = None
    topic: str = ""
    left_at: datetime | None = None
    left: Left = Left.WAITS
    agent_id: int | None = None


@noun(slots=True)
class _Stint:
    agent_id: int | None
    since: datetime
    until: datetime | None = None
    queue: int | None = None
    topic: str = ""
    heard: int = 0
    said: int = 0
    perfunctory: int = 0


@noun(slots=True)
class _Telling:
    mode: str = Mode.BOT
    queue: int | None = None
    """Where it stood at the last change of hands."""
    topic: str = ""
    stood_in: int | None = None
    """The last queue in which it stood, and what it was last about."""
    was_about: str = ""
    reason: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    bot_first_at: datetime | None = None
    heard: int = 0
    bot_said: int = 0
    people_said: int = 0
    waiting: Spoken | None = None
    """The first message that nobody answered, not even the bot: a handoff takes it along."""
    arrived: set[int] = field(default_factory=set)
    """Numbers of our messages that were said: of several parts that arrive in one instant, each looks like the last."""
    spoken: list[Spoken] = field(default_factory=list)
    """What the buyer said since a person last answered."""
    unheard: int = 0
    """Messages that are owed a person while nobody has it: whoever takes it hears them."""
    turns: list[_Turn] = field(default_factory=list)
    phases: list[_Phase] = field(default_factory=list)
    places: list[_Place] = field(default_factory=list)
    stints: list[_Stint] = field(default_factory=list)

    def follow(self, fact: Fact) -> None:
        match fact.kind:
            case "heard":
                self._hear(fact)
            case "delivered" if fact.whole:
                self._delivered(fact)
            case "mode":
                self._move(fact)
            case "gone":
                self._let_go(Ended.GONE, fact.at)
                self._leave_queue(Left.ABANDONED, fact.at)

    # --- said

    def _hear(self, fact: Fact) -> None:
        said = fact.seq, fact.spoke_at or fact.at
        self.started_at = self.started_at or said[1]
        self.heard += 1
        self.spoken.append(said)
        if self.mode == Mode.HUMAN and self.stints:
            self.stints[-1].heard += 1
        elif self.mode == Mode.WAITING:
            self.unheard += 1
        if self.mode in WITH_A_PERSON and self._open_turn() is None:
            self._back(fact)
            self._begin(said)
        self.waiting = self.waiting or said

    def _back(self, fact: Fact) -> None:
        """Who was gone and writes again waits anew, where the conversation stood."""
        if not self._over():
            return
        accepted = self.mode == Mode.HUMAN
        self.phases.append(_Phase(accepted_at=fact.at if accepted else None))
        if not accepted:
            self._queue(fact)

    def _delivered(self, fact: Fact) -> None:
        if fact.seq in self.arrived:
            return
        self.arrived.add(fact.seq)
        unanswered = next((said for said in self.spoken if said[0] > fact.seq), None)
        if fact.author == Author.BOT:
            self.bot_said += 1
            self.bot_first_at = self.bot_first_at or fact.at
            self.waiting = unanswered
        elif fact.author == Author.HUMAN:
            self._person_said(fact, unanswered)

    def _person_said(self, fact: Fact, unanswered: Spoken | None) -> None:
        self.people_said += 1
        if (stint := self._stint_of(fact.agent_id)) is not None:
            stint.said += 1
            stint.perfunctory += fact.perfunctory
        if not qualifies(Reply(Author.HUMAN, OutState.SENT, fact.perfunctory)):
            return
        turn = next((one for one in reversed(self.turns) if one.began_before(fact)), None)
        stands = turn is not None and turn.ended == Ended.OPEN
        if turn is not None and turn.is_answered_by(fact):
            turn.answer(fact.at, fact.agent_id)
        if self.mode not in WITH_A_PERSON:
            return  # what the buyer said since it was let go is the bot's
        self.spoken = [said for said in self.spoken if said[0] > fact.seq]
        self.waiting = unanswered
        if stands and unanswered is not None:
            self._begin(unanswered)

    def _stint_of(self, agent_id: int | None) -> _Stint | None:
        return next((one for one in reversed(self.stints) if one.agent_id == agent_id), None)

    # --- changing hands

    def _move(self, fact: Fact) -> None:
        self.mode = fact.after
        self._stands(fact)
        match fact.verb:
            case "hand_off":
                self.reason = fact.reason
                self._begin_phase()
                self._begin(self.waiting or (0, fact.at))
                self._queue(fact)
            case "take" | "take_over" | "hand_over":
                self._accepted(fact)
            case "release" | "pass_on":
                self._passed_on(fact.verb)
                self._end_stint(fact.at)
                self._leave_queue(Left.MOVED, fact.at)
                if not self._over():
                    self._queue(fact)
            case "give_back":
                self._let_go(Ended.GIVEN_BACK, fact.at)
                self._leave_queue(Left.GIVEN_BACK, fact.at)
            case "close":
                self._let_go(Ended.CLOSED, fact.at)
                self._leave_queue(Left.ABANDONED, fact.at)
                self.ended_at = fact.at
            case "reopen":
                self.ended_at = None

    def _passed_on(self, verb: str) -> None:
        """By the ladder of what is passed on it is judged from now on, as it is counted on the desk."""
        self.reason = verb
        if (turn := self._open_turn()) is not None:
            turn.reason = verb

    def _accepted(self, fact: Fact) -> None:
        if fact.before == Mode.BOT:
            self.reason = "taken_over"
            self._begin_phase()
            if self.waiting is not None:
                self._begin(self.waiting)
        if self.phases and not self._over():
            self.phases[-1].accepted_at = self.phases[-1].accepted_at or fact.at
        self._leave_queue(Left.TAKEN, fact.at, fact.agent_id)
        self._end_stint(fact.at)
        self.stints.append(
            _Stint(fact.agent_id, fact.at, queue=self.queue, topic=self.topic, heard=self.unheard)
        )
        self.unheard = 0
        turn = self._open_turn()
        if turn is None:
            return
        part = turn.parts[-1]
        if part.agent_id is None:
            part.agent_id = fact.agent_id
        elif part.agent_id != fact.agent_id:
            part.until = fact.at
            turn.parts.append(_Part(fact.agent_id, fact.at))

    def _stands(self, fact: Fact) -> None:
        """An event names the queue and topic before the move: of what is open, those are the latest known."""
        self.queue, self.topic = fact.queue, fact.topic
        self.stood_in, self.was_about = fact.queue or self.stood_in, fact.topic or self.was_about
        if (turn := self._open_turn()) is not None:
            turn.queue, turn.topic = fact.queue, fact.topic
        if self.places and self.places[-1].left == Left.WAITS:
            self.places[-1].queue, self.places[-1].topic = fact.queue, fact.topic

    def _begin_phase(self) -> None:
        self.phases.append(_Phase())
        asked = self.waiting
        self.unheard = sum(seq >= asked[0] for seq, _ in self.spoken) if asked is not None else 0

    def _begin(self, said: Spoken) -> None:
        if not self.phases:
            return
        seq, since = said
        phase = self.phases[-1]
        phase.since = phase.since or since
        holder = self.stints[-1].agent_id if self.stints and self.stints[-1].until is None else None
        turn = _Turn(seq, since, self.reason, phase, self.queue, self.topic)
        turn.parts.append(_Part(holder, since))
        self.turns.append(turn)
        phase.first = phase.first or turn

    def _over(self) -> bool:
        """While the conversation is with a person: the buyer is gone."""
        return bool(self.phases) and self.phases[-1].ended_at is not None

    def _open_turn(self) -> _Turn | None:
        return self.turns[-1] if self.turns and self.turns[-1].ended == Ended.OPEN else None

    def _let_go(self, how: Ended, at: datetime) -> None:
        if (turn := self._open_turn()) is not None:
            turn.end(how, at)
        self.waiting = None
        if self.phases and not self._over():
            self.phases[-1].ended_at = at
        if how != Ended.GONE:
            self.unheard_by_all(at)
            self._end_stint(at)

    def unheard_by_all(self, at: datetime | None) -> None:
        """They are owed a person all the same: nobody's stint has them. `at`: when it was let go; None: it still waits."""
        since = self.places[-1].at if self.places else at
        if self.unheard and since is not None:
            self.stints.append(_Stint(None, since, at, self.queue, self.topic, heard=self.unheard))
            self.unheard = 0

    def _queue(self, fact: Fact) -> None:
        self.places.append(_Place(fact.at, self.reason, self.queue, self.topic))

    def _leave_queue(self, how: Left, at: datetime, agent_id: int | None = None) -> None:
        if self.places and self.places[-1].left == Left.WAITS:
            place = self.places[-1]
            place.left, place.left_at, place.agent_id = how, at, agent_id

    def _end_stint(self, at: datetime) -> None:
        if self.stints and self.stints[-1].until is None:
            self.stints[-1].until = at

    def stands_in(self, queue: int | None) -> None:
        """Whatever is open is in the queue in which the conversation stands now."""
        self.stood_in = queue or self.stood_in
        if (turn := self._open_turn()) is not None:
            turn.queue = queue
        if self.places and self.places[-1].left == Left.WAITS:
            self.places[-1].queue = queue


def told(whose: Whose, facts: Iterable[Fact], stands_in: int | None = None) -> Told | None:
    """`facts`: of one conversation, in the order of the log. `stands_in`: the queue in which it stands now, for what is
    open. None where the buyer said nothing: a conversation that the shop began and nobody answered is no session."""
    telling = _Telling()
    for fact in facts:
        telling.follow(fact)
    if telling.started_at is None:
        return None
    telling.stands_in(stands_in)
    telling.unheard_by_all(None)
    return Told(
        session=_session(whose, telling, telling.started_at),
        rounds=tuple(_rounds(whose, telling.turns)),
        pieces=tuple(_pieces(whose, telling.turns)),
        queueings=tuple(_queueings(whose, telling.places)),
        stints=tuple(_stints(whose, telling.stints)),
    )


def _session(whose: Whose, telling: _Telling, started_at: datetime) -> Session:
    return Session(
        whose.conversation_id, whose.buyer_id, whose.channel, whose.account, whose.language, telling.stood_in,
        telling.was_about, started_at, telling.ended_at, telling.bot_first_at, tuple(map(_phase, telling.phases)), telling.heard,
        telling.bot_said, telling.people_said,
    )  # fmt: skip


def _phase(one: _Phase) -> Phase:
    times = one.since, one.accepted_at, one.answered_at, one.ended_at
    if one.first is None:
        return Phase(*times, one.agent_id)
    return Phase(*times, one.agent_id, one.first.queue, one.first.topic, one.first.reason)


def _rounds(whose: Whose, turns: Sequence[_Turn]) -> Iterable[Round]:
    for n, one in enumerate(turns, start=1):
        yield Round(
            whose.conversation_id, n, whose.channel, whose.account, whose.language, one.queue, one.topic, one.reason,
            one.since, one.until, one.ended, one.agent_id, n == 1,
        )  # fmt: skip


def _pieces(whose: Whose, turns: Sequence[_Turn]) -> Iterable[Piece]:
    for n, turn in enumerate(turns, start=1):
        for k, part in enumerate(turn.parts, start=1):
            last = k == len(turn.parts)
            yield Piece(
                whose.conversation_id, n, k, whose.channel, whose.account, whose.language, turn.queue, turn.topic,
                part.agent_id, part.since, part.until, turn.ended if last else Ended.OPEN, last, turn.reason,
            )  # fmt: skip


def _queueings(whose: Whose, places: Sequence[_Place]) -> Iterable[Queueing]:
    for n, one in enumerate(places, start=1):
        yield Queueing(
            whose.conversation_id, n, whose.channel, whose.account, whose.language, one.queue, one.topic, one.reason,
            one.at, one.left_at, one.left, one.agent_id,
        )  # fmt: skip


def _stints(whose: Whose, stints: Sequence[_Stint]) -> Iterable[Stint]:
    for n, one in enumerate(stints, start=1):
        yield Stint(
            whose.conversation_id, n, whose.channel, whose.account, whose.language, one.queue, one.topic,
            one.agent_id, one.since, one.until, one.heard, one.said, one.perfunctory,
        )  # fmt: skip
