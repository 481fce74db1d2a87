"""May the receipt be extended (B4)? Once, of an order of theirs that is on its way."""

from __future__ import annotations

from bot.dialogue.ask import Ask
from bot.dialogue.order_words import tell
from bot.dialogue.receipt_words import wants_longer
from bot.dialogue.steps import ExtendReceipt
from bot.dialogue.turn import Turn
from bot.dialogue.which_order import once_known
from bot.dialogue.written import day
from desk.handover import Reason
from desk.order import Order
from desk.order_change import SENT, Refusal, not_to_extend
from desk.order_times import extended

EXTEND = "extend_receipt"
SAID_UNDER = frozenset({"order_status", "change_order", "shipping_time"})
REFUSED = {
    Refusal.NOT_SHIPPED: "order_receipt_not_shipped",
    Refusal.COMPLETED: "order_receipt_completed",
    Refusal.EXTENDED: "order_receipt_extended_before",
}


def asks_longer(ask: Ask) -> bool:
    return (not ask.sure or ask.intent in SAID_UNDER) and bool(ask.text) and wants_longer(ask.text)


def extend(turn: Turn, ask: Ask) -> None:
    once_known(turn, ask, EXTEND, SENT, extend_of)


def extend_of(turn: Turn, ask: Ask, order: Order, number: str) -> None:
    turn.memory.talked_of_order(order.number)
    why, until = not_to_extend(order), extended(order, turn.facts.front.times)
    if why is Refusal.EXTENDED:
        turn.say(ask, REFUSED[why], {"order": number, "until": _until(turn, ask, order)})
    elif why in REFUSED:
        turn.say(ask, REFUSED[why], {"order": number})
    elif why:
        tell(turn, ask, order, number)
    elif until is None:  # nobody knows since when it is on its way
        turn.hand_off(ask, Reason.TOPIC, "topic_change_order", {"order": number})
    else:
        turn.act(ExtendReceipt(order.number, until, ask.because))
        turn.say(ask, "order_receipt_extending", {"order": number})


def _until(turn: Turn, ask: Ask, order: Order) -> str:
    zone = turn.facts.front.zone
    if order.extended_until is None:
        return ""
    return day(
        order.extended_until.astimezone(zone).date(), turn.facts.now.astimezone(zone).date(), ask.language
    )
