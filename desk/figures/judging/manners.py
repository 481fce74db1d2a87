"""What counts each time that it happens, and whether a promise was kept."""

from __future__ import annotations

from desk.figures.judging.whys import Judged
from desk.figures.other_facts import FollowUp, Handoff, NotUnderstood, Pledge, Stopped
from desk.figures.reading import Reading


def happened(fact: Handoff | NotUnderstood | Stopped | FollowUp, reading: Reading) -> Judged:
    return 1, "counts"


def kept(fact: Pledge, reading: Reading) -> Judged:
    if fact.called_off:
        return None, "called_off"
    if fact.kept_at is not None:
        return (1, "kept") if fact.kept_at <= fact.due_at else (0, "broken")
    return (None, "runs") if reading.at <= fact.due_at else (0, "broken")
