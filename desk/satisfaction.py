"""Satisfaction 满意度 (F2): whether a buyer was satisfied, 1 to 5 and in words, asked once of a conversation or a case.

The question and its answer lie in the conversation that was asked about. They begin nothing: nobody is owed anything
for them, no conversation is opened or reopened."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

from desk import events
from desk.afterwards import Afterwards
from desk.machine import Moves
from desk.record import noun, record

VALUES = range(1, 6)
LOW = 2
"""Up to this a supervisor looks at it."""
SATISFIED = 4
"""From this on it counts as satisfied."""
LATEST = timedelta(hours=24)
"""After the end of what is asked about; what could not be asked by then (quiet hours, another conversation) is not."""
STANDS_FOR = timedelta(days=7)
"""An answer that comes later is not kept."""
CHANGES_FOR = timedelta(days=1)
LONGEST_WORDS = 1_000


class ScoreState(StrEnum):
    ASKING = "asking"  # on its way; for ever where nobody knows whether it arrived
    ASKED = "asked"
    ANSWERED = "answered"
    CALLED_OFF = "called_off"  # it did not reach the buyer


MOVES = Moves(
    {
        (ScoreState.ASKING, "accept"): ScoreState.ASKED,
        (ScoreState.ASKING, "call_off"): ScoreState.CALLED_OFF,
        (ScoreState.ASKING, "answer"): ScoreState.ANSWERED,  # pressed before we heard that it arrived
        (ScoreState.ASKED, "answer"): ScoreState.ANSWERED,
        (ScoreState.ANSWERED, "accept"): ScoreState.ANSWERED,
        (ScoreState.ANSWERED, "call_off"): ScoreState.ANSWERED,  # it did arrive, whatever the channel said
        (ScoreState.ANSWERED, "answer"): ScoreState.ANSWERED,  # another value within a day: the last counts
    }
)

Taken = Literal["first", "changed", "same", "too_late"]


@noun(slots=True)
class Score:
    id: int
    conversation_id: int
    """Where it was asked: of a conversation, that one."""
    ticket_id: int | None
    """The case that it is about; None: the conversation."""
    buyer_id: int
    channel: str
    agent_id: int | None
    """Who last answered the buyer as a person; None where only the bot did."""
    state: ScoreState
    made_at: datetime
    asked_at: datetime | None = None
    """When the channel accepted the question."""
    value: int | None = None
    answered_at: datetime | None = None
    """When they first answered."""
    changed_at: datetime | None = None
    words: str = ""
    worded_at: datetime | None = None
    seen_by: int | None = None
    """Who of those that supervise has looked at a low one."""
    seen_at: datetime | None = None
    version: int = 0
    events: list[events.Event] = field(default_factory=list)
    born: list[Any] = field(default_factory=list)

    @property
    def low(self) -> bool:
        return self.value is not None and self.value <= LOW

    def accept(self, at: datetime) -> None:
        self.state = MOVES.next(self.state, "accept")
        self.asked_at = at

    def call_off(self) -> None:
        self.state = MOVES.next(self.state, "call_off")

    def answer(self, value: int, at: datetime) -> Taken:
        """What became of it. Raises NotNow where the question was called off."""
        after = MOVES.next(self.state, "answer")
        how = taken(self, value, at)
        if how in ("same", "too_late"):
            return how
        self.state = after
        if how == "first":
            self.answered_at = at
        else:
            self.changed_at = at
        if value <= LOW < (self.value or VALUES.stop):
            self.seen_by = self.seen_at = None
        self.value = value
        return how

    def say_words(self, words: str, at: datetime) -> None:
        self.words, self.worded_at = words.strip()[:LONGEST_WORDS], at

    def look_at(self, by: int, at: datetime) -> None:
        """A supervisor has. Twice is once."""
        if self.seen_at is None:
            self.seen_by, self.seen_at = by, at


def taken(score: Score, value: int, at: datetime) -> Taken:
    """What an answer at that time counts for."""
    if score.value is None:
        return "first" if at - (score.asked_at or score.made_at) <= STANDS_FOR else "too_late"
    if value == score.value:
        return "same"
    assert score.answered_at is not None
    return "changed" if at - score.answered_at <= CHANGES_FOR else "too_late"


# --- whether it is asked


@record(frozen=True, slots=True)
class Occasion:
    """Something is over, and what matters for asking about it."""

    since: datetime
    """When it was over."""
    case: bool
    person: bool
    """A person has answered the buyer in it."""
    bot: bool
    reachable: bool
    """In private, not blocked, and within what the channel lets us begin."""
    busy: bool
    """Another conversation of the buyer goes on, or somebody is about to tell them something."""
    quiet: bool
    of_a_case: bool = False
    """A conversation with a case of its own: that one is asked about instead."""
    asked_at: datetime | None = None
    """When this buyer was last asked, about whatever."""


Decision = Literal["ask", "later", "never"]


def decision(now: Occasion, rules: Afterwards, at: datetime) -> Decision:
    """Quiet hours and another conversation put it off, up to a day; everything else is for good."""
    if not _wanted(now, rules) or not now.reachable or at - now.since > LATEST:
        return "never"
    if now.asked_at is not None and at - now.asked_at < rules.rest:
        return "never"
    return "later" if now.busy or now.quiet else "ask"


def _wanted(now: Occasion, rules: Afterwards) -> bool:
    if now.case:
        return rules.after_case
    if now.of_a_case and rules.after_case:
        return False
    return rules.after_person if now.person else rules.after_bot and now.bot
