"""Letters that answer what the bot has asked, and how an interrupted question comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import choice
from bot.dialogue.digits import folded, order_key
from bot.dialogue.flows import CHAT, FLOWS, TO_A_PERSON
from bot.dialogue.memory import Question
from bot.dialogue.order_answers import asked_orders, offer_orders, order_choices, prove
from bot.dialogue.order_meant import chosen
from bot.dialogue.order_words import tell
from bot.dialogue.steps import Choice
from bot.dialogue.stock_answers import shop_down
from bot.dialogue.topic_answers import note_order
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.waiting_answers import give_up, wait
from bot.dialogue.which_product import product_choices
from bot.dialogue.yes_no import corrects, does_not_know, yes_or_no
from bot.understanding import ProductGuess

COMES_BACK = {"wait": 1}
OFTEN = 2
"""Times; after that the question waits in silence."""


def answered(turn: Turn, ask: Ask) -> bool:
    """Whether this letter was the answer to an open question, the latest first; then it is dealt with."""
    if not turn.memory.open:
        return False
    return any(ANSWERS[q.kind](turn, ask, q) for q in reversed(turn.memory.open) if q.kind in ANSWERS)


def _digits(turn: Turn, ask: Ask, question: Question) -> bool:
    if ask.orders and corrects(ask.text):
        return _corrected(turn, ask, question)
    if not ask.digits and not ask.sure and does_not_know(ask.text):
        return _not_known(turn, ask)
    if not ask.digits or ask.orders:
        return False
    turn.unsay("order_needs_proof")
    prove(turn, ask, question.orders, ask.digits)
    return True


def _corrected(turn: Turn, ask: Ask, question: Question) -> bool:
    """`not 1008, I meant 1012`: the order they were asked about is dropped."""
    before = {order_key(number) for number in question.orders}
    orders = tuple(number for number in ask.orders if order_key(number) not in before)
    if not orders or (ask.sure and ask.intent != "order_status"):
        return False
    turn.memory.close("digits")
    turn.unsay("order_needs_proof")
    if turn.facts.shop_down:
        shop_down(turn, ask)
    else:
        asked_orders(turn, ask, orders)
    return True


def _not_known(turn: Turn, ask: Ask) -> bool:
    """What proves an order is not at hand: a person can find out otherwise, and nothing is asked again."""
    turn.asked_now = True
    turn.say(ask, "cannot_prove", choices=[] if turn.with_person else [person_button()])
    return True


def _number(turn: Turn, ask: Ask, question: Question) -> bool:
    if not ask.orders and not ask.sure and not turn.with_person and does_not_know(ask.text):
        return _not_known(turn, ask)
    if not ask.orders or (ask.sure and ask.intent not in ("order_status", question.intent)):
        return False
    turn.unsay("order_number_wanted")
    if question.intent in TO_A_PERSON:
        note_order(turn, ask)
    elif turn.facts.shop_down:
        shop_down(turn, ask)
    else:
        turn.memory.close("number")
        asked_orders(turn, ask, ask.orders)
    return True


def _product(turn: Turn, ask: Ask, question: Question) -> bool:
    if ask.sure and ask.intent != question.intent:
        return False
    chosen = _by_number(ask, question)
    named = ask.names_product or ask.skus or chosen
    # A mere guess does not outweigh an order that was named: that is what the letter is about.
    if not named and (ask.orders or not ask.products):
        return False
    turn.memory.close("product")
    turn.unsay("product_which")
    if chosen:
        ask = replace(ask, products=(ProductGuess(chosen, 1.0),), names_product=True)
    words = tuple(dict.fromkeys((*ask.words, *question.words)))
    ask = replace(ask, intent=question.intent, words=words, text=f"{question.text} {ask.text}")
    FLOWS.get(question.intent, FLOWS["stock"]).answer(turn, ask)
    return True


def _by_number(ask: Ask, question: Question) -> str | None:
    """`2`, where products were offered to choose from."""
    number = folded(ask.text).strip(" .。、")
    if len(number) == 1 and number.isdecimal() and 1 <= int(number) <= len(question.products):
        return question.products[int(number) - 1]
    return None


def _order(turn: Turn, ask: Ask, question: Question) -> bool:
    """`yesterday's`, `the second`, where orders of theirs were offered; what fits several is narrowed down."""
    if ask.orders or (ask.sure and ask.intent != "order_status"):
        return False
    known = [turn.facts.order(number) for number in question.orders]
    found = chosen(turn, ask, [one.order for one in known if one and one.own])
    if len(found) == 1:
        turn.memory.close("order")
        tell(turn, ask, found[0], found[0].number)
    elif found:
        offer_orders(turn, ask, found)
    return bool(found)


def _wait(turn: Turn, ask: Ask, question: Question) -> bool:
    if question is not turn.memory.asking or not question.products:
        return False
    match yes_or_no(ask.text):
        case "yes":
            wait(turn, ask, question.products[0])
        case "no":
            give_up(turn, ask, question.products[0])
        case _:
            return False
    return True


ANSWERS: dict[str, Callable[[Turn, Ask, Question], bool]] = {
    "digits": _digits,
    "order": _order,
    "number": _number,
    "product": _product,
    "wait": _wait,
}


def come_back(turn: Turn) -> None:
    """After an interruption the open question stands again at the end of the last answer."""
    if turn.asked_now or turn.with_person or not turn.memory.open:
        return
    question = next((q for q in reversed(turn.memory.open) if q.kind in ANSWERS), None)
    if question is None:
        return
    if (
        question.repeated >= COMES_BACK.get(question.kind, OFTEN)
        or not turn.says
        or turn.says[-1].key in CHAT
    ):
        return
    again = replace(question, repeated=question.repeated + 1)
    turn.memory.open = [again if q is question else q for q in turn.memory.open]
    last, back = turn.says[-1], f"back_to_{question.kind}"
    turn.says[-1] = replace(
        last,
        also=(*last.also, back),
        wordings=(*last.wordings, turn.memory.worded(back)),
        choices=last.choices + tuple(c for c in _choices(turn, question) if c not in last.choices),
    )


def _choices(turn: Turn, question: Question) -> tuple[Choice, ...]:
    if question.kind == "wait" and question.products:
        sku = question.products[0]
        both = (choice("wait", sku, key="choice_wait"), choice("give_up", sku, key="choice_give_up"))
        return tuple(button for button in both if button)
    if question.kind == "order":
        return order_choices(question.orders)
    known = [turn.facts.products[id] for id in question.products if id in turn.facts.products]
    return tuple(c for c in product_choices(known, turn.memory.language or turn.seen.language) if c)
