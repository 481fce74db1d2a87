"""What a fact counts for: pure functions of a fact and a reading. Each gives a value, or None where the fact does not
count, and why: a word that the console and docs/figures.md explain (`WHYS`)."""

from desk.figures.judging.cases import case, handling, handling_in_time, paid_back, review, review_in_time
from desk.figures.judging.manners import happened, kept
from desk.figures.judging.queueings import abandoned, abandoned_after, queued
from desk.figures.judging.rounds import counted, limit, response, target, unanswered, within
from desk.figures.judging.scores import liked, rated, score
from desk.figures.judging.sessions import (
    bot_first,
    buyers_words,
    felt,
    first_response,
    first_within,
    judged_phase,
    session,
    solved_by_bot,
)
from desk.figures.judging.stints import handled, heard, perfunctory, said, taken
from desk.figures.judging.whys import OUTSIDE, WHYS, Judged

__all__ = [
    "OUTSIDE",
    "WHYS",
    "Judged",
    "abandoned",
    "abandoned_after",
    "bot_first",
    "buyers_words",
    "case",
    "counted",
    "felt",
    "first_response",
    "first_within",
    "handled",
    "handling",
    "handling_in_time",
    "happened",
    "heard",
    "judged_phase",
    "kept",
    "liked",
    "limit",
    "paid_back",
    "perfunctory",
    "queued",
    "rated",
    "response",
    "review",
    "review_in_time",
    "said",
    "score",
    "session",
    "solved_by_bot",
    "taken",
    "target",
    "unanswered",
    "within",
]
