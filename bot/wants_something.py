"""Whether a buyer's words ask or want something, or only tell what they think: what is asked is never only kept."""

from __future__ import annotations

from bot.asked import Wants
from bot.dialogue.ask import asked
from bot.dialogue.exception_answers import told_of_trouble
from bot.dialogue.flows import CHAT, FLOWS
from bot.dialogue.grievance_begun import told_of_a_parcel, told_of_complaint
from bot.dialogue.memory import Memory
from bot.dialogue.receipt_answers import asks_longer
from bot.dialogue.seen import Heard
from bot.understanding import Understander

OPINIONS = CHAT | {"complaint"}
"""Intents of one who says what could be better, and asks nothing."""


def wants(understander: Understander) -> Wants:
    def wants_something(text: str, language: str) -> bool:
        if "?" in text or "？" in text:
            return True
        understood = understander.understand(text, language or None)
        ask = asked(Heard(0, "text", text, understood), Memory(), language)
        told = told_of_trouble(ask) or told_of_complaint(ask) or told_of_a_parcel(ask) or asks_longer(ask)
        return bool(told) or (ask.sure and ask.intent in FLOWS and ask.intent not in OPINIONS)

    return wants_something
