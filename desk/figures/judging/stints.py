"""What a person's time with a conversation counts for."""

from __future__ import annotations

from datetime import timedelta

from desk.figures.facts import Stint
from desk.figures.judging.whys import Judged
from desk.figures.reading import Reading


def handled(fact: Stint, reading: Reading) -> Judged:
    if fact.agent_id is None:
        return None, "nobody"
    if fact.until is None:
        return None, "runs"
    return max(0, (fact.until - fact.since) // timedelta(milliseconds=1)), "counts"


def taken(fact: Stint, reading: Reading) -> Judged:
    return (None, "nobody") if fact.agent_id is None else (1, "counts")


def said(fact: Stint, reading: Reading) -> Judged:
    return fact.said, "counts"


def heard(fact: Stint, reading: Reading) -> Judged:
    return fact.heard, "counts"


def perfunctory(fact: Stint, reading: Reading) -> Judged:
    return fact.perfunctory, "counts"
