"""The new address was read back (B6): right, wrong, another one; what is confirmed is wished of the shop."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.address_answers import address_of, other_order
from bot.dialogue.address_asked import read_back, want_address, what_is_confirmed
from bot.dialogue.address_words import address_in, corrects, has_number, is_rest, written
from bot.dialogue.ask import Ask
from bot.dialogue.digits import LONGEST_NUMBER, order_key
from bot.dialogue.memory import ADDRESS_FOR, Question
from bot.dialogue.order_answers import asked_orders
from bot.dialogue.steps import ChangeAddress
from bot.dialogue.stock_answers import gone_button, shop_down
from bot.dialogue.turn import Turn
from bot.dialogue.yes_no import yes_or_no
from desk.normal_form import fold
from desk.order_change import not_to_readdress

YES = frozenset(
    {
        "确认",
        "确认修改",
        "确定",
        "没错",
        "没问题",
        "对的",
        "正确",
        "是的没错",
        "改吧",
        "confirm",
        "correct",
        "right",
        "that's right",
    }
)
NO = frozenset(
    {"不对", "不正确", "错了", "地址不对", "写错了", "wrong", "not correct", "that's wrong", "incorrect"}
)
BEGINS_WITH_YES = re.compile(
    r"(?:yes|yeah|yep|sure|ok|okay|correct|right|that's right)\b|对|是的|好的|没错|确认|可以"
)


def address_confirmed(turn: Turn, ask: Ask, question: Question) -> bool:
    if turn.with_person or not question.orders:
        return False
    if other_order(turn, ask, question):
        return True
    number = question.orders[0]
    if address := address_in(ask.text) or _completed(turn, ask):
        turn.unsay("order_address_confirm")
        turn.memory.address = address
        read_back(turn, ask, number)
        return True
    match _yes_or_no(ask):
        case "yes":
            _do(turn, ask, number)
        case "no":
            turn.memory.address = ""
            turn.memory.close("confirm")
            want_address(turn, ask, number, "order_address_wanted")
        case _:
            return False
    return True


def pressed_yes(turn: Turn, ask: Ask, about: str) -> None:
    """An old button may speak of another address than the one that was read back last."""
    question = turn.memory.question("confirm")
    if turn.with_person or question is None or about != what_is_confirmed(turn, question):
        gone_button(turn, ask)
    else:
        _do(turn, ask, question.orders[0])


def pressed_no(turn: Turn, ask: Ask, about: str) -> None:
    question = turn.memory.question("confirm")
    if turn.with_person or question is None or about != what_is_confirmed(turn, question):
        gone_button(turn, ask)
        return
    turn.memory.address = ""
    turn.memory.close("confirm")
    want_address(turn, ask, question.orders[0], "order_address_wanted")


def _do(turn: Turn, ask: Ask, number: str) -> None:
    """Once more with the facts of now: it may have left since it was asked for."""
    known = turn.facts.order(number)
    if turn.facts.shop_down or known is None:
        turn.memory.give_up(ADDRESS_FOR)
        shop_down(turn, replace(ask, orders=(number,)))
    elif not known.own and order_key(number) not in turn.shown:
        asked_orders(turn, ask, (number,), ADDRESS_FOR, address_of)
    elif not_to_readdress(known.order):
        address_of(turn, ask, known.order, number)
    else:
        turn.act(ChangeAddress(known.order.number, turn.memory.address, ask.because))
        turn.memory.give_up(ADDRESS_FOR)
        turn.say(ask, "order_address_changing", {"order": number[:LONGEST_NUMBER]})


def _completed(turn: Turn, ask: Ask) -> str:
    """A house number that comes by itself after an address that had none: buyers write in pieces."""
    held = turn.memory.address
    if ask.sure or not held or has_number(held) or corrects(ask.text) or not is_rest(ask.text):
        return ""
    return f"{held} {written(ask.text)}"


def _yes_or_no(ask: Ask) -> str | None:
    words = fold(ask.text[:40]).text.replace("’", "'").strip(" \t\n.,!?~。，！？～、…")
    if words in YES:
        return "yes"
    if words in NO or corrects(ask.text):
        return "no"  # "no, it is number 110" is not the whole of an address
    plain = yes_or_no(ask.text)
    return plain or ("yes" if ask.sure and ask.intent == "ack" and BEGINS_WITH_YES.match(words) else None)
