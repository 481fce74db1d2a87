"""How each metric counts, in words, and a small example: by its family, which is its key without the way of totalling.

docs/figures.md is made of it (desk/figures/picture.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.figures.metric import Metric
from desk.record import record

WAYS = ("_mean", "_median", "_p90", "_max", "_30", "_60", "_180")


@record(frozen=True, slots=True)
class Formula:
    counts: str
    """What one fact counts for, and when for nothing."""
    example: Sequence[int]
    """Of some facts, as they count."""
    per: int = 0
    """Of a ratio or a rate, what their sum is divided by."""


def family(metric: Metric) -> str:
    return next((metric.key.removesuffix(way) for way in WAYS if metric.key.endswith(way)), metric.key)


FORMULAS: Mapping[str, Formula] = {
    "sessions": Formula("1 each.", [1, 1, 1]),
    "first_response_within": Formula(
        "Judged by the first human phase that a person answered, or accepted and let go without an answer, or in which so much was "
        "waited without an answer. Yes where its first qualifying reply came within it; no where it came later, or never. "
        "Nothing where there is no such phase: no person was asked, or nothing of one; it ended in time before anybody came; it "
        "still runs.",
        [1, 1, 0],
    ),
    "first_response": Formula(
        "Of the same phase, with the target of its ladder for “so much”: from its first message that was owed a person to its "
        "first qualifying reply. Nothing without one.",
        [12_000, 20_000, 31_000],
    ),
    "felt": Formula(
        "To that very reply, but from the first message of the session. Nothing without one.",
        [15_000, 95_000, 31_000],
    ),
    "rounds": Formula("1 each.", [1, 1, 1, 1]),
    "response_within": Formula(
        "Yes where it was answered and no more was waited; no where more was waited, answered or not, and where exactly so much "
        "was waited without an answer. Nothing where it ended without an answer, or stands, before that.",
        [1, 1, 1, 0],
    ),
    "response_in_target": Formula("The same, with the target of its own ladder.", [1, 1, 1, 0]),
    "response_in_limit": Formula("The same, with the limit of its own ladder.", [1, 1, 1, 1]),
    "response": Formula(
        "From its first message to the qualifying reply that ended it. Nothing without one.",
        [10_000, 20_000, 30_000, 40_000],
    ),
    "unanswered": Formula(
        "1 where it was not answered and its target was waited for; else nothing. Who is answered late is not among them.",
        [1],
    ),
    "queue": Formula(
        "From entering the queue to a person taking it, or to its being passed on to wait elsewhere. Nothing where it was left "
        "or given back.",
        [5_000, 30_000],
    ),
    "abandoned": Formula(
        "Yes where it was closed or the buyer gone before anybody came; no where somebody took it. Nothing where it still waits, "
        "was passed on to another queue, or was given back to the bot.",
        [1, 0, 0, 0],
    ),
    "abandoned_after": Formula("From entering the queue to leaving it so. Else nothing.", [10_000, 70_000]),
    "taken": Formula("1 each.", [1, 1]),
    "handling": Formula(
        "From taking to letting go, around the clock. Nothing while it lasts.", [295_000, 400_000, 90_000]
    ),
    "answer_question": Formula(
        "Messages of the person that the channel accepted, divided by the messages of the buyer that were owed a person while "
        "they had it, and while it waited for them; also by those for which nobody ever came.",
        [3, 1],
        3,
    ),
    "bot_first": Formula(
        "From the buyer's first message to the bot's first word that the channel accepted, around the clock. Nothing where it "
        "said none. What the desk says by itself (a hold message, a notice) is none.",
        [900, 1_500],
    ),
    "bot_solved": Formula(
        "No where a person spoke, or where the same buyer began another session within 24 hours of its end; yes where neither "
        "happened. Without a word of a person nothing before it is over, and until 24 hours have passed since.",
        [1, 1, 0],
    ),
    "handoffs": Formula("1 each.", [1, 1]),
    "not_understood": Formula("1 each.", [1]),
    "stopped": Formula("1 for each rule that a text broke.", [1, 1]),
    "perfunctory": Formula(
        "Messages of the person that say nothing, divided by all of their messages.", [1, 0], 20
    ),
    "promises_kept": Formula(
        "Yes where it was kept by the hour it was due; no where it was kept later, or is due and not kept. Nothing where it was "
        "called off or passed on, and before it is due.",
        [1, 1, 0],
    ),
    "cases": Formula("1 each.", [1, 1, 1]),
    "review_in_time": Formula(
        "Yes where no more opening time than the pack allows (20 minutes) passed from sending in to the decision; no where more "
        "did, and where so much passed without one. Nothing before that, where it was withdrawn before that, and where the rule "
        "asks for no review (before shipment).",
        [1, 0],
    ),
    "review": Formula(
        "Opening time from sending in to the first decision; what is decided anew is handling. Nothing without one.",
        [240_000, 1_500_000],
    ),
    "handling_in_time": Formula(
        "Opening time of the stretches after the decision in which it was the shop's turn (finance, warehouse, agent, the shop's "
        "own back end), added up: yes and no as above. Without a review they count from sending in. Nothing before it is decided, and "
        "while it runs within the time.",
        [1, 0],
    ),
    "case_handling": Formula("Those stretches added up. Nothing before it is over.", [600_000, 1_200_000]),
    "refunded": Formula("What was paid back, in each currency by itself.", [9_900, 1_250]),
    "satisfaction": Formula("Yes of 4 and 5, no of 1 to 3. Nothing where nobody answered.", [1, 1, 1, 0]),
    "score": Formula("The answer. Nothing where there is none.", [5_000, 4_000, 4_000]),
    "rated": Formula("Yes where the buyer answered, no where they did not.", [1, 0, 0]),
    "follow_ups": Formula("1 each.", [1, 1]),
}
