"""Letters that are about a case that is being told: they answer, correct, call off, or ask how it stands."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.ask import Ask
from bot.dialogue.case_amount import asks_amount
from bot.dialogue.case_begun import corrected, other_kind
from bot.dialogue.case_confirm import confirmed
from bot.dialogue.case_lines import lines_named
from bot.dialogue.case_seen import Told, look_into_the_book, open_stage, told_of
from bot.dialogue.case_stages import (
    ABOUT_IT,
    asks,
    count_told,
    kind_told,
    line_told,
    photos_told,
    reason_told,
    want_told,
)
from bot.dialogue.case_told import go_on
from bot.dialogue.case_words import asks_how_it_stands, asks_postage, means_other_line, reason_in, withdraws
from bot.dialogue.memory import Question
from bot.dialogue.moods import mood_of
from bot.dialogue.steps import HangPhotos, MoveCase, TellCase
from bot.dialogue.turn import Turn
from bot.dialogue.yes_no import corrects, yes_or_no

MAY_SOUND_LIKE = frozenset({"line", "want", "reason"})
"""What answers these may be understood as something else: `the black one`, `it took too long`."""
PLAIN = frozenset({"human_agent", "greeting", "thanks", "goodbye", "change_address", "invoice"})
SHORT = 40
ANSWERS: dict[str, Callable[[Turn, Ask, Told], bool]] = {
    "line": line_told,
    "count": count_told,
    "kind": kind_told,
    "reason": reason_told,
    "want": want_told,
    "photos": photos_told,
    "confirm": confirmed,
}


def case_answered(turn: Turn, ask: Ask, question: Question) -> bool:
    """Whether it was about the case; anything else is answered first, and the question comes back."""
    if turn.with_person:
        return False
    look_into_the_book(turn)
    claim, told = turn.memory.claim, told_of(turn)
    if claim is None or told is None:
        return False
    if withdraws(ask.text):
        call_off(turn, ask)
        return True
    reason = turn.facts.after.reason(claim.reason)
    if reason is not None and asks_postage(ask.text):
        turn.say(ask, "case_postage_shop" if reason.shop_pays else "case_postage_buyer")
        return True
    if told.line is not None and (
        asks_how_it_stands(ask.text) or (ask.sure and ask.intent == "refund_status")
    ):
        go_on(turn, ask, lead="case_not_sent_yet")
        return True
    if asks_amount(ask.text):
        go_on(turn, ask)
        return True
    stage = open_stage(turn, told)
    elsewhere = ask.sure and ask.intent not in ABOUT_IT
    if elsewhere and (stage not in MAY_SOUND_LIKE or ask.intent in PLAIN or asks(ask)):
        return False
    # `The white one` tells what shall come instead, not which of their lamps it is about.
    may_mean_a_line = stage != "want" or corrects(ask.text) or means_other_line(ask.text)
    if not elsewhere and ((may_mean_a_line and corrected(turn, ask, claim)) or other_kind(turn, ask, claim)):
        return True
    return ANSWERS[stage](turn, ask, told) or _nods(turn, ask, told, question)


def _nods(turn: Turn, ask: Ask, told: Told, question: Question) -> bool:
    """A mere yes or no where neither answers what is asked, or the article once more: it is asked again."""
    if question is not turn.memory.asking or asks(ask):
        return False
    nods = yes_or_no(ask.text) is not None or (ask.sure and ask.intent == "ack")
    named = [] if ask.sure or len(ask.text) > SHORT else lines_named(turn, ask, list(told.order.lines))
    if not nods and [line.sku for line in named] != [told.claim.sku]:
        return False
    go_on(turn, ask)
    return True


def call_off(turn: Turn, ask: Ask) -> None:
    """Never mind: nothing of it is kept; what stood in the book already is withdrawn there."""
    look_into_the_book(turn)
    claim = turn.memory.claim
    turn.memory.drop_claim()
    turn.asked_now = True
    turn.acts = [act for act in turn.acts if not isinstance(act, TellCase | HangPhotos)]
    if claim is not None and claim.opened:
        turn.act(MoveCase(claim.ticket, claim.order, claim.sku, "withdraw", because=ask.because))
        turn.say(ask, "case_withdrawn", {"order": claim.order})
    else:
        turn.say(ask, "request_stopped")


def is_a_reason(turn: Turn, ask: Ask) -> bool:
    """`The quality is awful`, where it was asked why: an answer, however cross it sounds."""
    question = turn.memory.question("case")
    if question is None or question.text != "reason" or turn.with_person or len(ask.text) > SHORT:
        return False
    return mood_of(ask.text) == "upset" and reason_in(ask.text, turn.facts.after.of_claims) is not None
