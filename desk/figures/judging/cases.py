"""What an after-sales case counts for: its review, its handling, and what was paid back."""

from __future__ import annotations

from desk.figures.judging.whys import Judged
from desk.figures.other_facts import Case, PaidBack
from desk.figures.reading import Reading, ms


def case(fact: Case, reading: Reading) -> Judged:
    return 1, "counts"


def review(fact: Case, reading: Reading) -> Judged:
    if not fact.needs_review:
        return None, "no_review"
    if fact.reviewed_at is None:
        return None, "undecided"
    return reading.open_between(fact.submitted_at, fact.reviewed_at), "counts"


def review_in_time(fact: Case, reading: Reading) -> Judged:
    """Withdrawn before the time was over, it was owed no decision."""
    if not fact.needs_review:
        return None, "no_review"
    took = reading.open_between(fact.submitted_at, fact.reviewed_at or fact.closed_at)
    if fact.reviewed_at is not None:
        return (1, "in_time") if took <= ms(reading.pack.review) else (0, "late")
    return (None, "undecided") if took < ms(reading.pack.review) else (0, "late")


def handling(fact: Case, reading: Reading) -> Judged:
    """What the shop itself needed after its decision; waiting for the buyer is none of it."""
    if fact.needs_review and fact.reviewed_at is None:
        return None, "undecided"
    if fact.closed_at is None:
        return None, "runs"
    return sum(reading.open_between(since, until) for since, until in fact.in_hand), "counts"


def handling_in_time(fact: Case, reading: Reading) -> Judged:
    if fact.needs_review and fact.reviewed_at is None:
        return None, "undecided"
    took, most = sum(reading.open_between(*one) for one in fact.in_hand), ms(reading.pack.review)
    if fact.closed_at is None and took < most:
        return None, "runs"
    return (1, "in_time") if took <= most and fact.closed_at is not None else (0, "late")


def paid_back(fact: PaidBack, reading: Reading) -> Judged:
    return fact.minor, "counts"
