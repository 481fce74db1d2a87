"""Routing 分配: in which queue a buyer waits, who is asked first, and who of the waiting comes first.

Pure functions of what waits and who is there; no clock, no store. The same rules serve the worker that makes
offers and the page that explains them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from functools import partial

from desk.asked_again import LetGo
from desk.handover import Reason
from desk.record import noun, record

OFFER_SECONDS = 20
"""How long somebody is asked where no queue says otherwise."""
HURT = frozenset({Reason.UPSET, Reason.ABUSE})
"""Whoever waits for one of these comes before others of the same queue's priority."""


@noun(slots=True)
class Queue:
    """A rule of the shop: who waits here, who answers here. An empty list means any."""

    id: int
    name: str
    place: int
    """The first queue that fits has the conversation."""
    reasons: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    skill: str = ""
    """Only people who have it are asked; empty = everybody."""
    priority: int = 0
    """Higher comes first, whoever waits."""
    offer_seconds: int = OFFER_SECONDS
    active: bool = True
    version: int = 0


GENERAL = Queue(0, "", 1_000_000)
"""Where everybody waits for whom no queue was made."""


@record(frozen=True, slots=True)
class Waiting:
    """A buyer who waits for a person, as far as routing cares."""

    id: int
    since: datetime
    """Since when a person is owed."""
    channel: str = ""
    language: str = ""
    reason: str = ""
    topic: str = ""
    queue_id: int | None = None
    """Where it was put by hand, or sorted before."""
    handoff: int = 0
    last_agent: int | None = None
    """Who had this buyer last."""
    meant_for: int | None = None
    given_by: int | None = None
    """Who passed it on or put it back: not asked again for it."""
    vip: bool = False
    let_go: Mapping[int, LetGo] = field(default_factory=dict)
    """Who declined it or let it pass lately, of this handoff."""
    last_asked: int | None = None


@record(frozen=True, slots=True)
class Colleague:
    """Somebody who is available."""

    id: int
    capacity: int
    load: int
    """What they have in hand and what is offered to them just now."""
    idle_since: datetime
    skills: frozenset[str] = frozenset()
    speaks: frozenset[str] = frozenset()

    @property
    def room(self) -> int:
        return self.capacity - self.load


Given = tuple[Waiting, Colleague]


# --- in which queue


def queue_of(waiting: Waiting, queues: Iterable[Queue]) -> Queue:
    """Where it was put, else the first that fits, else the general one."""
    return _queue_of(waiting, _in_order(queues))


def _in_order(queues: Iterable[Queue]) -> list[Queue]:
    return sorted((queue for queue in queues if queue.active), key=lambda queue: (queue.place, queue.id))


def _queue_of(waiting: Waiting, kept: Sequence[Queue]) -> Queue:
    for queue in kept:
        if queue.id == waiting.queue_id:
            return queue
    return next((queue for queue in kept if _fits(queue, waiting)), GENERAL)


def _fits(queue: Queue, waiting: Waiting) -> bool:
    return (
        _among(waiting.reason, queue.reasons)
        and _among(waiting.topic, queue.topics)
        and _among(waiting.channel, queue.channels)
        and (not queue.languages or _speaks(queue.languages, waiting.language))
    )


def _among(word: str, words: Sequence[str]) -> bool:
    return not words or word in words


def _speaks(languages: Collection[str], wanted: str) -> bool:
    """Whoever writes zh-CN reads zh-TW, too."""
    if wanted in languages:
        return True
    root = wanted.partition("-")[0]
    return any(one.partition("-")[0] == root for one in languages)


# --- who is asked


def candidates(
    waiting: Waiting, queue: Queue, colleagues: Iterable[Colleague], at: datetime
) -> list[Colleague]:
    """Who may be asked for it, the first to be asked first: for whom it was meant, the buyer's last agent, who
    speaks the language, the least busy, who is idle longest. Nobody beyond what they can carry. Who has let it go
    already only where no other fits and their pause is over, whoever did so first; who was asked last only where no
    other fits."""
    return sorted(_fit(waiting, queue, colleagues, at), key=partial(_rank, waiting))


def _fit(waiting: Waiting, queue: Queue, colleagues: Iterable[Colleague], at: datetime) -> list[Colleague]:
    able = [one for one in colleagues if one.room > 0 and _may_be_asked(one, waiting, queue)]
    let_go = waiting.let_go
    fit = [one for one in able if one.id not in let_go] or [
        one for one in able if let_go[one.id].again_at <= at
    ]
    return [one for one in fit if one.id != waiting.last_asked] or fit


def _may_be_asked(one: Colleague, waiting: Waiting, queue: Queue) -> bool:
    if one.id == waiting.given_by:
        return False
    return not queue.skill or queue.skill in one.skills or one.id in (waiting.last_agent, waiting.meant_for)


def _rank(waiting: Waiting, one: Colleague) -> tuple[float, bool, bool, bool, float, datetime, int]:
    let = waiting.let_go.get(one.id)
    return (
        let.at.timestamp() if let else 0.0,
        one.id != waiting.meant_for,
        one.id != waiting.last_agent,
        bool(one.speaks and waiting.language) and not _speaks(one.speaks, waiting.language),
        one.load / one.capacity,
        one.idle_since,
        one.id,
    )


# --- who comes first


def by_priority(waiting: Iterable[Waiting], queues: Mapping[int, Queue]) -> list[Waiting]:
    """The queue's priority, then upset buyers, then VIPs, then the longest debt."""
    return sorted(
        waiting,
        key=lambda one: (
            -queues[one.id].priority,
            one.reason not in HURT,
            not one.vip,
            one.since,
            one.id,
        ),
    )


def without_anybody(queues: Iterable[Queue], colleagues: Iterable[Colleague]) -> list[int]:
    """The queues whose skill nobody of these has."""
    skills = {skill for one in colleagues for skill in one.skills}
    return [queue.id for queue in queues if queue.active and queue.skill and queue.skill not in skills]


def next_for(
    waiting: Sequence[Waiting], colleagues: Iterable[Colleague], queues: Sequence[Queue], at: datetime
) -> list[Given]:
    """Who is asked for what now: each conversation once at most, in order of priority, as far as there is room."""
    kept = _in_order(queues)
    queue = {one.id: _queue_of(one, kept) for one in waiting}
    there = {one.id: one for one in colleagues if one.room > 0}
    given: list[Given] = []
    for one in by_priority(waiting, queue):
        if not there:
            break
        fit = _fit(one, queue[one.id], there.values(), at)
        if not fit:
            continue
        chosen = min(fit, key=partial(_rank, one))
        given.append((one, chosen))
        there[chosen.id] = replace(chosen, load=chosen.load + 1)
        if there[chosen.id].room <= 0:
            del there[chosen.id]
    return given


__all__ = [
    "GENERAL",
    "OFFER_SECONDS",
    "Colleague",
    "Given",
    "Queue",
    "Waiting",
    "by_priority",
    "candidates",
    "next_for",
    "queue_of",
    "without_anybody",
]
