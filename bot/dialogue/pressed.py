"""A pressed button: its data comes from outside and is believed only as far as the facts go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.address_confirm import pressed_no, pressed_yes
from bot.dialogue.ask import Ask
from bot.dialogue.buttons import Verb, read_press
from bot.dialogue.case_after import pressed_case
from bot.dialogue.case_pressed import pressed_tell
from bot.dialogue.contact_answers import wants_contact
from bot.dialogue.flows import FLOWS, OFFERED
from bot.dialogue.grievance_answers import pressed_grievance
from bot.dialogue.order_answers import asked_orders
from bot.dialogue.purposes import ONCE_THEIRS
from bot.dialogue.stock_answers import gone_button, one_variant, shop_down, stock_of
from bot.dialogue.topic_answers import human, show_product
from bot.dialogue.turn import Turn
from bot.dialogue.waiting_answers import give_up, leave, wait
from bot.understanding import ProductGuess


def pressed(turn: Turn, ask: Ask, data: str | None) -> None:
    press = read_press(data)
    if press is None:
        gone_button(turn, ask)
        return
    turn.memory.lost = 0
    VERBS[press.verb](turn, ask, press.about)


def _product(turn: Turn, ask: Ask, about: str) -> None:
    product = turn.facts.products.get(about)
    if product is None:
        gone_button(turn, ask)
        return
    question = turn.memory.question("product")
    if question and question.intent == "product_info":
        show_product(turn, replace(ask, text=question.text), product)
    else:
        words, text = (question.words, question.text) if question else ((), "")
        stock_of(turn, replace(ask, words=words, text=text), product)


def _variant(turn: Turn, ask: Ask, about: str) -> None:
    sold = turn.facts.sold(about)
    if sold is None:
        gone_button(turn, ask)
    else:
        one_variant(turn, ask, *sold)


def _order(turn: Turn, ask: Ask, about: str) -> None:
    """Anyone can forge the data: the order must be theirs all the same."""
    ask = replace(ask, orders=(about,))
    question = turn.memory.question("order")
    offered = question is not None and about in question.orders
    intent = question.intent if question and offered else "order_status"
    if turn.facts.shop_down:
        shop_down(turn, ask)
        return
    asked_orders(turn, ask, ask.orders, intent, ONCE_THEIRS[intent])
    if offered:
        turn.memory.close("order")


def _meaning(turn: Turn, ask: Ask, about: str) -> None:
    if about not in OFFERED:
        gone_button(turn, ask)
        return
    question = turn.memory.question("meaning")
    turn.memory.close("meaning")
    turn.memory.close("photos")
    if question:
        guesses = tuple(ProductGuess(id, 0.9) for id in question.products)
        ask = replace(ask, orders=question.orders, words=question.words, products=guesses, text=question.text)
    FLOWS[about].answer(turn, replace(ask, intent=about, sure=True))


def _person(turn: Turn, ask: Ask, about: str) -> None:
    human(turn, ask)


def _of_nothing(turn: Turn, ask: Ask, about: str) -> None:
    """What the desk asked by itself is answered where it is heard (bot.asked); this one names nothing of this chat."""
    gone_button(turn, ask)


VERBS: dict[Verb, Callable[[Turn, Ask, str], None]] = {
    "product": _product,
    "variant": _variant,
    "wait": wait,
    "give_up": give_up,
    "leave": leave,
    "order": _order,
    "meaning": _meaning,
    "person": _person,
    "yes": pressed_yes,
    "no": pressed_no,
    "contact": wants_contact,
    "tell": pressed_tell,
    "case": pressed_case,
    "grievance": pressed_grievance,
    "score": _of_nothing,
    "follow_up": _of_nothing,
}
