"""The kinds of tickets (C1, B5, F3): one row each. What else a kind is, is in the tables of moves, dues and photos."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from desk.record import record


class TicketKind(StrEnum):
    REFUND = "refund"  # 仅退款: only the money
    RETURN = "return"  # 退货退款: the goods come back, then the money goes
    EXCHANGE = "exchange"  # 换货
    REPAIR = "repair"  # 维修
    DELIVERY = "delivery"  # 异常件: something went wrong on the way (B5)
    COMPLAINT = "complaint"  # 投诉 (F3)


@record(frozen=True, slots=True)
class Row:
    claim: bool
    """About one line of an order, with a reason out of the shop's list; eligibility is asked."""
    goods_back: bool = False
    money: bool = False
    """It can end with a refund."""
    replaces: bool = False
    """Something leaves the warehouse for the buyer."""


KINDS: Mapping[TicketKind, Row] = {
    TicketKind.REFUND: Row(claim=True, money=True),
    TicketKind.RETURN: Row(claim=True, goods_back=True, money=True),
    TicketKind.EXCHANGE: Row(claim=True, goods_back=True, replaces=True),
    TicketKind.REPAIR: Row(claim=True, goods_back=True, replaces=True),
    TicketKind.DELIVERY: Row(claim=False, money=True),
    TicketKind.COMPLAINT: Row(claim=False),
}
CLAIMS = frozenset(kind for kind, row in KINDS.items() if row.claim)
GOODS_BACK = frozenset(kind for kind, row in KINDS.items() if row.goods_back)
MONEY = frozenset(kind for kind, row in KINDS.items() if row.money)
CASES = frozenset(KINDS) - CLAIMS
