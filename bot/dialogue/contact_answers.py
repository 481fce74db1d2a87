"""Contact instead of waiting (D8): asked for when nobody is free or there, and kept with the conversation."""

from __future__ import annotations

import re

from bot.dialogue.ask import Ask
from bot.dialogue.memory import Question
from bot.dialogue.steps import LeaveContact
from bot.dialogue.turn import Turn

MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}", re.ASCII)
PHONE = re.compile(r"(?<![\w+])\+?[0-9](?:[ ()-]{0,2}[0-9]){6,14}(?![\w])", re.ASCII)
LONGEST_READ = 400


def contact_in(text: str) -> str:
    """A mail address or a telephone number; empty where there is neither."""
    found = MAIL.search(text[:LONGEST_READ]) or PHONE.search(text[:LONGEST_READ])
    return found[0] if found else ""


def wants_contact(turn: Turn, ask: Ask, about: str = "") -> None:
    """The button was pressed."""
    turn.memory.ask(Question("contact"))
    turn.asked_now = True
    turn.say(ask, "contact_wanted")


def contact_given(turn: Turn, ask: Ask, question: Question) -> bool:
    contact = contact_in(ask.text)
    if ask.orders or not contact:
        return False
    turn.memory.close("contact")
    turn.act(LeaveContact(contact))
    turn.say(ask, "contact_noted", {"opens": turn.opens(ask)})
    return True
