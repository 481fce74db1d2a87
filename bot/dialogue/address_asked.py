"""What is asked about a new address (B6): the address itself, and whether it is right as we read it."""

from __future__ import annotations

import hashlib

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import choice
from bot.dialogue.digits import LONGEST_NUMBER
from bot.dialogue.memory import ADDRESS_FOR, Question
from bot.dialogue.steps import Choice
from bot.dialogue.turn import Turn


def want_address(turn: Turn, ask: Ask, number: str, key: str, words: tuple[str, ...] = ()) -> None:
    turn.memory.close("confirm")
    turn.memory.ask(Question("address", ADDRESS_FOR, orders=(number,), words=words))
    turn.asked_now = True
    turn.say(ask, key, {"order": number[:LONGEST_NUMBER]})


def read_back(turn: Turn, ask: Ask, number: str) -> None:
    turn.memory.close("address")
    question = Question("confirm", ADDRESS_FOR, orders=(number,))
    turn.memory.ask(question)
    turn.asked_now = True
    values = {"order": number[:LONGEST_NUMBER], "address": turn.memory.address}
    turn.say(ask, "order_address_confirm", values, choices=yes_no_buttons(turn, question))


def yes_no_buttons(turn: Turn, question: Question) -> list[Choice | None]:
    about = what_is_confirmed(turn, question)
    return [choice("yes", about, key="choice_yes"), choice("no", about, key="choice_no")]


def what_is_confirmed(turn: Turn, question: Question) -> str:
    """Names order and address without telling them: what a button stands for."""
    return hashlib.sha256(
        f"{question.orders[0]}\n{turn.memory.address}".encode("utf-8", "replace")
    ).hexdigest()[:16]
