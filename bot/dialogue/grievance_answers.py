"""Letters and buttons about a delivery exception or a complaint that is being told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.ask import Ask
from bot.dialogue.case_confirm import says_yes_or_no
from bot.dialogue.case_stages import TOLD_OFTEN, asks, photos_told, place
from bot.dialogue.case_words import asks_how_it_stands, other_reason, withdraws
from bot.dialogue.grievance import LONGEST_WORDS, Grievance
from bot.dialogue.grievance_asked import to_change, what_is_sent
from bot.dialogue.grievance_seen import look_into_the_book, open_stage
from bot.dialogue.grievance_told import go_on, take
from bot.dialogue.grievance_words import calls_off, subject_in
from bot.dialogue.memory import Question
from bot.dialogue.moods import mood_of
from bot.dialogue.steps import HangPhotos, MoveCase, SubmitCase, TellGrievance
from bot.dialogue.stock_answers import gone_button
from bot.dialogue.turn import Turn
from bot.dialogue.yes_no import does_not_know, yes_or_no
from desk.handover import Reason
from desk.ticket.kinds import TicketKind

PLAIN = frozenset({"human_agent", "greeting", "thanks", "goodbye", "stock", "invoice", "change_address"})
SHORTEST = 4
TOPICS = {TicketKind.DELIVERY: "quality_issue", TicketKind.COMPLAINT: "complaint"}
"""What the person is called for who sees to it."""


def grievance_answered(turn: Turn, ask: Ask, question: Question) -> bool:
    """Whether it was about the matter; anything else is answered first, and the question comes back."""
    look_into_the_book(turn)
    grievance = turn.memory.grievance
    if turn.with_person or grievance is None:
        return False
    if withdraws(ask.text) or calls_off(ask.text):
        call_off(turn, ask)
        return True
    if asks_how_it_stands(ask.text):
        go_on(turn, ask, lead="grievance_not_sent_yet")
        return True
    stage = open_stage(turn, grievance)
    if ask.sure and ask.intent in PLAIN and stage != "story":
        return False
    return ANSWERS[stage](turn, ask, grievance) or _nods(turn, ask, question)


def _nods(turn: Turn, ask: Ask, question: Question) -> bool:
    """A mere yes or no where neither answers what is asked: it is asked again."""
    if question is not turn.memory.asking or asks(ask):
        return False
    if yes_or_no(ask.text) is None and not (ask.sure and ask.intent == "ack"):
        return False
    go_on(turn, ask)
    return True


def _what(turn: Turn, ask: Ask, grievance: Grievance) -> bool:
    offered = turn.facts.after.offered(grievance.kind)
    chosen = place(ask, len(offered))
    reason = offered[chosen] if chosen is not None else subject_in(ask.text, grievance.kind, offered)
    words = grievance.words or (ask.text[:LONGEST_WORDS] if len(ask.text) >= SHORTEST else "")
    if reason is not None:
        named = chosen is not None or len(ask.text) < 2 * SHORTEST
        return take(turn, ask, reason=reason.id, words=grievance.words if named else words)
    if not _is_told(ask):
        return False
    last = other_reason(offered)
    if grievance.asked_what + 1 >= TOLD_OFTEN and last is not None:
        return take(turn, ask, reason=last.id, words=words)
    turn.memory.grievance = replace(grievance, words=words, asked_what=grievance.asked_what + 1)
    go_on(turn, ask, lead="case_words_noted")
    return True


def _is_told(ask: Ask) -> bool:
    """It says something of its own."""
    return (
        len(ask.text) >= SHORTEST
        and not asks(ask)
        and not yes_or_no(ask.text)
        and not does_not_know(ask.text)
    )


def _story(turn: Turn, ask: Ask, grievance: Grievance) -> bool:
    """Whatever it sounds like: `it came two weeks late` asks for nothing."""
    plain = ask.sure and ask.intent in PLAIN and len(ask.text) < 4 * SHORTEST
    return not plain and _is_told(ask) and take(turn, ask, words=ask.text[:LONGEST_WORDS])


def _confirm(turn: Turn, ask: Ask, grievance: Grievance) -> bool:
    said = says_yes_or_no(ask)
    if said == "yes" and _just_read_back(turn):
        send_in(turn, ask)
    elif said == "yes":
        go_on(turn, ask)  # `ok` to something else sends nothing in: it is read back once more
    elif said == "no":
        turn.asked_now = True
        turn.say(ask, "case_what_to_change", choices=to_change())
    else:
        reason = subject_in(ask.text, grievance.kind, turn.facts.after.offered(grievance.kind))
        if reason is None or reason.id == grievance.reason or asks(ask) or ask.sure:
            return False
        return take(turn, ask, reason=reason.id)
    return True


def _just_read_back(turn: Turn) -> bool:
    """The summary is the last thing that was said."""
    key = turn.memory.last.partition(" ")[0]
    return key.startswith("grievance_") or key in ("case_words_noted", "case_photo_here", "back_to_grievance")


ANSWERS: dict[str, Callable[[Turn, Ask, Grievance], bool]] = {
    "what": _what,
    "story": _story,
    "photos": photos_told,
    "confirm": _confirm,
}


def send_in(turn: Turn, ask: Ask) -> None:
    """And a person is called, as these topics always ended. What was told in this very run is written first."""
    grievance = turn.memory.grievance
    if grievance is None or not grievance.ticket:
        go_on(turn, ask)
        return
    turn.acts = [act for act in turn.acts if not isinstance(act, TellGrievance)]
    turn.act(SubmitCase(grievance.ticket, grievance.order, grievance.sku))
    turn.memory.drop_grievance()
    turn.asked_now = True
    turn.unsay(f"grievance_confirm_{grievance.kind}")
    ask = replace(ask, intent=TOPICS[grievance.kind], sure=True)
    values = {"order": grievance.order} if grievance.order else {}
    turn.hand_off(ask, Reason.TOPIC, f"grievance_sent_{grievance.kind}", values)


def call_off(turn: Turn, ask: Ask) -> None:
    """Never mind: nothing of it is kept; what stood in the book already is withdrawn there."""
    look_into_the_book(turn)
    grievance = turn.memory.grievance
    turn.memory.drop_grievance()
    turn.asked_now = True
    turn.acts = [act for act in turn.acts if not isinstance(act, TellGrievance | HangPhotos)]
    if grievance is not None and grievance.ticket:
        move = MoveCase(grievance.ticket, grievance.order, grievance.sku, "withdraw", because=ask.because)
        turn.act(move)
        turn.say(ask, "case_withdrawn", {"order": grievance.order})
    else:
        turn.say(ask, "request_stopped")


def is_a_story(turn: Turn, ask: Ask) -> bool:
    """However cross it sounds: where it was asked what happened it is the answer."""
    question = turn.memory.question("grievance")
    asked = question is not None and question.text in ("what", "story")
    return asked and not turn.with_person and mood_of(ask.text) == "upset"


def pressed_grievance(turn: Turn, ask: Ask, about: str) -> None:
    look_into_the_book(turn)
    what, _, value = about.partition(":")
    if turn.with_person or not _pressed(turn, ask, what, value):
        gone_button(turn, ask)


def _pressed(turn: Turn, ask: Ask, what: str, value: str) -> bool:
    grievance, number = (
        turn.memory.grievance,
        int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0,
    )
    if what == "new" and value == TicketKind.COMPLAINT and grievance is None:
        turn.memory.grievance = Grievance(TicketKind.COMPLAINT, another=True)
        go_on(turn, ask, lead="grievance_begun_complaint")
        return True
    if grievance is None:
        return False
    match what:
        case "what" if number in {one.id for one in turn.facts.after.offered(grievance.kind)}:
            return take(turn, ask, reason=number)
        case "send" if value == what_is_sent(grievance) and open_stage(turn, grievance) == "confirm":
            send_in(turn, ask)
            return True
        case "change" if value in ("what", "story"):
            told = {"reason": 0} if value == "what" else {"words": ""}
            return take(turn, ask, anew=value, **told)
        case "drop":
            call_off(turn, ask)
            return True
    return False
