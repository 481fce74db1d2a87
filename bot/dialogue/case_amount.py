"""How much money goes back: of what is being told and of what was sent in, from the pure amounts, and honest about what is not
decided yet."""

from __future__ import annotations

import re

from bot.dialogue.ask import Ask
from bot.dialogue.case_facts import Case
from bot.dialogue.case_seen import Told, item
from bot.dialogue.claim import MONEY
from bot.dialogue.turn import Turn
from desk.money import Money
from desk.normal_form import fold
from desk.order import Order, OrderLine
from desk.ticket.amounts import asked, freight_back
from desk.ticket.eligibility import BEFORE_SHIPMENT
from desk.ticket.kinds import KINDS, TicketKind
from desk.ticket.moves import TicketState

LONGEST = 400
ASKS = re.compile(
    r"(?:能|可以|会|給我|给我|应该|大概|一共|总共)?退(?:款|钱|錢|我|给我|回来|还)?(?:能|会|大概|一共)?(?:有|是|到|得)?(?:多少|几)(?:钱|錢|块|元)?|退款(?:的)?(?:金额|金額|数额)|(?:多少|全额).{0,3}(?:钱|錢|款)?能?(?:退|返)(?:回|给|吗|嗎|么)"
    r"|(?:运费|邮费|運費|快递费|优惠券|積分|积分)(?:也|会|能|可以|一起)*(?:退|返|還|还)(?:吗|嗎|么|不|给|回)"
    r"|\bhow much (?:money |of it )?(?:will|do|would|can|am|is|of)\b.{0,40}\b(?:back|refund(?:ed)?|return(?:ed)?)\b|\bhow much (?:is|will be|would be) (?:my |the )?(?:refund|money back)\b"
    r"|\bwhat(?:'s| is| will be| would be)? (?:my |the )?(?:refund )?amount\b.{0,20}\b(?:back|refund)?|\b(?:full|whole) (?:refund|amount)\?"
    r"|\b(?:shipping|freight|postage|delivery (?:fee|cost)s?|coupons?|points)\b.{0,24}\b(?:refunded|back)\b.{0,6}\?"
)
MAY = re.compile(r"[退返]|back|refund|amount", re.IGNORECASE)
NOT_YET = frozenset({TicketState.SUBMITTED, TicketState.AMOUNT_REVIEW})
"""Nobody has decided how much, or somebody decides anew."""


def asks_amount(text: str) -> bool:
    if not MAY.search(text[:LONGEST]):
        return False
    return ASKS.search(fold(text[:LONGEST]).text.replace("’", "'")) is not None


def say_amount(turn: Turn, ask: Ask, told: Told) -> None:
    """Of what is being told. Without an article: that it is what was paid for it."""
    line, kind = told.line, told.claim.kind
    if kind not in ("", MONEY) and not KINDS[TicketKind(kind)].money:
        turn.say(ask, "case_amount_none", {"item": item(turn, told.claim.sku, ask.language)})
    elif line is None:
        turn.say(ask, "case_amount_which", {"order": told.order.number})
    else:
        _up_to(turn, ask, told.order, line, told.claim.quantity or line.quantity)


def _up_to(turn: Turn, ask: Ask, order: Order, line: OrderLine, units: int) -> None:
    currency = order.total.currency
    values = {
        "item": item(turn, line.sku, ask.language),
        "quantity": str(units) if units > 1 else "",
        "amount": str(Money(asked(order, line, units), currency)),
    }
    if freight := freight_back(order, {line.sku: units}):
        values["freight"] = str(Money(freight, currency))
    turn.say(ask, "case_amount_up_to", values, also=_besides(order, freight))


def _besides(order: Order, freight: int) -> list[str]:
    """Before shipment the rules say it all; afterwards a reviewer does."""
    if order.status not in BEFORE_SHIPMENT:
        return ["case_amount_open"]
    paid = order.freight is not None and order.freight.minor > 0
    of_freight = ["case_amount_freight"] if freight else ["case_amount_whole_order"] if paid else []
    return [*of_freight, "case_amount_coupons"]


def say_amount_of(turn: Turn, ask: Ask, case: Case) -> None:
    """Of what was sent in, as it was decided."""
    values = {"ticket": str(case.id), "item": case.item or case.sku or case.order}
    if not KINDS[case.kind].money:
        turn.say(ask, "case_amount_none", values)
        return
    if case.total.minor <= 0:
        turn.say(ask, "case_amount_undecided", values)
        return
    values["amount"] = str(case.total)
    if case.state in NOT_YET or (case.over and case.state is not TicketState.DONE):
        key = "case_amount_up_to" if not case.over else "case_amount_undecided"
        turn.say(ask, key, values, also=["case_amount_open"] if not case.over else [])
        return
    parts = {"freight": case.freight, "fee": case.fee}
    values |= {name: str(Money(minor, case.total.currency)) for name, minor in parts.items() if minor}
    key = "case_amount_paid" if case.state is TicketState.DONE else "case_amount_fixed"
    turn.say(ask, key, values, also=[f"case_amount_{name}_in" for name, minor in parts.items() if minor])
