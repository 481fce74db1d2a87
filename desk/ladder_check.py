"""What is wrong with a shop's ladders: looked at before they are saved, all faults at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from itertools import pairwise, product
from typing import Literal

from desk.record import record
from desk.response_time import EVERYWHERE, Act, Ladder, Scope, Step, first_for, ranked

LONGEST = timedelta(hours=24)
LEAST_BETWEEN_HOLDS = timedelta(seconds=60)
MOST_HOLDS, MOST_STEPS, MOST_LADDERS = 10, 12, 50


Code = Literal[
    "no_general",
    "same_scope",
    "too_many_ladders",
    "unknown_channel",
    "unknown_queue",
    "unknown_topic",
    "queue_without_offer",
    "too_many_steps",
    "not_after_zero",
    "after_a_day",
    "step_twice",
    "not_rising",
    "miss_once",
    "alarm_once",
    "hold_once",
    "limit_before_target",
    "hold_after_limit",
    "hold_too_often",
    "hold_most",
    "offer_loop",
]


@record(frozen=True, slots=True)
class Known:
    """Names that a scope may use."""

    channels: Collection[str]
    queues: Collection[str]
    topics: Collection[str]


@record(frozen=True, slots=True)
class Fault:
    """`code` names the sentence in the reader's language, `values` are its slots."""

    code: Code
    ladder: int | None = None
    """Its place among the ladders."""
    step: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


def faults(ladders: Sequence[Ladder], known: Known) -> list[Fault]:
    named = [fault for n, ladder in enumerate(ladders) for fault in _of_names(n, ladder, known)]
    return [*named, *contradictions(ladders)]


def contradictions(ladders: Sequence[Ladder]) -> list[Fault]:
    """What is wrong whatever queues and topics there are."""
    found = list(_of_all(ladders))
    for n, ladder in enumerate(ladders):
        found += _of_steps(n, ladder)
        found += _of_meaning(n, ladder)
        found += _of_holds(n, ladder)
    return found or list(_loops(ladders))


def _of_all(ladders: Sequence[Ladder]) -> Iterator[Fault]:
    if all(ladder.scope != EVERYWHERE for ladder in ladders):
        yield Fault("no_general")
    if len(ladders) > MOST_LADDERS:
        yield Fault("too_many_ladders", values={"most": str(MOST_LADDERS)})
    seen: set[Scope] = set()
    for n, ladder in enumerate(ladders):
        if ladder.scope in seen:
            yield Fault("same_scope", n)
        seen.add(ladder.scope)


def _of_names(n: int, ladder: Ladder, known: Known) -> Iterator[Fault]:
    scope = ladder.scope
    if scope.channel and scope.channel not in known.channels:
        yield Fault("unknown_channel", n, values={"name": scope.channel})
    if scope.queue and scope.queue not in known.queues:
        yield Fault("unknown_queue", n, values={"name": scope.queue})
    if scope.topic and scope.topic not in known.topics:
        yield Fault("unknown_topic", n, values={"name": scope.topic})
    for at, step in enumerate(ladder.steps):
        if step.queue and step.queue not in known.queues:
            yield Fault("unknown_queue", n, at, {"name": step.queue})


def _of_steps(n: int, ladder: Ladder) -> Iterator[Fault]:
    if len(ladder.steps) > MOST_STEPS:
        yield Fault("too_many_steps", n, values={"most": str(MOST_STEPS)})
    for at, step in enumerate(ladder.steps):
        if step.after <= timedelta(0):
            yield Fault("not_after_zero", n, at)
        if step.after > LONGEST:
            yield Fault("after_a_day", n, at)
        if step in ladder.steps[:at]:
            yield Fault("step_twice", n, at)
        if step.queue and step.act != Act.OFFER:
            yield Fault("queue_without_offer", n, at)
    for at, (before, step) in enumerate(pairwise(ladder.steps), start=1):
        if step.after < before.after:
            yield Fault("not_rising", n, at)


def _of_meaning(n: int, ladder: Ladder) -> Iterator[Fault]:
    times: dict[Act, list[Step]] = {act: [s for s in ladder.steps if s.act == act] for act in Act}
    if len(times[Act.MISS]) != 1:
        yield Fault("miss_once", n)
    if len(times[Act.ALARM]) != 1:
        yield Fault("alarm_once", n)
    if len(times[Act.HOLD]) > 1:
        yield Fault("hold_once", n)
    if len(times[Act.ALARM]) != 1:
        return
    limit = times[Act.ALARM][0].after
    if any(step.after > limit for step in times[Act.MISS]):
        yield Fault("limit_before_target", n)
    if any(step.after >= limit for step in times[Act.HOLD]):
        yield Fault("hold_after_limit", n)


def _of_holds(n: int, ladder: Ladder) -> Iterator[Fault]:
    if not LEAST_BETWEEN_HOLDS <= ladder.hold_every <= LONGEST:
        yield Fault("hold_too_often", n, values={"least": str(LEAST_BETWEEN_HOLDS.seconds)})
    if not 1 <= ladder.hold_most <= MOST_HOLDS:
        yield Fault("hold_most", n, values={"most": str(MOST_HOLDS)})


def _loops(ladders: Sequence[Ladder]) -> Iterator[Fault]:
    """A queue that offers to another which, further on, offers back: nobody would ever keep the buyer. An offer to
    the own queue goes to its others and is none."""
    rules = ranked(ladders)
    scopes = [ladder.scope for ladder in ladders]
    queues = {s.queue for s in scopes} | {step.queue for ladder in ladders for step in ladder.steps}
    told: set[frozenset[str]] = set()
    for channel, topic in product({s.channel for s in scopes} | {""}, {s.topic for s in scopes} | {""}):
        leads = {
            queue: [
                step.queue
                for step in first_for(rules, channel, queue, (topic,)).steps
                if step.queue not in ("", queue)
            ]
            for queue in sorted(queues)
        }
        for queue in leads:
            way = _way_back(queue, leads)
            if way and frozenset(way) not in told:
                told.add(frozenset(way))
                yield Fault("offer_loop", values={"queues": " → ".join([*way, queue])})


def _way_back(start: str, leads: Mapping[str, Sequence[str]]) -> list[str]:
    """The queues from `start` back to it, without it at the end; nothing where no offer leads back."""
    came_from: dict[str, str] = {}
    front = [start]
    while front:
        here = front.pop(0)
        for onward in leads.get(here, ()):
            if onward == start:
                way = [here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if onward not in came_from:
                came_from[onward] = here
                front.append(onward)
    return []
