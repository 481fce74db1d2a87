"""A ladder as its form has it, and the form as a ladder."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from console.door import Door
from console.form import Form
from console.rule_shapes import LadderFault, LadderForm, StepRow
from desk.handover import Reason
from desk.ladder_check import MOST_STEPS, Fault, Known
from desk.response_time import Act, Ladder, Scope, Step

SECOND = timedelta(seconds=1)
EMPTY_ROWS = 2
MOST_DIGITS = 6


class Unreadable(ValueError):
    """The form does not say a ladder."""


def known(door: Door, queues: Collection[str]) -> Known:
    """What a scope may name: the channels that are set up, queues by their numbers, and as topics what buyers ask and
    why a person was called."""
    intents = {intent for pack in door.packs for intent in pack.intents}
    return Known(
        sorted({channel for channel, _ in door.accounts}),
        queues,
        [*sorted(intents), *(str(r) for r in Reason)],
    )


def named(fault: Fault, queues: Mapping[str, str]) -> Fault:
    """With queues by their names, as people know them."""
    values = dict(fault.values)
    if fault.code == "unknown_queue":
        values["name"] = queues.get(values["name"], values["name"])
    elif fault.code == "offer_loop":
        values["queues"] = " → ".join(queues.get(one, one) for one in values["queues"].split(" → "))
    return replace(fault, values=values)


def ladder_of(sent: Form) -> Ladder:
    """Its steps in the order of their times, as the page says. Raises Unreadable."""
    steps = []
    for at in range(MOST_STEPS + EMPTY_ROWS):
        if after := sent.text(f"after_{at}").strip():
            if sent.text(f"act_{at}") not in set(Act):
                raise Unreadable()
            act = Act(sent.text(f"act_{at}"))
            queue = sent.text(f"queue_{at}") if act == Act.OFFER else ""
            steps.append(Step(act, _seconds(after), queue))
    return Ladder(
        Scope(sent.text("channel"), sent.text("queue"), sent.text("topic")),
        tuple(sorted(steps, key=lambda step: step.after)),
        bool(sent.text("around_the_clock")),
        _seconds(sent.text("hold_every")),
        _number(sent.text("hold_most")),
    )


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=_number(text))


def _number(text: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > MOST_DIGITS:
        raise Unreadable()
    return int(plain)


def form_of(ladder: Ladder, n: int | None, faults: Sequence[Fault] = ()) -> LadderForm:
    """With two empty rows for more steps, as long as there may be more."""
    rows = tuple(StepRow(str(step.act), str(step.after // SECOND), step.queue) for step in ladder.steps)
    empty = min(EMPTY_ROWS, max(0, MOST_STEPS - len(rows)))
    scope = ladder.scope
    return LadderForm(
        n,
        scope.channel,
        scope.queue,
        scope.topic,
        (*rows, *(StepRow(str(Act.SIGNAL), "") for _ in range(empty))),
        ladder.around_the_clock,
        str(ladder.hold_every // SECOND),
        str(ladder.hold_most),
        tuple(LadderFault(f.code, rows[f.step] if f.step is not None else None, f.values) for f in faults),
    )


def as_sent(sent: Form, n: int | None) -> LadderForm:
    """The form as it came, to be mended."""
    rows = [
        StepRow(
            sent.text(f"act_{at}") if sent.text(f"act_{at}") in set(Act) else str(Act.SIGNAL),
            sent.text(f"after_{at}")[:20],
            sent.text(f"queue_{at}"),
        )
        for at in range(MOST_STEPS)
        if f"after_{at}" in sent.fields
    ]
    return LadderForm(
        n,
        sent.text("channel"),
        sent.text("queue"),
        sent.text("topic"),
        tuple(rows),
        bool(sent.text("around_the_clock")),
        sent.text("hold_every")[:20],
        sent.text("hold_most")[:20],
        (LadderFault("unreadable", None, {}),),
    )
