"""The stints of a conversation while it is told: who had it, and how much was said to them and by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime

from desk.conversation import Mode
from desk.debt import Fact
from desk.figures.facts import Stint, Whose
from desk.record import noun


@noun(slots=True)
class Stints:
    every: list[_Stint] = field(default_factory=list)
    unheard: int = 0
    """Messages that are owed a person while nobody has it: whoever takes it hears them."""

    def hear(self, mode: str) -> None:
        if mode == Mode.HUMAN and self.every:
            self.every[-1].heard += 1
        elif mode == Mode.WAITING:
            self.unheard += 1

    def say(self, fact: Fact) -> None:
        """Also what arrives when they have it no more."""
        stint = next((one for one in reversed(self.every) if one.agent_id == fact.agent_id), None)
        if stint is not None:
            stint.said += 1
            stint.perfunctory += fact.perfunctory

    def take(self, fact: Fact, queue: int | None, topic: str) -> None:
        self.end(fact.at)
        self.every.append(_Stint(fact.agent_id, fact.at, queue=queue, topic=topic, heard=self.unheard))
        self.unheard = 0

    def end(self, at: datetime) -> None:
        if self.every and self.every[-1].until is None:
            self.every[-1].until = at

    def nobody_hears(
        self, since: datetime | None, until: datetime | None, queue: int | None, topic: str
    ) -> None:
        """What was said is owed a person all the same: nobody's stint has it. `until`: None where it still waits."""
        if self.unheard and since is not None:
            self.every.append(_Stint(None, since, until, queue, topic, heard=self.unheard))
            self.unheard = 0

    def holder(self) -> int | None:
        return self.every[-1].agent_id if self.every and self.every[-1].until is None else None

    def told(self, whose: Whose) -> Iterable[Stint]:
        for n, one in enumerate(self.every, start=1):
            yield Stint(
                whose.conversation_id, n, whose.channel, whose.account, whose.language, one.queue, one.topic,
                one.agent_id, one.since, one.until, one.heard, one.said, one.perfunctory,
            )  # fmt: skip


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
