"""The ladders of response times, written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from desk.response_time import Act, Ladder, Scope, Step
from desk.setting.written import Name, Seconds, Written, read_as


class _Step(Written):
    act: Act
    after_s: Seconds
    queue: Name = ""


class _Ladder(Written):
    channel: Name = ""
    queue: Name = ""
    topic: Name = ""
    steps: Annotated[list[_Step], Field(max_length=100)]
    around_the_clock: bool = False
    hold_every_s: Seconds
    hold_most: Annotated[int, Field(ge=0, le=1000, strict=True)]


class _ResponseTimes(Written):
    form: Literal[1]
    ladders: Annotated[list[_Ladder], Field(max_length=500)]


def read_ladders(written: object) -> tuple[Ladder, ...]:
    return tuple(map(_ladder, read_as(_ResponseTimes, written).ladders))


def ladders_written(ladders: tuple[Ladder, ...]) -> dict[str, Any]:
    return {"form": 1, "ladders": [_ladder_written(ladder) for ladder in ladders]}


def _ladder(kept: _Ladder) -> Ladder:
    return Ladder(
        Scope(kept.channel, kept.queue, kept.topic),
        tuple(Step(step.act, timedelta(seconds=step.after_s), step.queue) for step in kept.steps),
        kept.around_the_clock,
        timedelta(seconds=kept.hold_every_s),
        kept.hold_most,
    )


def _ladder_written(ladder: Ladder) -> dict[str, Any]:
    second, scope = timedelta(seconds=1), ladder.scope
    return {
        "channel": scope.channel,
        "queue": scope.queue,
        "topic": scope.topic,
        "steps": [
            {"act": str(step.act), "after_s": step.after // second, "queue": step.queue}
            for step in ladder.steps
        ],
        "around_the_clock": ladder.around_the_clock,
        "hold_every_s": ladder.hold_every // second,
        "hold_most": ladder.hold_most,
    }
