"""What became of a question of the desk's own on its way out: asked, or called off. Nobody is called for it and nobody
has to look at it: no buyer waits for such a letter."""

from __future__ import annotations

from datetime import datetime

from desk.follow_up import FollowUpState, Why
from desk.outgoing import Outgoing, OutState
from desk.satisfaction import ScoreState
from desk.store import Book, follow_ups, scores
from desk.targets import Targets

SCORE, FOLLOW_UP = "score:", "follow_up:"
OURS = (SCORE, FOLLOW_UP, "score-said:", "score-words:", "follow-up-said:")


def is_ours(letter: Outgoing) -> bool:
    """By the key it was written with, whichever of its parts."""
    return letter.idem_key.startswith(OURS)


def landed(book: Book, letter: Outgoing, at: datetime, targets: Targets) -> None:
    """In the unit that writes down what became of the letter. One of which nobody knows stays on its way: it may be
    answered."""
    if letter.state != OutState.SENT:
        letter.settled_at = at
    if letter.part != letter.parts:
        return
    key = letter.idem_key.partition("/")[0]
    if key.startswith(SCORE):
        _score(book, int(key.removeprefix(SCORE)), letter, at)
    elif key.startswith(FOLLOW_UP):
        _follow_up(book, int(key.removeprefix(FOLLOW_UP)), letter, at, targets)


def _score(book: Book, number: int, letter: Outgoing, at: datetime) -> None:
    score = scores.by_id(book, number)
    if letter.state == OutState.SENT and score.asked_at is None:
        score.accept(at)
    elif letter.state in (OutState.FAILED, OutState.CANCELLED) and score.state == ScoreState.ASKING:
        score.call_off()


def _follow_up(book: Book, number: int, letter: Outgoing, at: datetime, targets: Targets) -> None:
    held = follow_ups.by_id(book, number)
    if letter.state == OutState.SENT and held.sent_at is None:
        held.accept(at)
        if (second := held.second(targets.rules.afterwards)) is not None:
            follow_ups.begin(book, second)
    elif letter.state in (OutState.FAILED, OutState.CANCELLED) and held.state == FollowUpState.SENDING:
        held.call_off(Why.UNDELIVERED, at)
