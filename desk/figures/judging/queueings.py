"""What a place in the queue counts for."""

from __future__ import annotations

from desk.figures.facts import Left, Queueing
from desk.figures.judging.whys import OUTSIDE, Judged
from desk.figures.reading import Reading


def queued(fact: Queueing, reading: Reading) -> Judged:
    """How long until somebody took it, or passed it on to wait elsewhere."""
    if reading.left_out(fact.entered_at):
        return OUTSIDE
    if fact.left not in (Left.TAKEN, Left.MOVED):
        return None, fact.left or "waits"
    return reading.waited(fact, fact.entered_at, fact.left_at), fact.left


def abandoned(fact: Queueing, reading: Reading) -> Judged:
    if reading.left_out(fact.entered_at):
        return OUTSIDE
    if fact.left in (Left.TAKEN, Left.ABANDONED):
        return int(fact.left == Left.ABANDONED), fact.left
    return None, fact.left or "waits"


def abandoned_after(fact: Queueing, reading: Reading) -> Judged:
    if reading.left_out(fact.entered_at):
        return OUTSIDE
    if fact.left != Left.ABANDONED:
        return None, fact.left or "waits"
    return reading.waited(fact, fact.entered_at, fact.left_at), "abandoned"
