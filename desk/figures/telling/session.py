"""A session while it is told: who has the conversation, and what each event does to its rounds, places and stints."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from desk.conversation import WITH_A_PERSON, Mode
from desk.debt import Fact
from desk.figures.facts import Ended, Left, Session, Whose
from desk.figures.telling.queueings import Places
from desk.figures.telling.rounds import Rounds, Spoken
from desk.figures.telling.stints import Stints
from desk.message import Author
from desk.outgoing import OutState
from desk.record import noun
from desk.response_time import Reply, qualifies


@noun(slots=True)
class Telling:
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
    rounds: Rounds = field(default_factory=Rounds)
    places: Places = field(default_factory=Places)
    stints: Stints = field(default_factory=Stints)

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
                self.places.leave(Left.ABANDONED, fact.at)

    def stands_in(self, queue: int | None) -> None:
        """The end of the tale: whatever is open is in the queue in which the conversation stands now."""
        self.stood_in = queue or self.stood_in
        if (turn := self.rounds.open()) is not None:
            turn.queue = queue
        if (place := self.places.open()) is not None:
            place.queue = queue
        self._nobody_hears(None)

    def session(self, whose: Whose, started_at: datetime) -> Session:
        return Session(
            whose.conversation_id, whose.buyer_id, whose.channel, whose.account, whose.language, self.stood_in,
            self.was_about, started_at, self.ended_at, self.bot_first_at, self.rounds.told_phases(), self.heard,
            self.bot_said, self.people_said,
        )  # fmt: skip

    # --- said

    def _hear(self, fact: Fact) -> None:
        said = fact.seq, fact.spoke_at or fact.at
        self.started_at = self.started_at or said[1]
        self.heard += 1
        self.spoken.append(said)
        self.stints.hear(self.mode)
        if self.mode in WITH_A_PERSON and self.rounds.open() is None:
            self._back(fact)
            self._begin(said)
        self.waiting = self.waiting or said

    def _back(self, fact: Fact) -> None:
        """Who was gone and writes again waits anew, where the conversation stood."""
        if not self.rounds.over():
            return
        accepted = self.mode == Mode.HUMAN
        self.rounds.begin_phase(accepted_at=fact.at if accepted else None)
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
        self.stints.say(fact)
        if not qualifies(Reply(Author.HUMAN, OutState.SENT, fact.perfunctory)):
            return
        stood_open = self.rounds.answer(fact)
        if self.mode not in WITH_A_PERSON:
            return  # what the buyer said since it was let go is the bot's
        self.spoken = [said for said in self.spoken if said[0] > fact.seq]
        self.waiting = unanswered
        if stood_open and unanswered is not None:
            self._begin(unanswered)

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
                self.reason = fact.verb
                self.rounds.pass_on(fact.verb)
                self.stints.end(fact.at)
                self.places.leave(Left.MOVED, fact.at)
                if not self.rounds.over():
                    self._queue(fact)
            case "give_back":
                self._let_go(Ended.GIVEN_BACK, fact.at)
                self.places.leave(Left.GIVEN_BACK, fact.at)
            case "close":
                self._let_go(Ended.CLOSED, fact.at)
                self.places.leave(Left.ABANDONED, fact.at)
                self.ended_at = fact.at
            case "reopen":
                self.ended_at = None

    def _accepted(self, fact: Fact) -> None:
        if fact.before == Mode.BOT:
            self.reason = "taken_over"
            self._begin_phase()
            if self.waiting is not None:
                self._begin(self.waiting)
        self.places.leave(Left.TAKEN, fact.at, fact.agent_id)
        self.stints.take(fact, self.queue, self.topic)
        self.rounds.accept(fact.at, fact.agent_id)

    def _stands(self, fact: Fact) -> None:
        """An event names the queue and topic before the move: of what is open, those are the latest known."""
        self.queue, self.topic = fact.queue, fact.topic
        self.stood_in, self.was_about = fact.queue or self.stood_in, fact.topic or self.was_about
        if (turn := self.rounds.open()) is not None:
            turn.queue, turn.topic = fact.queue, fact.topic
        if (place := self.places.open()) is not None:
            place.queue, place.topic = fact.queue, fact.topic

    def _begin_phase(self) -> None:
        self.rounds.begin_phase()
        asked = self.waiting
        self.stints.unheard = sum(seq >= asked[0] for seq, _ in self.spoken) if asked is not None else 0

    def _begin(self, said: Spoken) -> None:
        self.rounds.begin(said, self.stints.holder(), self.reason, self.queue, self.topic)

    def _queue(self, fact: Fact) -> None:
        self.places.enter(fact.at, self.reason, self.queue, self.topic)

    def _let_go(self, how: Ended, at: datetime) -> None:
        self.rounds.let_go(how, at)
        self.waiting = None
        if how != Ended.GONE:
            self._nobody_hears(at)
            self.stints.end(at)

    def _nobody_hears(self, until: datetime | None) -> None:
        since = self.places.last_entered_at() or until
        self.stints.nobody_hears(since, until, self.queue, self.topic)
