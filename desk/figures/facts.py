"""The facts that figures are made of: what happened to a buyer in one session 会话, and in each round 轮次 of it.

They hold instants, people and places, and no rule of the shop: no opening hours, no target, no limit. So a changed rule
changes all history alike. Definitions: docs/figures.md."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from desk.record import record


class Ended(StrEnum):
    """How a round ended."""

    OPEN = ""
    ANSWERED = "answered"  # by a person, with a qualifying reply
    CLOSED = "closed"
    GIVEN_BACK = "given_back"  # to the bot
    GONE = "gone"  # the buyer blocked the shop, or the chat is no more


class Left(StrEnum):
    """How a place in the queue ended."""

    WAITS = ""
    TAKEN = "taken"
    MOVED = "moved"  # into another queue, or to the end of this one
    ABANDONED = "abandoned"  # closed, or the buyer gone, before anybody came
    GIVEN_BACK = "given_back"


@record(frozen=True, slots=True)
class Whose:
    """What a conversation's facts have in common."""

    conversation_id: int
    buyer_id: int
    channel: str
    account: str
    language: str


@record(frozen=True, slots=True)
class Phase:
    """A human phase: from a handoff, or from an agent stepping in, until the bot has it again, it is closed or the buyer
    is gone; who comes back while it waits for them begins another."""

    since: datetime | None
    """The buyer's first message of it that was owed a person; None where they asked nothing."""
    accepted_at: datetime | None
    answered_at: datetime | None
    """The first qualifying reply, at the channel's acceptance."""
    ended_at: datetime | None
    agent_id: int | None
    """Who sent that reply."""
    queue: int | None = None
    """Where its first round stood, about what, and why a person was called: by these its ladder is found."""
    topic: str = ""
    reason: str = ""


@record(frozen=True, slots=True)
class Session:
    """One conversation, from the buyer's first message."""

    conversation_id: int
    buyer_id: int
    channel: str
    account: str
    language: str
    queue: int | None
    topic: str
    started_at: datetime
    ended_at: datetime | None
    """Closed, and not opened again since."""
    bot_first_at: datetime | None
    phases: tuple[Phase, ...]
    heard: int
    """Messages of the buyer; of the bot; of people, as the channel accepted them."""
    bot_said: int
    people_said: int
    again_at: datetime | None = None
    """When the same buyer next began a session; read besides."""

    @property
    def at(self) -> datetime:
        return self.started_at

    @property
    def over(self) -> bool:
        return self.ended_at is not None

    @property
    def agent_id(self) -> int | None:
        """Who first answered as a person."""
        return next((one.agent_id for one in self.phases if one.answered_at is not None), None)


@record(frozen=True, slots=True)
class Round:
    """From the first message that was owed a person to what ended it. Passed on, it goes on: to the buyer it is one wait."""

    conversation_id: int
    n: int
    channel: str
    account: str
    language: str
    queue: int | None
    topic: str
    reason: str
    since: datetime
    until: datetime | None
    ended: Ended
    agent_id: int | None
    """Who sent the reply."""
    first: bool
    """Of its session."""

    @property
    def at(self) -> datetime:
        return self.since

    @property
    def over(self) -> bool:
        return self.until is not None

    @property
    def answered(self) -> bool:
        return self.ended == Ended.ANSWERED


@record(frozen=True, slots=True)
class Piece:
    """One person's part of a round: a transfer splits it where the next person accepted. The time before anybody had it
    belongs to the first."""

    conversation_id: int
    n: int
    k: int
    channel: str
    account: str
    language: str
    queue: int | None
    topic: str
    agent_id: int | None
    since: datetime
    until: datetime | None
    ended: Ended
    """Of the last piece as of its round; of the others OPEN, for they answered nothing."""
    last: bool
    reason: str = ""
    """Of its round, by which its ladder is found; read besides."""

    @property
    def at(self) -> datetime:
        return self.since

    @property
    def over(self) -> bool:
        return self.until is not None

    @property
    def answered(self) -> bool:
        return self.ended == Ended.ANSWERED


@record(frozen=True, slots=True)
class Queueing:
    """One wait in a queue 排队."""

    conversation_id: int
    n: int
    channel: str
    account: str
    language: str
    queue: int | None
    topic: str
    reason: str
    entered_at: datetime
    left_at: datetime | None
    left: Left
    agent_id: int | None
    """Who took it."""

    @property
    def at(self) -> datetime:
        return self.entered_at

    @property
    def over(self) -> bool:
        return self.left_at is not None


@record(frozen=True, slots=True)
class Stint:
    """One person's time with a conversation, from taking it to letting it go; with no person, what was said to nobody who
    ever came."""

    conversation_id: int
    n: int
    channel: str
    account: str
    language: str
    queue: int | None
    topic: str
    agent_id: int | None
    since: datetime
    until: datetime | None
    heard: int
    """Messages of the buyer that were owed a person: while they had it, and while it waited for them."""
    said: int
    """Their own, as the channel accepted them."""
    perfunctory: int
    """Of these, empty words."""

    @property
    def at(self) -> datetime:
        return self.since

    @property
    def over(self) -> bool:
        return self.until is not None


@record(frozen=True, slots=True)
class Told:
    """All that one conversation gives."""

    session: Session
    rounds: tuple[Round, ...]
    pieces: tuple[Piece, ...]
    queueings: tuple[Queueing, ...]
    stints: tuple[Stint, ...]
