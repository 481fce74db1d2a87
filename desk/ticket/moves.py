"""The way of a ticket (C4), as one table: in which state who may do what, with what, and what it is then.

The console's buttons, the buyer's options, refusals and the picture in docs/tickets.md come from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from desk.errors import NotNow
from desk.record import record
from desk.ticket.kinds import CASES, CLAIMS, GOODS_BACK, KINDS, MONEY, TicketKind


class TicketState(StrEnum):
    TELLING = "telling"  # 填写中: the buyer, or somebody for them, is still telling what it is about
    SUBMITTED = "submitted"  # 待审核
    AWAITING_RETURN = "awaiting_return"  # 待退货
    RETURNING = "returning"  # 退货中: the goods are on their way back
    RETURN_OVERDUE = "return_overdue"  # 逾期未退: closed, and can be opened again
    RECEIVED = "received"  # 待验货
    INSPECTION_REFUSED = "inspection_refused"  # 验货不通过
    IN_REPAIR = "in_repair"  # 维修中
    AWAITING_RESHIPMENT = "awaiting_reshipment"  # 待换货
    RESHIPPED = "reshipped"  # 已换发
    FINANCE_REVIEW = "finance_review"  # 待财务审核
    AMOUNT_REVIEW = "amount_review"  # 待重新核定: finance sent it back
    AWAITING_REFUND = "awaiting_refund"  # 待退款
    REFUND_FAILED = "refund_failed"  # 退款失败
    REFUND_UNKNOWN = "refund_unknown"  # 退款未确认: held, never repeated blindly
    INVESTIGATING = "investigating"  # 调查中
    OUTCOME_TOLD = "outcome_told"  # 已告知结果
    MEASURE = "measure"  # 整改中
    DONE = "done"  # 已完成
    REFUSED = "refused"  # 审核拒绝
    SENT_BACK = "sent_back"  # 已退回买家: the goods that were refused
    WITHDRAWN = "withdrawn"  # 已撤销


class Actor(StrEnum):
    """On whose side somebody acts."""

    BUYER = "buyer"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    FINANCE = "finance"
    WAREHOUSE = "warehouse"
    DESK = "desk"  # a rule or a deadline
    SHOP = "shop"  # what the back end answered


class Approval(StrEnum):
    """Whose approval a move is (C5)."""

    SERVICE = "service"  # not by whoever opened the case
    FINANCE = "finance"  # nor by whoever approved it for the service


class Need(StrEnum):
    """Without this the move is not made."""

    NOTE = "note"  # words that stand in the history; where a move refuses, the buyer reads them
    AMOUNT = "amount"
    ADDRESS = "address"  # where the goods go back to
    TRACKING = "tracking"
    PHOTOS = "photos"
    RESPONSIBLE = "responsible"  # a person or department
    MEASURE = "measure"  # what will be done so that it does not happen again, by whom and when


S, A, K = TicketState, Actor, TicketKind
DESK_STAFF = frozenset({A.AGENT, A.SUPERVISOR})
OR_FOR_THEM = frozenset({A.BUYER, A.AGENT, A.SUPERVISOR})
"""The buyer, or somebody of the desk who writes down what the buyer said."""
PAYERS = frozenset({A.FINANCE, A.SUPERVISOR})
STORE = frozenset({A.WAREHOUSE})
ALL = frozenset(KINDS)


@record(frozen=True, slots=True)
class Move:
    verb: str
    at: frozenset[TicketState]
    after: TicketState
    by: frozenset[Actor]
    kinds: frozenset[TicketKind] = ALL
    needs: frozenset[Need] = frozenset()
    becomes: TicketKind | None = None
    """It is of another kind from then on."""
    approves: Approval | None = None
    takes: frozenset[Need] = frozenset()
    """What it may bring besides."""

    @property
    def photos(self) -> bool:
        """Whether it has photos of its own."""
        return Need.PHOTOS in self.needs | self.takes


def _move(
    verb: str,
    at: Iterable[TicketState],
    after: TicketState,
    by: Iterable[Actor],
    kinds: Iterable[TicketKind] = ALL,
    needs: Iterable[Need] = (),
    becomes: TicketKind | None = None,
    approves: Approval | None = None,
    takes: Iterable[Need] = (),
) -> Move:
    return Move(
        verb, frozenset(at), after, frozenset(by), frozenset(kinds), frozenset(needs), becomes, approves, frozenset(takes)
    )  # fmt: skip


MOVES: tuple[Move, ...] = (
    # --- telling
    _move("submit", {S.TELLING}, S.SUBMITTED, OR_FOR_THEM),
    # Before shipment there is nothing to look at: no service review, by rule (C4).
    _move("submit_unshipped", {S.TELLING}, S.FINANCE_REVIEW, OR_FOR_THEM, {K.REFUND}),
    # --- service review
    _move("approve", {S.SUBMITTED}, S.FINANCE_REVIEW, DESK_STAFF, {K.REFUND}, {Need.AMOUNT}, approves=Approval.SERVICE),
    _move(
        "approve", {S.SUBMITTED}, S.AWAITING_RETURN, DESK_STAFF, {K.RETURN}, {Need.AMOUNT, Need.ADDRESS}, approves=Approval.SERVICE
    ),
    _move(
        "approve", {S.SUBMITTED}, S.AWAITING_RETURN, DESK_STAFF, {K.EXCHANGE, K.REPAIR}, {Need.ADDRESS}, approves=Approval.SERVICE
    ),
    _move("refuse", {S.SUBMITTED}, S.REFUSED, DESK_STAFF, CLAIMS, {Need.NOTE}),
    _move("refuse", {S.AMOUNT_REVIEW}, S.REFUSED, DESK_STAFF, {K.REFUND}, {Need.NOTE}),
    _move("reconsider", {S.REFUSED}, S.SUBMITTED, {A.SUPERVISOR}, CLAIMS, {Need.NOTE}),
    # --- the goods come back
    _move("send", {S.AWAITING_RETURN, S.RETURNING}, S.RETURNING, OR_FOR_THEM, GOODS_BACK, {Need.TRACKING}),
    _move("let_lapse", {S.AWAITING_RETURN}, S.RETURN_OVERDUE, {A.DESK}, GOODS_BACK),
    _move("let_lapse", {S.RETURNING}, S.RETURN_OVERDUE, {A.SUPERVISOR}, GOODS_BACK, {Need.NOTE}),
    _move("reopen", {S.RETURN_OVERDUE}, S.AWAITING_RETURN, OR_FOR_THEM, GOODS_BACK),
    # A parcel may come before anybody told of it, and after its time.
    _move("receive", {S.AWAITING_RETURN, S.RETURNING, S.RETURN_OVERDUE}, S.RECEIVED, STORE, GOODS_BACK, takes={Need.TRACKING}),
    _move("pass_inspection", {S.RECEIVED}, S.FINANCE_REVIEW, STORE, {K.RETURN}, takes={Need.PHOTOS}),
    _move("pass_inspection", {S.RECEIVED}, S.AWAITING_RESHIPMENT, STORE, {K.EXCHANGE}, takes={Need.PHOTOS}),
    _move("pass_inspection", {S.RECEIVED}, S.IN_REPAIR, STORE, {K.REPAIR}, takes={Need.PHOTOS}),
    _move("refuse_inspection", {S.RECEIVED}, S.INSPECTION_REFUSED, STORE, GOODS_BACK, {Need.NOTE, Need.PHOTOS}),
    # An exception is an approval, too: who makes it does not pay.
    _move("accept_anyway", {S.INSPECTION_REFUSED}, S.FINANCE_REVIEW, {A.SUPERVISOR}, {K.RETURN}, {Need.NOTE}, approves=Approval.SERVICE),
    _move("accept_anyway", {S.INSPECTION_REFUSED}, S.AWAITING_RESHIPMENT, {A.SUPERVISOR}, {K.EXCHANGE}, {Need.NOTE}, approves=Approval.SERVICE),
    _move("accept_anyway", {S.INSPECTION_REFUSED}, S.IN_REPAIR, {A.SUPERVISOR}, {K.REPAIR}, {Need.NOTE}, approves=Approval.SERVICE),
    _move("return_goods", {S.INSPECTION_REFUSED}, S.SENT_BACK, STORE, GOODS_BACK, {Need.TRACKING}),
    # --- something goes to the buyer
    _move("repaired", {S.IN_REPAIR}, S.AWAITING_RESHIPMENT, STORE, {K.REPAIR}),
    _move("reship", {S.AWAITING_RESHIPMENT}, S.RESHIPPED, STORE, {K.EXCHANGE, K.REPAIR}, {Need.TRACKING}),
    # What should replace it is sold out, or it cannot be repaired: the goods are here already.
    _move(
        "refund_instead",
        {S.AWAITING_RESHIPMENT, S.IN_REPAIR},
        S.FINANCE_REVIEW,
        DESK_STAFF,
        {K.EXCHANGE, K.REPAIR},
        {Need.AMOUNT, Need.NOTE},
        becomes=K.RETURN,
        approves=Approval.SERVICE,
    ),
    _move("satisfied", {S.RESHIPPED}, S.DONE, OR_FOR_THEM | {A.DESK}, {K.EXCHANGE, K.REPAIR}),
    # Not satisfied a second time: it is a return (C7).
    _move("still_wrong", {S.RESHIPPED}, S.SUBMITTED, OR_FOR_THEM, {K.EXCHANGE, K.REPAIR}, becomes=K.RETURN),
    # --- the money
    _move("pay", {S.FINANCE_REVIEW}, S.AWAITING_REFUND, PAYERS, MONEY, approves=Approval.FINANCE),
    _move("pay_by_rule", {S.FINANCE_REVIEW}, S.AWAITING_REFUND, {A.DESK}, {K.REFUND}),
    _move("send_back", {S.FINANCE_REVIEW, S.REFUND_FAILED}, S.AMOUNT_REVIEW, PAYERS, MONEY, {Need.NOTE}),
    # Between the approval and the asking less was paid, or the parcel left.
    _move("send_back_by_rule", {S.AWAITING_REFUND}, S.AMOUNT_REVIEW, {A.DESK}, MONEY, {Need.NOTE}),
    _move("amend", {S.AMOUNT_REVIEW}, S.FINANCE_REVIEW, DESK_STAFF, MONEY, {Need.AMOUNT}, approves=Approval.SERVICE),
    _move("paid", {S.AWAITING_REFUND, S.REFUND_UNKNOWN}, S.DONE, {A.SHOP}, MONEY),
    _move("not_paid", {S.AWAITING_REFUND, S.REFUND_UNKNOWN}, S.REFUND_FAILED, {A.SHOP}, MONEY),
    _move("unclear", {S.AWAITING_REFUND}, S.REFUND_UNKNOWN, {A.SHOP}, MONEY),
    _move("pay_again", {S.REFUND_FAILED}, S.AWAITING_REFUND, PAYERS, MONEY, approves=Approval.FINANCE),
    _move("was_paid", {S.REFUND_UNKNOWN, S.REFUND_FAILED}, S.DONE, PAYERS, MONEY, {Need.NOTE}),
    _move("was_not_paid", {S.REFUND_UNKNOWN}, S.REFUND_FAILED, PAYERS, MONEY, {Need.NOTE}),
    # --- delivery exceptions and complaints
    _move("take_up", {S.SUBMITTED}, S.INVESTIGATING, DESK_STAFF, CASES, {Need.RESPONSIBLE}),
    _move("tell_outcome", {S.INVESTIGATING}, S.OUTCOME_TOLD, DESK_STAFF, CASES, {Need.NOTE}),
    _move("disagree", {S.OUTCOME_TOLD}, S.INVESTIGATING, OR_FOR_THEM, CASES),
    _move("agree", {S.OUTCOME_TOLD}, S.DONE, OR_FOR_THEM | {A.DESK}, {K.DELIVERY}),
    _move("agree", {S.OUTCOME_TOLD}, S.MEASURE, OR_FOR_THEM | {A.DESK}, {K.COMPLAINT}),
    _move(
        "compensate",
        {S.INVESTIGATING, S.OUTCOME_TOLD},
        S.FINANCE_REVIEW,
        DESK_STAFF,
        {K.DELIVERY},
        {Need.AMOUNT, Need.NOTE},
        approves=Approval.SERVICE,
    ),
    _move("plan_measure", {S.MEASURE}, S.MEASURE, DESK_STAFF, {K.COMPLAINT}, {Need.MEASURE}),
    _move("check_effect", {S.MEASURE}, S.DONE, {A.SUPERVISOR}, {K.COMPLAINT}, {Need.NOTE}),
    # --- the buyer wants it no more: until money or goods move
    _move("withdraw", {S.TELLING}, S.WITHDRAWN, OR_FOR_THEM | {A.DESK}),
    _move("withdraw", {S.SUBMITTED}, S.WITHDRAWN, OR_FOR_THEM),
    _move("withdraw", {S.AWAITING_RETURN, S.RETURN_OVERDUE}, S.WITHDRAWN, OR_FOR_THEM, GOODS_BACK),
    _move("withdraw", {S.FINANCE_REVIEW, S.AMOUNT_REVIEW}, S.WITHDRAWN, OR_FOR_THEM, {K.REFUND, K.DELIVERY}),
    _move("withdraw", {S.INVESTIGATING, S.OUTCOME_TOLD}, S.WITHDRAWN, OR_FOR_THEM, CASES),
)  # fmt: skip

REVIEWS = frozenset({S.SUBMITTED, S.AMOUNT_REVIEW})
"""The service has to decide."""
OVER = frozenset({S.DONE, S.REFUSED, S.SENT_BACK, S.WITHDRAWN, S.RETURN_OVERDUE})
"""Nobody owes anything; some can be opened again."""
MOVED = frozenset(
    {
        S.RECEIVED,
        S.INSPECTION_REFUSED,
        S.IN_REPAIR,
        S.AWAITING_RESHIPMENT,
        S.RESHIPPED,
        S.AWAITING_REFUND,
        S.DONE,
    }
)
"""Money or goods have moved, or are about to."""

_BY_PLACE: Mapping[tuple[TicketKind, TicketState, str], Move] = {
    (kind, state, move.verb): move for move in MOVES for state in move.at for kind in move.kinds
}


def find(kind: TicketKind, state: TicketState, verb: str) -> Move:
    """Raises NotNow where the table has no such move."""
    move = _BY_PLACE.get((kind, state, verb))
    if move is None:
        raise NotNow(
            f"{verb.replace('_', ' ')} is not possible while this {kind} is {state.replace('_', ' ')}"
        )
    return move


def open_to(kind: TicketKind, state: TicketState, by: Iterable[Actor]) -> list[Move]:
    """What these may do there, in the order of the table."""
    actors = frozenset(by)
    return [move for move in MOVES if kind in move.kinds and state in move.at and actors & move.by]
