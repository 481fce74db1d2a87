"""Going on with a delivery exception or a complaint: what was learnt is taken in, stands in the book, and the next thing is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.ask import Ask
from bot.dialogue.case_card import card
from bot.dialogue.case_facts import Case
from bot.dialogue.case_lines import lines_named
from bot.dialogue.case_seen import item
from bot.dialogue.digits import order_key
from bot.dialogue.grievance import LONGEST_WORDS, Grievance
from bot.dialogue.grievance_asked import ask_for, report
from bot.dialogue.grievance_seen import in_hand, look_into_the_book, order_of, sent_in_before, take_up
from bot.dialogue.grievance_words import subject_in, tells
from bot.dialogue.seen import Heard
from bot.dialogue.steps import AddWords, TellGrievance
from bot.dialogue.turn import Turn
from desk.ticket.kinds import TicketKind


def learn(turn: Turn, ask: Ask, kind: TicketKind) -> None:
    """What this letter says of it. Of another kind than before it is another matter."""
    grievance = turn.memory.grievance
    if grievance is None or grievance.kind is not kind:
        grievance = Grievance(kind)
    reason = subject_in(ask.text, kind, turn.facts.after.offered(kind))
    if reason is not None and not grievance.reason:
        grievance = replace(grievance, reason=reason.id)
    if tells(ask.text) and not grievance.words:
        grievance = replace(grievance, words=ask.text[:LONGEST_WORDS])
    turn.memory.grievance = grievance


def go_on(turn: Turn, ask: Ask, *, lead: str = "") -> None:
    """Whatever can be known without asking is. A delivery exception has its order by now."""
    grievance = turn.memory.grievance
    if grievance is None:
        return
    if before := sent_in_before(turn, grievance):
        _there_already(turn, ask, grievance, before)
        return
    if take_up(turn, grievance):
        lead = "grievance_resumed"
        grievance = turn.memory.grievance or grievance
    lead = stands_in_the_book(turn, ask) or lead
    ask_for(turn, ask, turn.memory.grievance or grievance, lead=lead)


def _there_already(turn: Turn, ask: Ask, grievance: Grievance, before: Case) -> None:
    """They told of it before: it is one case, what they write now is added, and how it stands is the answer."""
    also = ["grievance_added"] if grievance.words else []
    if grievance.words:
        turn.act(AddWords(before.id, grievance.words))
    turn.memory.drop_grievance()
    turn.asked_now = True
    turn.say(ask, "grievance_there", {"ticket": str(before.id)}, also=also)
    said = card(before, turn.facts.now, turn.facts.front.zone, ask.language)
    other = report("new", str(before.kind), key="grievance_choice_other")
    more = [other] if before.kind is TicketKind.COMPLAINT else []
    turn.say(ask, said.key, said.values, choices=[*said.choices, *more], also=said.also)


def stands_in_the_book(turn: Turn, ask: Ask) -> str:
    """As soon as there is something to keep. The last word of this run is what is written.

    Returns the paragraph to begin with, when it has just come about."""
    grievance = turn.memory.grievance
    if grievance is None or grievance.anew:
        return ""
    if not (grievance.order or grievance.reason or grievance.words):
        return ""
    order, case = order_of(turn, grievance), in_hand(turn, grievance)
    if order is None and grievance.kind is TicketKind.DELIVERY:
        return ""
    grievance = _with_line(turn, ask, grievance)
    reason = turn.facts.after.reason(grievance.reason)
    name = item(turn, grievance.sku, ask.language) if grievance.sku else grievance.order
    turn.acts = [act for act in turn.acts if not isinstance(act, TellGrievance)]
    turn.act(
        TellGrievance(
            case.id if case else 0, grievance.kind, order, grievance.sku,
            name or (reason.in_words(ask.language) if reason else ""),
            grievance.reason, grievance.words, grievance.another, photos=turn.facts.after.loose > 0,
        )
    )  # fmt: skip
    turn.memory.grievance = replace(grievance, opened=True)
    begun = (
        not grievance.opened and grievance.kind is TicketKind.DELIVERY
    )  # of a complaint it was said before
    return "grievance_begun_delivery" if begun else ""


def _with_line(turn: Turn, ask: Ask, grievance: Grievance) -> Grievance:
    """The one article of the order, or the one that they name; else it is about the whole of it."""
    order = order_of(turn, grievance)
    if order is None or grievance.sku or grievance.opened:
        return grievance
    lines = list(order.lines)
    named = lines_named(turn, ask, lines) if len(lines) > 1 else lines
    return replace(grievance, sku=named[0].sku) if len(named) == 1 else grievance


def about_order(turn: Turn, number: str) -> None:
    """Another order than before: it is not the same parcel."""
    grievance = turn.memory.grievance
    if grievance is not None and order_key(grievance.order) != order_key(number):
        if grievance.opened and grievance.order:
            grievance = replace(grievance, opened=False, ticket=0, sku="")
        turn.memory.grievance = replace(grievance, order=number)


def take(turn: Turn, ask: Ask, **values: object) -> bool:
    """What was asked for, or corrected, is known now."""
    if turn.memory.grievance is not None:
        turn.memory.grievance = replace(turn.memory.grievance, **{"anew": "", **values})  # type: ignore[arg-type]
    go_on(turn, ask)
    return True


def photos_of_a_grievance(turn: Turn, letter: Heard, ask: Ask, *, again: bool) -> bool:
    """They hang on what is being told. `again`: of an album that was seen in this run or before."""
    look_into_the_book(turn)
    if turn.memory.grievance is None:
        return False
    if turn.with_person or letter.text.strip():
        stands_in_the_book(turn, ask)
        return again
    if not turn.asked_now:
        go_on(turn, ask, lead="case_photo_here")
    else:
        stands_in_the_book(turn, ask)
    return True
