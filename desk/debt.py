"""A person's debt 人工待回复, found again from what happened: since when a buyer was owed a person, and how that ended.

A conversation's row knows the debt of this moment only. Here its facts are gone through in their order, by the rules of
desk/conversation.py: so rates are computed from what happened, and a changed rule changes history alike."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from desk.conversation import WITH_A_PERSON, Mode
from desk.handover import Reason
from desk.message import Author
from desk.outgoing import OutState
from desk.record import noun, record
from desk.response_time import Owed, Reply, settles


@record(frozen=True, slots=True)
class Fact:
    """Something that happened, with as much of it as decides about debts."""

    conversation_id: int
    kind: str
    """heard, delivered, mode, gone; whatever else happens changes no debt."""
    at: datetime
    channel: str = ""
    seq: int = 0
    spoke_at: datetime | None = None
    """heard: when the buyer spoke, by the channel's clock where that counts."""
    author: str = ""
    """delivered: whose words the channel accepted."""
    whole: bool = False
    """delivered: their last part."""
    perfunctory: bool = False
    verb: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""
    queue: int | None = None
    """mode: where it stood until then."""
    topic: str = ""
    agent_id: int | None = None
    """mode: who took it, or let it go; delivered: whose words they were."""


@noun(slots=True)
class Debt:
    """One round 轮次: from the first message that is owed a person to what ended it. Passed on, it goes on: to the buyer
    it is one wait, whoever answers in the end."""

    conversation_id: int
    channel: str
    since: datetime
    queue: int | None = None
    """Where it stood in the end, what the buyer wanted, and why a person was called: by these the ladder is found."""
    topic: str = ""
    reason: str = ""
    until: datetime | None = None
    answered: bool = False
    """By a person. Otherwise nobody is owed any more: closed, given back to the bot, or the buyer left."""


@noun(slots=True)
class Trace:
    """One conversation, as far as its facts were gone through."""

    conversation_id: int
    channel: str
    mode: str = Mode.BOT
    queue: int | None = None
    topic: str = ""
    reason: str = ""
    waiting_since: datetime | None = None
    """First message that nobody answered, not even the bot: a handoff takes it along."""
    debt: Debt | None = None
    spoken: list[tuple[int, datetime]] = field(default_factory=list)
    """What the buyer said since a person last answered."""

    def follow(self, fact: Fact) -> Debt | None:
        """The debt that began with it, if one did."""
        standing = self.debt
        match fact.kind:
            case "heard":
                self._hear(fact)
            case "delivered" if fact.whole:
                self._delivered(fact)
            case "mode":
                self._move(fact)
            case "gone":
                self._let_go(fact.at)
        return self.debt if self.debt is not standing else None

    def _hear(self, fact: Fact) -> None:
        spoke_at = fact.spoke_at or fact.at
        self.spoken.append((fact.seq, spoke_at))
        if self.mode in WITH_A_PERSON and self.debt is None:
            self._begin(spoke_at)
        if self.waiting_since is None:
            self.waiting_since = spoke_at

    def _delivered(self, fact: Fact) -> None:
        if fact.author == Author.HUMAN and self.mode not in WITH_A_PERSON:
            return  # let go before it left
        paid = settles(Reply(Author(fact.author), OutState.SENT, fact.perfunctory))
        unanswered = next((at for seq, at in self.spoken if seq > fact.seq), None)
        if Owed.PERSON in paid:
            self.spoken = [one for one in self.spoken if one[0] > fact.seq]
            # What was on its way before the buyer spoke answers nothing of what they said.
            if self.debt is None or unanswered is None or self.debt.since < unanswered:
                self._end(fact.at, answered=True)
                # Who waits is always owed a person.
                since = unanswered or (fact.at if self.mode == Mode.WAITING else None)
                if since is not None:
                    self._begin(since)
        if Owed.ANSWER in paid:
            self.waiting_since = unanswered

    def stands(self, queue: int | None, topic: str) -> None:
        """Whatever is owed is counted by the ladder of the queue in which it stands now."""
        self.queue, self.topic = queue, topic
        if self.debt is not None:
            self.debt.queue, self.debt.topic = queue, topic

    def _move(self, fact: Fact) -> None:
        self.mode = fact.after
        self.stands(fact.queue, fact.topic)
        match fact.verb:
            case "hand_off":
                self.reason = fact.reason
                self._begin(self.waiting_since or fact.at)
            case "take" if fact.before == Mode.BOT:
                self.reason = Reason.TAKEN_OVER
                if self.waiting_since is not None:
                    self._begin(self.waiting_since)
            case "release" | "pass_on":
                self.reason = Reason.PASSED_ON
                if self.debt is None:
                    self._begin(fact.at)
                else:
                    self.debt.reason = self.reason
            case "give_back" | "close":
                self._let_go(fact.at)

    def _let_go(self, at: datetime) -> None:
        self._end(at, answered=False)
        self.waiting_since = None

    def _begin(self, since: datetime) -> None:
        self.debt = Debt(self.conversation_id, self.channel, since, self.queue, self.topic, self.reason)

    def _end(self, at: datetime, *, answered: bool) -> None:
        if self.debt is not None:
            self.debt.until, self.debt.answered = at, answered
            self.debt = None


@noun(slots=True)
class Debts:
    """All debts that began on one day, as its facts come in."""

    since: datetime
    traces: dict[int, Trace] = field(default_factory=dict)
    found: list[Debt] = field(default_factory=list)

    def follow(self, fact: Fact) -> None:
        trace = self.traces.get(fact.conversation_id)
        if trace is None:
            trace = self.traces[fact.conversation_id] = Trace(fact.conversation_id, fact.channel)
        begun = trace.follow(fact)
        if begun is not None and begun.since >= self.since:
            self.found.append(begun)

    def stands(self, conversation_id: int, queue: int | None, topic: str) -> None:
        """What the conversation itself says now of a debt that is open."""
        if (trace := self.traces.get(conversation_id)) is not None:
            trace.stands(queue, topic)
