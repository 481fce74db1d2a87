"""An invoice (A4): which order, made out to whom, one after the other; then a person with everything noted."""

from __future__ import annotations

import re

from bot.dialogue.ask import Ask, written_numbers
from bot.dialogue.memory import Question
from bot.dialogue.order_answers import latest_own, offer_orders
from bot.dialogue.topic_answers import person_for
from bot.dialogue.turn import Turn
from desk.handover import Reason
from desk.normal_form import fold
from desk.order import Order

INVOICE = "invoice"
LONGEST_TITLE = 80
TITLE = re.compile(
    r"抬头|税号|统编|统一编号|载具|\bmade out to\b|\bin the name of\b|\b(?:title|vat|tax (?:id|number))\b\W",
    re.IGNORECASE,
)
SHORTEST = 3


def invoice(turn: Turn, ask: Ask) -> None:
    if turn.with_person:
        person_for("topic_invoice")(turn, ask)
        return
    title, last = title_in(ask.text), latest_own(turn)
    if ask.orders:
        invoice_for(turn, ask, ask.orders, title)
    elif last or len(turn.facts.own) == 1:
        invoice_for(turn, ask, ((last or turn.facts.own[0]).number,), title)
    elif turn.facts.own:
        offer_orders(turn, ask, INVOICE, turn.facts.own, title)
    else:
        turn.memory.ask(Question("number", INVOICE, text=title))
        turn.asked_now = True
        turn.say(ask, "number_wanted")


def invoice_of(turn: Turn, ask: Ask, order: Order, number: str) -> None:
    question = turn.memory.question("order")
    invoice_for(turn, ask, (number,), question.text if question else "")


def invoice_for(turn: Turn, ask: Ask, orders: tuple[str, ...], title: str) -> None:
    turn.memory.close("number")
    turn.memory.close("order")
    numbers = written_numbers(orders, ask.language)
    if title:
        turn.memory.give_up(INVOICE)
        turn.hand_off(ask, Reason.TOPIC, "order_invoice_noted", {"order": numbers, "title": title})
        return
    turn.memory.ask(Question("title", INVOICE, orders=orders))
    turn.asked_now = True
    turn.say(ask, "order_invoice_title", {"order": numbers})


def title_given(turn: Turn, ask: Ask, question: Question) -> bool:
    """Who it is made out to is a name, and means nothing else: a sentence that does is an interruption."""
    if turn.with_person or not ask.text.strip():
        return False
    means_else = ask.sure and ask.intent != INVOICE
    if means_else or ask.text.rstrip().endswith(("?", "？", "吗", "嗎")):
        return False
    turn.unsay("order_invoice_title")
    said_again = ask.sure and not title_in(ask.text)  # that they want an invoice: the title is still to come
    orders = (
        ask.orders if said_again and ask.orders else question.orders
    )  # the number of a tax office is none of ours
    invoice_for(turn, ask, orders, "" if said_again else ask.text.strip()[:LONGEST_TITLE])
    return True


def title_in(text: str) -> str:
    """From `抬头` on; empty where the sentence does not come to it."""
    told = fold(text)
    found = TITLE.search(told.text)
    if found is None:
        return ""
    rest = text[told.at[found.start()] :].strip()
    return rest[:LONGEST_TITLE] if len(rest) >= (found.end() - found.start()) + SHORTEST else ""
