"""An after-sales wish: what it is about is asked until the case can stand in the book, and what was said is not asked again."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.ask import Ask
from bot.dialogue.case_lines import lines_named
from bot.dialogue.case_seen import look_into_the_book
from bot.dialogue.case_told import go_on, learn
from bot.dialogue.case_words import asks_rules, kind_in, means_other_line
from bot.dialogue.claim import AFTER_SALES, Claim
from bot.dialogue.digits import numberish, order_key
from bot.dialogue.order_answers import asked_orders
from bot.dialogue.stock_answers import shop_down
from bot.dialogue.topic_answers import QUALITY, Answer, person_for, quality
from bot.dialogue.turn import Turn
from bot.dialogue.which_order import once_known
from bot.dialogue.yes_no import corrects
from desk.order import Order, Status
from desk.ticket.kinds import TicketKind

FITS = frozenset({Status.PAID, Status.SHIPPED, Status.DELIVERED, Status.COMPLETED})
TOPICS = {"exchange": "topic_exchange", "cancel_order": "topic_cancel_order"}
LOOKS = re.compile(r"[A-Za-z]{1,4}-?(?:[0-9]{4}-)?[0-9]{3,14}")
TOPIC = "topic_return_refund"
OF_WHAT_THEY_HAVE = frozenset({"return_refund", "exchange"})


def wish_for(kind: str = "") -> Answer:
    """A flow. `kind`: what its intent says of the wish, where the words say nothing else."""

    def answer(turn: Turn, ask: Ask) -> None:
        begin(turn, ask, kind)

    return answer


def begin(turn: Turn, ask: Ask, kind: str = "") -> None:
    ask = with_numbers(turn, ask)
    if turn.with_person or asks_rules(ask.text) or len(ask.orders) > 1:
        _person(turn, ask)
        return
    if turn.facts.shop_down:
        shop_down(turn, ask)
        return
    look_into_the_book(turn)
    before = turn.memory.claim
    if before is None and not ask.orders and _begun_before(turn, ask):
        return
    learn(turn, ask, kind)
    if before is not None and corrected(turn, ask, before):
        return
    claim = turn.memory.claim
    if claim is not None and claim.order and not ask.orders and turn.facts.order(claim.order):
        go_on(turn, ask)
    else:
        _which_order(turn, ask)


def with_numbers(turn: Turn, ask: Ask) -> Ask:
    """`the lamp of A-1002`: a story seldom says that it is an order's number. Whether there is such an order is not given
    away: letters and digits are taken for one, mere digits only where they are one of theirs."""
    if ask.orders or turn.facts.shop_down:
        return ask
    skus = {variant.sku.casefold() for p in turn.facts.products.values() for variant in p.variants}
    likely = [
        n
        for n in numberish(ask.text)
        if turn.facts.owns(n) or (LOOKS.fullmatch(n) and n.casefold() not in skus)
    ]
    return replace(ask, orders=tuple(likely[:1]))


def _person(turn: Turn, ask: Ask) -> None:
    claim = turn.memory.claim
    if claim is not None and claim.order and not ask.orders:
        ask = replace(ask, orders=(claim.order,))
    if ask.intent == QUALITY:
        quality(turn, ask)
    else:
        person_for(TOPICS.get(ask.intent, TOPIC))(turn, ask)


def _which_order(turn: Turn, ask: Ask) -> None:
    if ask.orders:
        turn.memory.close("number")
        turn.memory.close("order")
    # The article may tell which of their orders it is.
    orders = [
        order
        for order in turn.facts.own
        if order.status in FITS and lines_named(turn, ask, list(order.lines))
    ]
    if not ask.orders and len(orders) == 1 and not turn.memory.question("digits"):
        case_of(turn, ask, orders[0], orders[0].number)
        return
    once_known(turn, ask, AFTER_SALES, FITS, case_of)


def _begun_before(turn: Turn, ask: Ask) -> bool:
    """Days ago, and never sent in: it goes on where it was left, unless they speak of something else now."""
    case = turn.facts.after.being_told()
    known = turn.facts.order(case.order) if case else None
    if case is None or known is None or not known.own:
        return False
    named = [order for order in turn.facts.own if lines_named(turn, ask, list(order.lines))]
    lines = lines_named(turn, ask, list(known.order.lines))
    if (named and not lines) or (lines and case.sku not in {line.sku for line in lines}):
        return False
    turn.memory.claim = Claim().of(case)
    turn.case_read = True
    learn(turn, ask)
    go_on(turn, ask, lead="case_resumed")
    return True


def case_of(turn: Turn, ask: Ask, order: Order, number: str) -> None:
    """The order is theirs. Another one than before begins anew, with what they said they want."""
    claim = turn.memory.claim or Claim()
    turn.memory.talked_of_order(order.number)
    turn.memory.close("number")
    turn.memory.close("order")
    if order_key(claim.order) != order_key(order.number):
        claim = replace(claim, order=order.number, sku="", quantity=0, wanted="")
    turn.memory.claim = claim
    if order.status is Status.AWAITING_PAYMENT or not order.lines:
        # Nothing to give back, or a shop that does not say what was bought.
        turn.memory.drop_claim()
        _person(turn, replace(ask, orders=(number,)))
    else:
        go_on(turn, ask)


def cancel(turn: Turn, ask: Ask) -> None:
    """Before anything is shipped it is a refund of the one line; everything else takes a person. Beside a wish that is being told it
    is why: `can order 1028 be refunded? I don't want it any more`."""
    if turn.memory.claim is not None and not ask.orders and not turn.with_person:
        begin(turn, ask)
        return
    own = [order for order in turn.facts.own if order.status is not Status.CLOSED]
    known = [one.order for number in ask.orders if (one := turn.facts.order(number)) and one.own]
    order = known[0] if len(known) == 1 else own[0] if len(own) == 1 and not ask.orders else None
    if order is None or order.status is not Status.PAID or len(order.lines) != 1:
        person_for("topic_cancel_order")(turn, ask)
    else:
        begin(turn, replace(ask, orders=(order.number,)), str(TicketKind.REFUND))


def wishes_for_theirs(turn: Turn, ask: Ask) -> bool:
    """Not surely understood, but it names what they want and something they bought: `我要退地毯`."""
    if ask.sure or turn.with_person or asks_rules(ask.text):
        return False
    if wishes_for_named(ask):
        return True
    if not kind_in(ask.text):
        return False
    named = (turn.facts.order(number) for number in ask.orders)
    theirs = [*turn.facts.own, *(one.order for one in named if one is not None and one.own)]
    return any(lines_named(turn, ask, list(order.lines)) for order in theirs if order.status in FITS)


def wishes_for_named(ask: Ask) -> bool:
    """`The curtain is torn, I want to return it, order 990`: which after-sales meaning is not sure, that it is one is. Where
    the order is has not been asked, and its number may still have to be proven."""
    likeliest = ask.top[0][0] if ask.top and not ask.sure else ""
    return bool(ask.orders) and (
        likeliest == QUALITY or (likeliest in OF_WHAT_THEY_HAVE and kind_in(ask.text) != "")
    )


# --- corrections


def corrected(turn: Turn, ask: Ask, before: Claim) -> bool:
    """`No, the other lamp`, another order's number: what was said of the wish stays."""
    if not before.order:
        return False
    if len(ask.orders) == 1 and order_key(ask.orders[0]) != order_key(before.order):
        asked_orders(turn, ask, ask.orders, AFTER_SALES, case_of)
        return True
    known = turn.facts.order(before.order)
    if known is None or not before.sku or not known.own:
        return False
    lines = list(known.order.lines)
    named = lines_named(turn, ask, lines, asked=corrects(ask.text) or means_other_line(ask.text))
    others = [line for line in lines if line.sku != before.sku]
    if len(named) == 1 and named[0].sku != before.sku:
        _other_line(turn, ask, named[0].sku)
    elif means_other_line(ask.text) and others:
        # Of one sort with what was meant: `the other lamp` is a lamp.
        alike = [line for line in named if line.sku != before.sku] or others
        _other_line(turn, ask, alike[0].sku if len(alike) == 1 else "")
    else:
        return False
    return True


def _other_line(turn: Turn, ask: Ask, sku: str) -> None:
    claim = turn.memory.claim or Claim()
    turn.memory.claim = replace(claim, sku=sku, quantity=0, wanted="", anew="" if sku else "line")
    go_on(turn, replace(ask, text="", products=(), words=()) if not sku else ask)


def other_kind(turn: Turn, ask: Ask, before: Claim) -> bool:
    """`I'd rather exchange it`."""
    kind = kind_in(ask.text)
    if not kind or not before.kind or kind == before.kind or len(ask.text) > 120:
        return False
    if kind == "money" and before.kind in (TicketKind.REFUND, TicketKind.RETURN):
        return False
    turn.memory.claim = replace(turn.memory.claim or before, kind=kind, wanted="", anew="")
    go_on(turn, ask)
    return True
