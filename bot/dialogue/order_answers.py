"""Where an order is (B1), told only to the person it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Collection

from bot.dialogue.ask import MOST_NUMBERS, Ask, written_numbers
from bot.dialogue.buttons import choice
from bot.dialogue.digits import order_key
from bot.dialogue.facts import KnownOrder
from bot.dialogue.memory import Question
from bot.dialogue.order_meant import chosen
from bot.dialogue.order_words import tell
from bot.dialogue.steps import Choice, ShownToOwn, WrongProof
from bot.dialogue.stock_answers import shop_down
from bot.dialogue.turn import Turn, person_button
from desk.handover import Reason
from desk.order import Order

MOST_WRONG_PROOFS = 5
"""In 24 hours; then a person."""
OWN_OFFERED = 5
SKUS_KEPT = 10
OFFERED_AS = {"order_status": "order_choose"}

Told = Callable[[Turn, Ask, Order, str], None]
"""What is done once an order, under the number they used, is known to be theirs."""


def order_status(turn: Turn, ask: Ask) -> None:
    if turn.facts.shop_down:
        shop_down(turn, ask)
    elif ask.orders:
        turn.memory.close("number")
        asked_orders(turn, ask, ask.orders)
    elif turn.memory.question("digits"):
        remind_of_proof(turn, ask)
    elif len(turn.facts.own) == 1:
        tell(turn, ask, turn.facts.own[0], turn.facts.own[0].number)
    elif turn.facts.own:
        _one_of_own(turn, ask, turn.facts.own)
    elif last := latest_own(turn):
        tell(turn, ask, last, last.number)
    else:
        ask_number(turn, ask, "order_status", "order_number_wanted")


def _one_of_own(turn: Turn, ask: Ask, own: tuple[Order, ...]) -> None:
    """Told at once where the words say which one; else theirs to choose from."""
    found = chosen(turn, ask, own)
    if len(found) == 1:
        tell(turn, ask, found[0], found[0].number)
    else:
        offer_orders(turn, ask, "order_status", found or own)


def offer_orders(turn: Turn, ask: Ask, intent: str, orders: Collection[Order], text: str = "") -> None:
    """Theirs to choose from. What they contain is remembered with them: `the lamp one` names it."""
    few = list(orders)[:OWN_OFFERED]
    numbers = tuple(order.number for order in few)
    skus = dict.fromkeys(line.sku for order in few for line in order.lines)
    turn.memory.ask(Question("order", intent, orders=numbers, products=tuple(skus)[:SKUS_KEPT], text=text))
    turn.asked_now = True
    turn.say(ask, OFFERED_AS.get(intent, "which_order"), choices=order_choices(numbers))


def order_choices(numbers: Collection[str]) -> tuple[Choice, ...]:
    return tuple(filter(None, [choice("order", number, text=number) for number in numbers]))


def remind_of_proof(turn: Turn, ask: Ask) -> None:
    """They named an order and ask again: it still takes the four digits."""
    if not turn.asked_now:
        turn.asked_now = True
        turn.say(ask, "back_to_digits")


def latest_own(turn: Turn) -> Order | None:
    """The order of theirs that was talked about last."""
    for number in turn.memory.orders:
        known = turn.facts.order(number)
        if known and _theirs(turn, known, number):
            return known.order
    return None


def ask_number(turn: Turn, ask: Ask, intent: str, key: str) -> None:
    turn.memory.ask(Question("number", intent))
    turn.asked_now = True
    turn.say(ask, key)


def asked_orders(
    turn: Turn, ask: Ask, numbers: tuple[str, ...], intent: str = "order_status", told: Told = tell
) -> None:
    """Every number gets an answer that names it as it was written. `intent`: what they are asked about for."""
    looked_up, rest = numbers[:MOST_NUMBERS], numbers[MOST_NUMBERS:]
    strange = []
    for number in looked_up:
        known = turn.facts.order(number)
        if known and _theirs(turn, known, number):
            told(turn, ask, known.order, number)
        else:
            strange.append(number)
    if strange and ask.digits:
        prove(turn, ask, tuple(strange), ask.digits, intent, told)
    elif strange:
        _ask_proof(turn, ask, tuple(strange), intent)
    if rest:
        turn.say(ask, "orders_too_many", {"order": written_numbers(rest, ask.language)})


def _theirs(turn: Turn, known: KnownOrder, number: str) -> bool:
    return known.own or order_key(number) in turn.shown


def _ask_proof(turn: Turn, ask: Ask, numbers: tuple[str, ...], intent: str) -> None:
    """The same for an order of somebody else and for one that does not exist."""
    if turn.wrong_proofs >= MOST_WRONG_PROOFS:
        _locked(turn, ask, numbers)
        return
    open_now = turn.memory.question("digits")
    earlier = open_now.orders if open_now and open_now.intent == intent else ()
    together = {order_key(n): n for n in (*earlier, *numbers)}
    turn.memory.ask(Question("digits", intent, orders=tuple(together.values())[-MOST_NUMBERS:]))
    turn.asked_now = True
    turn.say(ask, "order_needs_proof", {"order": written_numbers(numbers, ask.language)})


def prove(
    turn: Turn,
    ask: Ask,
    numbers: tuple[str, ...],
    digits: str,
    intent: str = "order_status",
    told: Told = tell,
) -> None:
    """Four digits for these orders. Each that does not match counts as one wrong proof."""
    if turn.facts.shop_down:
        shop_down(turn, ask)
        return
    wrong = []
    for number in numbers:
        known = turn.facts.order(number)
        if turn.wrong_proofs < MOST_WRONG_PROOFS and known and known.order.phone_ends_with(digits):
            turn.shown.add(order_key(number))
            turn.act(ShownToOwn(known.order.number))
            told(turn, ask, known.order, number)
        else:
            wrong.append(number)
            turn.wrong_proofs += 1
            turn.act(WrongProof(number))
    if not wrong:
        turn.memory.close("digits")
    elif turn.wrong_proofs >= MOST_WRONG_PROOFS:
        _locked(turn, ask, tuple(wrong))
    else:
        turn.memory.ask(Question("digits", intent, orders=tuple(wrong)))
        turn.asked_now = True
        values = {"order": written_numbers(wrong, ask.language)}
        turn.say(ask, "proof_wrong", values, choices=[person_button()])


def _locked(turn: Turn, ask: Ask, numbers: tuple[str, ...]) -> None:
    turn.memory.close("digits")
    turn.hand_off(
        ask, Reason.WRONG_PROOFS, "proof_too_many", {"order": written_numbers(numbers, ask.language)}
    )
