"""The data of a button: a letter for the verb, a colon, and what it is about. Read strictly: it comes from outside."""

from __future__ import annotations

from typing import Literal

from bot.dialogue.steps import Choice
from desk.record import record

LONGEST_BYTES = 64
LONGEST_LABEL = 60

Verb = Literal[
    "product",
    "variant",
    "wait",
    "give_up",
    "leave",
    "order",
    "meaning",
    "person",
    "yes",
    "no",
    "contact",
    "tell",
    "case",
    "grievance",
    "score",
    "follow_up",
]
LETTERS: dict[Verb, str] = {
    "product": "p",
    "variant": "v",
    "wait": "w",
    "give_up": "g",
    "leave": "l",
    "order": "o",
    "meaning": "m",
    "person": "h",
    "yes": "y",
    "no": "n",
    "contact": "c",
    "tell": "a",
    "case": "t",
    "grievance": "r",
    "score": "s",
    "follow_up": "f",
}
OF_NOTHING = frozenset({"person", "contact"})
VERBS: dict[str, Verb] = {letter: verb for verb, letter in LETTERS.items()}


@record(frozen=True, slots=True)
class Press:
    verb: Verb
    about: str
    """A product's id, a SKU, an order number or an intent; of `yes` and `no` what exactly they answer; of `tell`, `case` and
    `grievance` what is told, or done, and of what (`kind:refund`, `withdraw:81`); of `score` and `follow_up` which one, and
    the answer (`12:5`); empty for `person` and `contact`."""


def choice(verb: Verb, about: str = "", *, text: str = "", key: str = "") -> Choice | None:
    """The button; None where its data would be too long for a channel."""
    data = f"{LETTERS[verb]}:{about}" if about else LETTERS[verb]
    if len(data.encode()) > LONGEST_BYTES or (about and not about.isprintable()):
        return None
    return Choice(text[:LONGEST_LABEL], data, key)


def read_press(data: str | None) -> Press | None:
    """What was pressed; None for anything that is not one of ours."""
    if not data or not data.isprintable() or len(data.encode("utf-8", "replace")) > LONGEST_BYTES:
        return None
    letter, colon, about = data.partition(":")
    verb = VERBS.get(letter)
    if verb is None or (verb in OF_NOTHING) == bool(colon) or bool(colon) != bool(about):
        return None
    return Press(verb, about)
