"""Another address for an order that has not left (B6): which order, which address, read back, confirmed, wished of the
shop. One thing at a time, and none of them twice."""

from __future__ import annotations

from bot.dialogue.address_asked import read_back, want_address
from bot.dialogue.address_seen import asks_which, see_address
from bot.dialogue.address_words import (
    address_in,
    asks_to_wait,
    corrected_number,
    corrects,
    is_incomplete,
    is_likely,
    means_other_order,
    places,
    written,
)
from bot.dialogue.ask import Ask
from bot.dialogue.digits import order_key
from bot.dialogue.memory import ADDRESS_FOR, Question
from bot.dialogue.order_answers import asked_orders, offer_orders
from bot.dialogue.order_words import tell
from bot.dialogue.topic_answers import person_for
from bot.dialogue.turn import Turn
from bot.dialogue.which_order import once_known
from desk.handover import Reason
from desk.order import Order, Status
from desk.order_change import not_to_readdress

OPEN = frozenset({Status.AWAITING_PAYMENT, Status.PAID})
TRIED = "incomplete"
"""Kept in the question once an incomplete address was sent back."""


def change_address(turn: Turn, ask: Ask) -> None:
    if not turn.with_person and asks_which(ask.text):
        see_address(turn, ask)
        return
    if turn.with_person or len(ask.orders) > 1:
        person_for("topic_change_address")(turn, ask)
        return
    turn.memory.address = address_in(ask.text) or turn.memory.address
    once_known(turn, ask, ADDRESS_FOR, OPEN, address_of)


def address_of(turn: Turn, ask: Ask, order: Order, number: str) -> None:
    """The order is theirs. What is known of the new address already is not asked again."""
    turn.memory.talked_of_order(order.number)
    if order.status is Status.SHIPPED:
        turn.memory.give_up(ADDRESS_FOR)
        turn.hand_off(ask, Reason.TOPIC, "order_address_shipped", {"order": number})
    elif not_to_readdress(order):
        turn.memory.give_up(ADDRESS_FOR)
        tell(turn, ask, order, number)
    elif turn.memory.address:
        read_back(turn, ask, order.number)
    else:
        want_address(turn, ask, order.number, "order_address_wanted")


def address_given(turn: Turn, ask: Ask, question: Question) -> bool:
    if turn.with_person:
        return False
    if other_order(turn, ask, question):
        return True
    address = address_in(ask.text)
    if not address and _is_no_answer(turn, ask, question):
        return False
    turn.unsay("order_address_wanted")
    number = question.orders[0] if question.orders else ""
    if not address and ((ask.sure and ask.intent == ADDRESS_FOR) or asks_to_wait(ask.text)):
        turn.asked_now = True
        turn.say(ask, "back_to_address")  # said once more that it shall be changed, or that it comes
        return True
    turn.memory.address = address or written(ask.text)
    if not is_incomplete(turn.memory.address):
        read_back(turn, ask, number)
    elif TRIED in question.words:
        turn.memory.give_up(ADDRESS_FOR)
        turn.hand_off(ask, Reason.TOPIC, "topic_change_address", {"order": number})
    else:
        turn.memory.address = ""
        want_address(turn, ask, number, "order_address_incomplete", (TRIED,))
    return True


def other_order(turn: Turn, ask: Ask, question: Question) -> bool:
    """`No, the other order`, or its number: what is known of the address stays known."""
    asked_for = order_key(question.orders[0]) if question.orders else ""
    number = ask.orders[0] if len(ask.orders) == 1 else corrected_number(ask.text)
    about_it = not ask.sure or ask.intent in (ADDRESS_FOR, "ack") or corrects(ask.text)
    if number and places(ask.text) and turn.facts.order(number) is None:
        number = ""  # of a house
    if number and order_key(number) != asked_for and about_it:
        turn.memory.address = address_in(ask.text) or turn.memory.address
        turn.memory.close("address")
        turn.memory.close("confirm")
        asked_orders(turn, ask, (number,), ADDRESS_FOR, address_of)
        return True
    if not means_other_order(ask.text) or is_likely(ask.text):
        return False
    others = [o for o in turn.facts.own if order_key(o.number) != asked_for and o.status in OPEN]
    turn.memory.close("address")
    turn.memory.close("confirm")
    if len(others) == 1:
        address_of(turn, ask, others[0], others[0].number)
    elif others:
        offer_orders(turn, ask, ADDRESS_FOR, others)
    else:
        turn.memory.ask(Question("number", ADDRESS_FOR))
        turn.asked_now = True
        turn.say(ask, "number_wanted")
    return True


def _is_no_answer(turn: Turn, ask: Ask, question: Question) -> bool:
    """Something else that is answered first; the question comes back."""
    if ask.sure and ask.intent != ADDRESS_FOR:
        return True
    return question is not turn.memory.asking or ask.text.rstrip().endswith(("?", "？", "吗", "嗎", "呢"))
