"""What is asked about a delivery exception or a complaint, one thing at a time, each with its buttons."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import LONGEST_LABEL, choice
from bot.dialogue.case_asked import MOST_BUTTONS, Buttons
from bot.dialogue.digits import LONGEST_NUMBER
from bot.dialogue.grievance import GRIEVANCE, Grievance
from bot.dialogue.grievance_seen import Stage, lacking, open_stage, shown
from bot.dialogue.memory import Question
from bot.dialogue.steps import Choice
from bot.dialogue.turn import Turn, person_button
from desk.ticket.evidence import DEMANDED
from desk.ticket.kinds import TicketKind


def ask_for(turn: Turn, ask: Ask, grievance: Grievance, *, lead: str = "") -> None:
    """The next thing that is open. `lead`: a paragraph before it, by key."""
    stage = open_stage(turn, grievance)
    orders = (grievance.order,) if grievance.order else ()
    turn.memory.ask(Question("grievance", GRIEVANCE, orders=orders, text=stage))
    turn.asked_now = True
    keys = [*([lead] if lead else []), *_words(turn, grievance, stage)]
    turn.say(
        ask,
        keys[0],
        values_of(turn, ask.language, grievance),
        choices=CHOICES[stage](turn, grievance, ask.language),
        also=keys[1:],
    )


def _words(turn: Turn, grievance: Grievance, stage: Stage) -> list[str]:
    match stage:
        case "what":
            return [f"grievance_ask_{grievance.kind}"]
        case "story":
            return ["grievance_ask_story"]
        case "photos":
            return ["grievance_photos", *checklist(turn, grievance)]
        case "confirm":
            complains = grievance.kind is TicketKind.COMPLAINT and grievance.order
            of_order = ["grievance_of_order"] if complains else []
            return [f"grievance_confirm_{grievance.kind}", *of_order, "case_right"]


def checklist(turn: Turn, grievance: Grievance) -> list[str]:
    """What was shown is ticked off; then what is asked for next."""
    lacks, there = lacking(turn, grievance), shown(turn, grievance)
    has = [f"case_has_{one}" for one in DEMANDED[grievance.kind] if one in there]
    return [*has, *(f"case_lacks_{one}" for one in lacks), *(f"case_show_{one}" for one in lacks[:1])]


def values_of(turn: Turn, language: str, grievance: Grievance) -> dict[str, str]:
    reason = turn.facts.after.reason(grievance.reason)
    values = {
        "order": grievance.order[:LONGEST_NUMBER],
        "reason": reason.in_words(language) if reason else "",
    }
    return {name: value for name, value in values.items() if value}


# --- buttons, by what is asked


def report(what: str, value: str, *, text: str = "", key: str = "") -> Choice | None:
    return choice("grievance", f"{what}:{value}", text=text, key=key)


def _what(turn: Turn, grievance: Grievance, language: str) -> Buttons:
    return [
        report("what", str(reason.id), text=reason.in_words(language)[:LONGEST_LABEL])
        for reason in turn.facts.after.offered(grievance.kind)[:MOST_BUTTONS]
    ]


def _story(turn: Turn, grievance: Grievance, language: str) -> Buttons:
    return []


def _photos(turn: Turn, grievance: Grievance, language: str) -> Buttons:
    return [person_button()]


def _confirm(turn: Turn, grievance: Grievance, language: str) -> Buttons:
    return [report("send", what_is_sent(grievance), key="case_choice_send"), *to_change()]


def to_change() -> Buttons:
    return [
        report("change", "what", key="grievance_choice_what"),
        report("change", "story", key="grievance_choice_story"),
        report("drop", "it", key="case_choice_drop"),
    ]


CHOICES: Mapping[Stage, Callable[[Turn, Grievance, str], Buttons]] = {
    "what": _what,
    "story": _story,
    "photos": _photos,
    "confirm": _confirm,
}


def what_is_sent(grievance: Grievance) -> str:
    """What the button under a summary stands for: an old one may speak of something else."""
    what = [grievance.kind, grievance.order, grievance.reason, grievance.words]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]
