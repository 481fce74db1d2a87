"""A rule pack 规则包: by which hours and limits history is judged. The shop's own, a marketplace's, or a trial one.

Judging reads facts only, so the same history can be looked at by any pack, and a changed rule changes all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta, tzinfo
from typing import Any

from desk.handover import Reason
from desk.record import record
from desk.response_time import USUAL, Ladder, Promptness, Step
from desk.shop import Hours

OWN, JD = "own", "jd"
PUT_BACK = frozenset({"release", "pass_on"})
"""Why a person is owed who had one: facts tell the two apart, ladders do not."""


@record(frozen=True, slots=True)
class Pack:
    name: str
    promptness: Promptness
    """Opening hours, and the ladders that have targets and limits."""
    within: tuple[timedelta, timedelta, timedelta] = (
        timedelta(seconds=30),
        timedelta(seconds=60),
        timedelta(minutes=3),
    )
    """The shares that are shown: answered within each of these."""
    only_open: bool = False
    """Only what began in the opening hours counts; what began outside is shown as left out, not as on time."""
    review: timedelta = timedelta(minutes=20)
    """A case is decided, and handled, within so much opening time."""
    again: timedelta = timedelta(hours=24)
    """Whoever comes back within this time was not helped by the bot."""
    title: str = ""
    """As people call it; the shop's own has none."""

    @property
    def hours(self) -> Hours:
        return self.promptness.hours

    @property
    def zone(self) -> tzinfo:
        return self.hours.zone

    @property
    def mark(self) -> str:
        """All by which it judges, whatever it is called: what was judged by the same may be kept."""
        return repr((self.promptness, self.within, self.only_open, self.review, self.again))

    def ladder(self, channel: str, queue: int | None, topic: str, reason: str) -> Ladder:
        why = Reason.PASSED_ON if reason in PUT_BACK else reason
        return self.promptness.ladder_for(channel, str(queue or ""), (topic, why))


def own(promptness: Promptness) -> Pack:
    return Pack(OWN, promptness)


def judged_by(name: str, hours: Hours, *, target: timedelta, limit: timedelta, **more: Any) -> Pack:
    """With one target and one limit everywhere; `more`: what else a pack says."""
    ladders = (_with(USUAL, target, limit),)
    return Pack(name, Promptness(hours, ladders), **more)


def jd(zone: tzinfo) -> Pack:
    """JD's rule for its sellers: the first consultation of a session, begun between 09:00 and 23:00, is answered by a
    person within 30 s. Source: the platform's rules for customer service as its sellers quote them (field notes, 39zn.cn
    and xiaoduoai); an example to be changed, not a statement of the platform."""
    week = dict.fromkeys(range(7), ((time(9), time(23)),))
    return Pack(JD, Promptness(Hours(zone, week, quiet=())), only_open=True, title="JD")


def what_if(
    pack: Pack, *, hours: Hours | None = None, target: timedelta | None = None, limit: timedelta | None = None
) -> Pack:
    """The same pack with other hours, or with one target or limit everywhere."""
    promptness = pack.promptness
    ladders = tuple(_with(one, target, limit) for one in promptness.ladders)
    return replace(pack, name="what_if", promptness=Promptness(hours or promptness.hours, ladders))


def _with(ladder: Ladder, target: timedelta | None, limit: timedelta | None) -> Ladder:
    changed = {"miss": target, "alarm": limit}
    steps = tuple(
        Step(step.act, after if (after := changed.get(step.act)) is not None else step.after, step.queue)
        for step in ladder.steps
    )
    return replace(ladder, steps=steps)


__all__ = ["JD", "OWN", "USUAL", "Pack", "jd", "judged_by", "own", "what_if"]
