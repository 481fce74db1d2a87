"""Response times as the shop promises them to itself: ladders of steps, the clocks they run on, and which reply ends
a wait (D1, D2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from desk.message import Author
from desk.outgoing import OutState
from desk.record import record
from desk.shop import Hours


class Act(StrEnum):
    SIGNAL = "signal"  # colour and sound for the agent
    HOLD = "hold"  # a message to the buyer, with an apology; not an answer
    MISS = "miss"  # the target is missed: recorded
    OFFER = "offer"  # offered to another free agent, here or in another queue
    ALARM = "alarm"  # the limit: the supervisor's alarm, in the console and outside


class Owed(StrEnum):
    """What a waiting buyer is owed. The two are counted and judged apart: the bot's word pays the first alone."""

    ANSWER = "answer"  # by anybody, bot or person
    PERSON = "person"


RUNS_FOR: Mapping[Act, frozenset[Owed]] = {
    Act.SIGNAL: frozenset({Owed.PERSON}),
    Act.HOLD: frozenset({Owed.PERSON}),
    Act.MISS: frozenset(Owed),
    Act.OFFER: frozenset({Owed.PERSON}),
    Act.ALARM: frozenset({Owed.PERSON}),
}


@record(frozen=True, slots=True)
class Step:
    act: Act
    after: timedelta
    queue: str = ""
    """Where an offer goes; empty: to the others of the same queue."""


@record(frozen=True, slots=True)
class Scope:
    """Of which conversations; an empty part is any."""

    channel: str = ""
    queue: str = ""
    topic: str = ""

    @property
    def rank(self) -> tuple[int, bool, bool]:
        """The more parts are named, the more specific; of as many, a topic comes before a queue, and a queue before
        a channel."""
        named = sum(map(bool, (self.channel, self.queue, self.topic)))
        return named, bool(self.topic), bool(self.queue)


EVERYWHERE = Scope()
USUAL_STEPS = (
    Step(Act.SIGNAL, timedelta(seconds=15)),
    Step(Act.HOLD, timedelta(seconds=25)),
    Step(Act.MISS, timedelta(seconds=30)),
    Step(Act.OFFER, timedelta(seconds=45)),
    Step(Act.ALARM, timedelta(seconds=60)),
)


@record(frozen=True, slots=True)
class Ladder:
    """What happens, and when, while a buyer waits. Each has one target and one limit: the MISS and the ALARM."""

    scope: Scope = EVERYWHERE
    steps: tuple[Step, ...] = USUAL_STEPS
    around_the_clock: bool = False
    """Otherwise it counts in opening hours."""
    hold_every: timedelta = timedelta(seconds=120)
    """Never sooner after another hold message, whatever asks for one."""
    hold_most: int = 3
    """In one wait."""

    @property
    def target(self) -> timedelta:
        return self._first(Act.MISS)

    @property
    def limit(self) -> timedelta:
        return self._first(Act.ALARM)

    def _first(self, act: Act) -> timedelta:
        return next(step.after for step in self.steps if step.act == act)


USUAL = Ladder()


def ranked(ladders: Iterable[Ladder]) -> tuple[Ladder, ...]:
    """The most specific first."""
    return tuple(sorted(ladders, key=lambda ladder: ladder.scope.rank, reverse=True))


def first_for(ladders: Sequence[Ladder], channel: str, queue: str, topics: Collection[str]) -> Ladder:
    """Of ranked ones the first that applies; the usual one where none does, which a check refuses to save."""
    for ladder in ladders:
        scope = ladder.scope
        if (
            scope.channel in ("", channel)
            and scope.queue in ("", queue)
            and (not scope.topic or scope.topic in topics)
        ):
            return ladder
    return USUAL


@record(frozen=True, slots=True)
class Promptness:
    """All ladders of a shop with the hours in which they count."""

    hours: Hours
    ladders: tuple[Ladder, ...] = (USUAL,)
    _ranked: tuple[Ladder, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ranked", ranked(self.ladders))

    def ladder_for(self, channel: str, queue: str = "", topics: Collection[str] = ()) -> Ladder:
        """`topics`: what the buyer asks about, and why a person was called; a scope names either."""
        return first_for(self._ranked, channel, queue, topics)

    def steps_due(self, ladder: Ladder, since: datetime) -> list[tuple[Step, datetime]]:
        """In the ladder's order, the first hold message only; none where the shop does not open any more."""
        open_through = since if ladder.around_the_clock else self.hours.open_through(since)
        found = []
        for step in ladder.steps:
            due_at: datetime | None = since + step.after
            if not ladder.around_the_clock and since + step.after > open_through:
                due_at = self.hours.after(since, step.after)
            if due_at is not None:
                found.append((step, due_at))
        return found

    def due(self, ladder: Ladder, since: datetime, after: timedelta) -> datetime | None:
        """When so much has passed as this ladder counts; None where the shop does not open any more."""
        return since + after if ladder.around_the_clock else self.hours.after(since, after)

    def waited(self, ladder: Ladder, since: datetime, until: datetime) -> timedelta:
        """As this ladder counts. What is exactly the target is still in time."""
        return until - since if ladder.around_the_clock else self.hours.open_between(since, until)

    def hold_due(
        self, ladder: Ladder, since: datetime, held: int, last_held_at: datetime | None
    ) -> datetime | None:
        """When the next hold message may go: `held` of them went in this wait, the last to this buyer at
        `last_held_at`, which may have been in an earlier wait. None: no more of them."""
        first = next((step.after for step in ladder.steps if step.act == Act.HOLD), None)
        if first is None or held >= ladder.hold_most:
            return None
        due_at = self.due(ladder, since, first)
        if last_held_at is None or due_at is None:
            return due_at
        again = self.due(ladder, last_held_at, ladder.hold_every)
        return None if again is None else max(due_at, again)


@record(frozen=True, slots=True)
class Reply:
    """A message to the buyer as far as it can end a wait."""

    author: Author
    state: OutState
    """Of its last letter: the channel has it, or has not."""
    perfunctory: bool = False
    """A word that answers nothing (嗯, ok), as the guard's list has it. A picture is no such word."""


def settles(reply: Reply) -> frozenset[Owed]:
    """What this pays of what the buyer is owed. Only what the channel accepted pays anything; a note is invisible, a
    timer's message is automatic."""
    if reply.state != OutState.SENT:
        return frozenset()
    if reply.author == Author.BOT:
        return frozenset({Owed.ANSWER})
    if reply.author == Author.HUMAN and not reply.perfunctory:
        return frozenset(Owed)
    return frozenset()


def qualifies(reply: Reply) -> bool:
    """Whether a person has answered: sent by a person, visible, accepted by the channel, not automatic, and saying
    something."""
    return Owed.PERSON in settles(reply)
