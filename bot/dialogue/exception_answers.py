"""Something went wrong on the way (B5): recorded as the buyer tells it, sorry, and a person with what is known."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.ask import Ask, written_numbers
from bot.dialogue.case_begun import begin
from bot.dialogue.case_words import kind_in
from bot.dialogue.exception_words import trouble_of, unasked_trouble_of
from bot.dialogue.grievance_begun import exception
from bot.dialogue.grievance_words import parcel_damaged
from bot.dialogue.memory import Question
from bot.dialogue.order_answers import latest_own
from bot.dialogue.order_words import is_late
from bot.dialogue.steps import RecordException
from bot.dialogue.topic_answers import QUALITY
from bot.dialogue.turn import Turn
from desk.delivery_exception import Trouble
from desk.handover import Reason

SAID_UNDER = frozenset({"order_status", "shipping_time"})
SAYS = {Trouble.LOSS: "topic_lost", Trouble.DELAY: "topic_delayed"}
"""The others are after-sales cases: it is about an article, and what shall be done about it is asked."""


def told_of_trouble(ask: Ask) -> Trouble | None:
    """In a letter whose intent is another one, or not clear."""
    if not ask.text or (ask.sure and ask.intent not in SAID_UNDER):
        return None
    return unasked_trouble_of(ask.text)


def quality_issue(turn: Turn, ask: Ask) -> None:
    """A fault that no delivery made is no exception; a person sees to it all the same."""
    if kind := trouble_of(ask.text):
        troubled(turn, ask, kind)
    else:
        begin(turn, ask)


def troubled(turn: Turn, ask: Ask, kind: Trouble) -> None:
    own = turn.facts.own
    orders = ask.orders or tuple(turn.memory.orders[:1]) or ((own[0].number,) if len(own) == 1 else ())
    for order in orders or ("",):
        turn.act(RecordException(kind, order, ask.because))
    one_by_one = (
        len(orders) < 2
    )  # of several parcels a person hears at once: the chat would ask about the first alone
    if one_by_one and _of_the_parcel(ask, kind) and not (turn.with_person or turn.facts.shop_down):
        exception(turn, replace(ask, orders=orders))
        return
    if kind not in SAYS:
        begin(turn, replace(ask, intent=QUALITY, orders=orders))
        return
    turn.memory.close("number")
    if not orders:
        turn.memory.ask(Question("number", QUALITY))
    named = {"order": written_numbers(orders, ask.language)} if orders else {}
    turn.hand_off(ask, Reason.TOPIC, SAYS[kind], named)


def _of_the_parcel(ask: Ask, kind: Trouble) -> bool:
    """Whether it is a delivery exception: lost, late, or damaged from outside. Of what was in it they may want it back."""
    return kind in SAYS or (kind is Trouble.DAMAGE and parcel_damaged(ask.text) and not kind_in(ask.text))


def delayed(turn: Turn, ask: Ask) -> bool:
    """A delay that the shop's own days bear out. Else the order's state is the answer."""
    if ask.orders:
        known = turn.facts.order(ask.orders[0]) if len(ask.orders) == 1 else None
        order = known.order if known and known.own else None
    else:
        order = latest_own(turn) or (turn.facts.own[0] if len(turn.facts.own) == 1 else None)
    if order is None or not is_late(turn, order) or trouble_of(ask.text) is not Trouble.DELAY:
        return False
    troubled(turn, replace(ask, orders=ask.orders or (order.number,)), Trouble.DELAY)
    return True
