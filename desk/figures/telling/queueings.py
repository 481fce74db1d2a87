"""The places in the queue that a conversation had, while it is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime

from desk.figures.facts import Left, Queueing, Whose
from desk.record import noun


@noun(slots=True)
class Places:
    every: list[_Place] = field(default_factory=list)

    def enter(self, at: datetime, reason: str, queue: int | None, topic: str) -> None:
        self.every.append(_Place(at, reason, queue, topic))

    def leave(self, how: Left, at: datetime, agent_id: int | None = None) -> None:
        if (place := self.open()) is not None:
            place.left, place.left_at, place.agent_id = how, at, agent_id

    def open(self) -> _Place | None:
        return self.every[-1] if self.every and self.every[-1].left == Left.WAITS else None

    def last_entered_at(self) -> datetime | None:
        return self.every[-1].at if self.every else None

    def told(self, whose: Whose) -> Iterable[Queueing]:
        for n, one in enumerate(self.every, start=1):
            yield Queueing(
                whose.conversation_id, n, whose.channel, whose.account, whose.language, one.queue, one.topic, one.reason,
                one.at, one.left_at, one.left, one.agent_id,
            )  # fmt: skip


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
