"""A complaint (F3) or a delivery exception (B5) begins: of which order, and that nobody is asked who is too cross for it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.ask import Ask
from bot.dialogue.case_begun import with_numbers
from bot.dialogue.grievance import GRIEVANCE, Grievance
from bot.dialogue.grievance_seen import look_into_the_book, order_of
from bot.dialogue.grievance_told import about_order, go_on, learn, stands_in_the_book
from bot.dialogue.grievance_words import complains, parcel_in_trouble
from bot.dialogue.order_answers import latest_own
from bot.dialogue.order_words import tell
from bot.dialogue.steps import NameException
from bot.dialogue.topic_answers import upset
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.which_order import once_known
from desk.order import Order, Status
from desk.ticket.kinds import TicketKind

ON_ITS_WAY = frozenset({Status.PAID, Status.SHIPPED, Status.DELIVERED, Status.COMPLETED})
ELSEWHERE = frozenset({"human_agent"})


def told_of_complaint(ask: Ask) -> bool:
    return bool(ask.text) and not (ask.sure and ask.intent in ELSEWHERE) and complains(ask.text)


def told_of_a_parcel(ask: Ask) -> bool:
    """Something is wrong with it, and they do not say what."""
    return bool(ask.text) and parcel_in_trouble(ask.text)


def complain(turn: Turn, ask: Ask, *, cross: bool) -> None:
    """Told calmly, it is taken down and what is missing is asked. Who is cross gets an apology and a person."""
    if turn.with_person or cross:
        upset(turn, ask)
        noted_in_anger(turn, ask)
        return
    ask = with_numbers(turn, ask)
    look_into_the_book(turn)
    before = turn.memory.grievance
    learn(turn, ask, TicketKind.COMPLAINT)
    _its_order(turn, ask)
    begun = before is None or before.kind is not TicketKind.COMPLAINT
    go_on(turn, ask, lead="grievance_begun_complaint" if begun else "")


def noted_in_anger(turn: Turn, ask: Ask) -> None:
    """Whoever is upset is asked nothing: what they said stands in the book for the person who comes."""
    if turn.handed is None or not told_of_complaint(ask):
        return
    look_into_the_book(turn)
    learn(turn, ask, TicketKind.COMPLAINT)
    grievance = turn.memory.grievance
    if grievance is not None and not grievance.words:
        turn.memory.grievance = replace(grievance, words=ask.text)
    _its_order(turn, ask)
    stands_in_the_book(turn, ask)


def _its_order(turn: Turn, ask: Ask) -> None:
    """One of theirs that they name or just spoke of. Of a strange one nothing is said: its number stands in their words."""
    grievance = turn.memory.grievance
    if grievance is None or grievance.order:
        return
    named = [one.order for number in ask.orders if (one := turn.facts.order(number)) and one.own]
    order = named[0] if len(named) == 1 else None if ask.orders else latest_own(turn)
    if order is not None:
        about_order(turn, order.number)


def exception(turn: Turn, ask: Ask) -> None:
    """Something happened to a parcel of theirs; which, is asked first."""
    ask = with_numbers(turn, ask)
    look_into_the_book(turn)
    learn(turn, ask, TicketKind.DELIVERY)
    grievance = turn.memory.grievance
    if grievance is not None and grievance.order and not ask.orders and order_of(turn, grievance):
        go_on(turn, ask)
    else:
        once_known(turn, ask, GRIEVANCE, ON_ITS_WAY, grievance_of)


def grievance_of(turn: Turn, ask: Ask, order: Order, number: str) -> None:
    """The order is theirs."""
    turn.memory.talked_of_order(order.number)
    turn.memory.close("number")
    turn.memory.close("order")
    turn.memory.grievance = turn.memory.grievance or Grievance(TicketKind.DELIVERY)
    if turn.memory.grievance.kind is TicketKind.DELIVERY:
        turn.act(NameException(order.number))
        if order.status not in ON_ITS_WAY:
            # Nothing is on its way: how it stands is the answer.
            turn.memory.drop_grievance()
            tell(turn, ask, order, number)
            turn.says[-1] = replace(turn.says[-1], choices=(*turn.says[-1].choices, *_person()))
            return
    about_order(turn, order.number)
    go_on(turn, ask)


def _person() -> tuple:  # type: ignore[type-arg]
    button = person_button()
    return (button,) if button else ()
