"""Which order a wish is about: named, talked about, the only one that fits, or one of a few."""

from __future__ import annotations

from collections.abc import Collection

from bot.dialogue.ask import Ask
from bot.dialogue.memory import Question
from bot.dialogue.order_answers import Told, asked_orders, latest_own, offer_orders, remind_of_proof
from bot.dialogue.stock_answers import shop_down
from bot.dialogue.turn import Turn
from desk.order import Order, Status


def once_known(turn: Turn, ask: Ask, intent: str, fits: Collection[Status], told: Told) -> None:
    """What is done with an order as soon as it is known and theirs; until then the buyer is asked."""
    proof = turn.memory.question("digits")
    if turn.facts.shop_down:
        shop_down(turn, ask)
    elif ask.orders:
        asked_orders(turn, ask, ask.orders, intent, told)
    elif proof and proof.intent == intent:
        remind_of_proof(turn, ask)
    elif order := their_order(turn, ask, intent, fits):
        told(turn, ask, order, order.number)


def their_order(turn: Turn, ask: Ask, intent: str, fits: Collection[Status]) -> Order | None:
    """Of theirs, where the letter names none; None once the buyer has been asked. `fits`: those that it can be about."""
    last, own = latest_own(turn), turn.facts.own
    if last and last.status in fits:
        return last
    fitting = [order for order in own if order.status in fits] or list(own)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        offer_orders(turn, ask, intent, fitting)
    elif last:
        return last
    else:
        turn.memory.ask(Question("number", intent))
        turn.asked_now = True
        turn.say(ask, "number_wanted")
    return None
