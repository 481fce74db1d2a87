"""Letters that answer what the bot has asked, and how an interrupted question comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.address_answers import address_given
from bot.dialogue.address_asked import yes_no_buttons
from bot.dialogue.address_confirm import address_confirmed
from bot.dialogue.ask import Ask
from bot.dialogue.buttons import choice
from bot.dialogue.case_answers import call_off, case_answered
from bot.dialogue.case_asked import ask_for
from bot.dialogue.case_seen import told_of
from bot.dialogue.claim import AFTER_SALES
from bot.dialogue.contact_answers import contact_given
from bot.dialogue.digits import folded, numberish, order_key
from bot.dialogue.flows import CHAT, FLOWS, TO_A_PERSON
from bot.dialogue.gives_up import gives_up
from bot.dialogue.grievance import GRIEVANCE
from bot.dialogue.grievance_answers import call_off as call_off_grievance
from bot.dialogue.grievance_answers import grievance_answered
from bot.dialogue.grievance_asked import ask_for as ask_for_more
from bot.dialogue.invoice_answers import INVOICE, invoice_for, title_given
from bot.dialogue.memory import Question
from bot.dialogue.order_answers import Told, asked_orders, offer_orders, order_choices, prove
from bot.dialogue.order_meant import chosen
from bot.dialogue.purposes import CAN_BE_CALLED_OFF, ONCE_THEIRS
from bot.dialogue.steps import Choice
from bot.dialogue.stock_answers import shop_down
from bot.dialogue.topic_answers import note_order
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.waiting_answers import give_up, wait
from bot.dialogue.which_product import product_choices
from bot.dialogue.yes_no import corrects, does_not_know, yes_or_no
from bot.understanding import ProductGuess

STATUS = "order_status"
COMES_BACK = {"wait": 1}
OFTEN = 2
"""Times; after that the question waits in silence."""


def answered(turn: Turn, ask: Ask) -> bool:
    """Whether this letter was the answer to an open question, the latest first; then it is dealt with."""
    if not turn.memory.open:
        return False
    if _called_off(turn, ask):
        return True
    return any(ANSWERS[q.kind](turn, ask, q) for q in reversed(turn.memory.open) if q.kind in ANSWERS)


def _called_off(turn: Turn, ask: Ask) -> bool:
    """Never mind: what was asked for step by step is dropped, and nothing of it kept."""
    asking = turn.memory.asking
    if turn.with_person or asking is None or asking.intent not in CAN_BE_CALLED_OFF or not gives_up(ask.text):
        return False
    if asking.intent == AFTER_SALES:
        call_off(turn, ask)
        return True
    if asking.intent == GRIEVANCE:
        call_off_grievance(turn, ask)
        return True
    turn.memory.give_up(asking.intent)
    turn.asked_now = True  # what else is open may wait for their next word
    turn.say(ask, "request_stopped")
    return True


def _digits(turn: Turn, ask: Ask, question: Question) -> bool:
    if ask.orders and corrects(ask.text):
        return _corrected(turn, ask, question)
    if not ask.digits and _does_not_know(ask):
        return _not_known(turn, ask)
    if not ask.digits or ask.orders:
        return False
    turn.unsay("order_needs_proof")
    prove(turn, ask, question.orders, ask.digits, question.intent, _told(question))
    return True


def _corrected(turn: Turn, ask: Ask, question: Question) -> bool:
    """`not 1008, I meant 1012`: the order they were asked about is dropped."""
    before = {order_key(number) for number in question.orders}
    orders = tuple(number for number in ask.orders if order_key(number) not in before)
    if not orders or (ask.sure and ask.intent != "order_status"):
        return False
    turn.memory.close("digits")
    if turn.facts.shop_down:
        shop_down(turn, ask)
    else:
        asked_orders(turn, ask, orders)
    return True


def _does_not_know(ask: Ask) -> bool:
    """What somebody does not remember is a password, where no number was asked for."""
    return (not ask.sure or ask.intent == "account") and does_not_know(ask.text)


def _not_known(turn: Turn, ask: Ask) -> bool:
    """What proves an order is not at hand: a person can find out otherwise, and nothing is asked again."""
    turn.asked_now = True
    turn.say(ask, "cannot_prove", choices=[] if turn.with_person else [person_button()])
    return True


def _number(turn: Turn, ask: Ask, question: Question) -> bool:
    if not ask.orders and not turn.with_person and _does_not_know(ask):
        return _not_known(turn, ask)
    if not ask.orders or (ask.sure and ask.intent not in ("order_status", question.intent)):
        return False
    turn.unsay("order_number_wanted")
    turn.unsay("number_wanted")
    if question.intent in TO_A_PERSON or (turn.with_person and question.intent in CAN_BE_CALLED_OFF):
        note_order(turn, ask)
    elif question.intent == INVOICE:
        invoice_for(turn, ask, ask.orders, question.text)
    elif turn.facts.shop_down:
        shop_down(turn, ask)
    else:
        turn.memory.close("number")
        asked_orders(turn, ask, ask.orders, question.intent, _told(question))
    return True


def _order(turn: Turn, ask: Ask, question: Question) -> bool:
    """One of the few that were offered: by number, place or words; another number is taken at its word."""
    named = _named(ask, question)
    elsewhere = ask.sure and ask.intent == STATUS != question.intent and not {*named} & {*question.orders}
    if elsewhere or (ask.sure and ask.intent not in (STATUS, "ack", question.intent)):
        return False
    known = [] if named else [turn.facts.order(number) for number in question.orders]
    meant = chosen(turn, ask, [one.order for one in known if one and one.own])
    if len(meant) > 1:
        offer_orders(turn, ask, question.intent, meant, question.text)
        return True
    numbers = named or tuple(order.number for order in meant)
    if numbers and turn.facts.shop_down:
        shop_down(turn, ask)
    elif numbers:
        turn.unsay("which_order")
        asked_orders(turn, ask, numbers, question.intent, _told(question))
        turn.memory.close("order")
    return bool(numbers)


def _named(ask: Ask, question: Question) -> tuple[str, ...]:
    """By number or by place among the offered, else another number. Only whereabouts are told of several at once."""
    written = {order_key(number) for number in (*ask.orders, *numberish(ask.text))}
    offered = [number for number in question.orders if order_key(number) in written]
    place = _place(ask, len(question.orders))
    if question.intent == STATUS and ask.orders:
        return ask.orders
    if place is not None and not offered:
        offered = [question.orders[place]]
    return tuple(offered[:1]) or ask.orders[:1]


def _told(question: Question) -> Told:
    return ONCE_THEIRS.get(question.intent, ONCE_THEIRS[STATUS])


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
    place = _place(ask, len(question.products))
    return None if place is None else question.products[place]


def _place(ask: Ask, offered: int) -> int | None:
    number = folded(ask.text).strip(" .。、")
    return (
        int(number) - 1 if len(number) == 1 and number.isdecimal() and 1 <= int(number) <= offered else None
    )


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
    "address": address_given,
    "confirm": address_confirmed,
    "title": title_given,
    "contact": contact_given,
    "case": case_answered,
    "grievance": grievance_answered,
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
    if question.kind in ("case", "grievance"):
        _in_full(turn, question)
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


def _in_full(turn: Turn, question: Question) -> None:
    """As a message of its own: it has an article and an order of its own."""
    told, grievance, last = told_of(turn), turn.memory.grievance, turn.says[-1]
    ask = Ask(last.because, "", "", last.language)
    if question.kind == "case" and told is not None:
        ask_for(turn, ask, told, lead="back_to_case")
    elif question.kind == "grievance" and grievance is not None:
        ask_for_more(turn, ask, grievance, lead="back_to_grievance")
    asked_anew = turn.memory.question(question.kind)
    if asked_anew is not None:
        turn.memory.ask(replace(asked_anew, repeated=question.repeated + 1))


def _choices(turn: Turn, question: Question) -> tuple[Choice, ...]:
    if question.kind == "wait" and question.products:
        sku = question.products[0]
        both = (choice("wait", sku, key="choice_wait"), choice("give_up", sku, key="choice_give_up"))
        return tuple(button for button in both if button)
    if question.kind == "order":
        return order_choices(question.orders)
    if question.kind == "confirm":
        return tuple(c for c in yes_no_buttons(turn, question) if c)
    known = [turn.facts.products[id] for id in question.products if id in turn.facts.products]
    return tuple(c for c in product_choices(known, turn.memory.language or turn.seen.language) if c)
