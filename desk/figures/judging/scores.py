"""What buyers think, as far as they were asked."""

from __future__ import annotations

from desk.figures.judging.whys import Judged
from desk.figures.other_facts import Score
from desk.figures.reading import Reading


def liked(fact: Score, reading: Reading) -> Judged:
    if fact.value is None:
        return None, "not_rated"
    return (1, "liked") if fact.value >= 4 else (0, "disliked")


def rated(fact: Score, reading: Reading) -> Judged:
    return (0, "not_rated") if fact.value is None else (1, "counts")


def score(fact: Score, reading: Reading) -> Judged:
    return (None, "not_rated") if fact.value is None else (1000 * fact.value, "counts")
