"""Answers to what was asked about a case, by what it was: read only after everything else that a letter may mean."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.ask import Ask
from bot.dialogue.case_lines import lines_named
from bot.dialogue.case_seen import Told, reasons_for, swaps
from bot.dialogue.case_told import go_on, take
from bot.dialogue.case_words import has_no_more_photos, kind_in, other_reason, quantity_in, reason_in
from bot.dialogue.claim import LONGEST_WORDS
from bot.dialogue.digits import folded
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.variants import fitting
from bot.dialogue.yes_no import does_not_know, yes_or_no
from desk.ticket.kinds import TicketKind

ABOUT_IT = frozenset({"return_refund", "exchange", "quality_issue", "cancel_order", "ack"})
SHORTEST_STORY = 4
TOLD_OFTEN = 2
"""Times that something told elsewhere is only noted."""


def asks(ask: Ask) -> bool:
    return ask.text.rstrip().endswith(("?", "？", "吗", "嗎", "呢"))


def line_told(turn: Turn, ask: Ask, told: Told) -> bool:
    at = place(ask, len(told.lines))
    named = [told.lines[at]] if at is not None else lines_named(turn, ask, list(told.order.lines), asked=True)
    if len(named) != 1:
        return False
    if named[0].sku not in {line.sku for line in told.lines}:
        go_on(turn, ask)  # why not is said there
        return True
    return take(turn, ask, sku=named[0].sku, quantity=0)


def count_told(turn: Turn, ask: Ask, told: Told) -> bool:
    count = ask.quantity if 1 <= ask.quantity <= told.most else quantity_in(ask.text, told.most)
    return take(turn, replace(ask, quantity=0), quantity=count) if count else False


def kind_told(turn: Turn, ask: Ask, told: Told) -> bool:
    at = place(ask, len(told.kinds))
    kind = str(told.kinds[at]) if at is not None else kind_in(ask.text)
    if kind and kind != told.claim.kind:
        return take(turn, ask, kind=kind)
    return _tells_more(turn, ask, told)


def reason_told(turn: Turn, ask: Ask, told: Told) -> bool:
    """In their own words it is kept; which of the shop's reasons it is, is asked once more, and then it is another one."""
    kind = told.claim.ticket_kind or TicketKind.RETURN
    offered = reasons_for(turn, kind)
    at = place(ask, len(offered))
    reason = offered[at] if at is not None else reason_in(ask.text, offered)
    if reason is not None:
        return take(turn, ask, reason=reason.id)
    elsewhere = ask.sure and ask.intent not in ABOUT_IT
    if (
        elsewhere
        or len(ask.text) < SHORTEST_STORY
        or asks(ask)
        or yes_or_no(ask.text)
        or does_not_know(ask.text)
    ):
        return False
    last = other_reason(offered)
    words = told.claim.words or ask.text[:LONGEST_WORDS]
    if told.claim.asked_reason and last is not None:
        return take(turn, ask, reason=last.id, words=words)
    turn.memory.claim = replace(told.claim, words=words, asked_reason=told.claim.asked_reason + 1)
    go_on(turn, ask, lead="case_words_noted")
    return True


def want_told(turn: Turn, ask: Ask, told: Told) -> bool:
    found = swaps(turn, told.claim.sku)
    if found is None:
        return False
    product, there = found
    at = place(ask, len(there))
    if at is not None:
        return take(turn, ask, wanted=there[at].sku)
    if any(words in ask.text.casefold() for words in ("同款", "一样", "同样", "same")):
        same = [v for v in there if v.sku == told.claim.sku]
        return take(turn, ask, wanted=same[0].sku) if same else False
    fits = fitting(product, ask.words, ask.text).variants
    if not fits or len(fits) == len(product.variants):
        return False
    wanted = [v for v in there if v in fits]
    if len(wanted) == 1:
        return take(turn, ask, wanted=wanted[0].sku)
    if not wanted:
        go_on(turn, ask, lead="case_want_gone")
        return True
    return False


def photos_told(turn: Turn, ask: Ask, _: object) -> bool:
    """Whatever is told, a claim or a grievance: who has no more photos is offered a person."""
    if not has_no_more_photos(ask.text) and yes_or_no(ask.text) != "no":
        return False
    turn.asked_now = True
    turn.say(ask, "case_photos_or_person", choices=[person_button()])
    return True


def _tells_more(turn: Turn, ask: Ask, told: Told) -> bool:
    """They say what is wrong where it was asked what shall be done: it is kept, and asked once more."""
    if (
        (ask.sure and ask.intent not in ABOUT_IT)
        or len(ask.text) < SHORTEST_STORY
        or asks(ask)
        or told.claim.asked_reason >= TOLD_OFTEN
    ):
        return False
    if yes_or_no(ask.text) or (ask.sure and ask.intent == "ack"):
        return False
    reason = reason_in(ask.text, turn.facts.after.of_claims)
    words = told.claim.words or ask.text[:LONGEST_WORDS]
    known = told.claim.reason or (reason.id if reason else 0)
    turn.memory.claim = replace(
        told.claim, words=words, reason=known, asked_reason=told.claim.asked_reason + 1
    )
    go_on(turn, ask, lead="case_words_noted")
    return True


def place(ask: Ask, offered: int) -> int | None:
    number = folded(ask.text).strip(" .。、)）")
    return (
        int(number) - 1 if len(number) == 1 and number.isdecimal() and 1 <= int(number) <= offered else None
    )
