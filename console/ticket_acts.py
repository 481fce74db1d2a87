"""What this reader may do with a ticket now: the moves of the table, each with the form that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from console.door import Door
from console.ticket_case import reason_of
from console.ticket_evidence import lacking
from console.ticket_page_shapes import Act, Acts, Part, Refused
from console.ticket_rows import handed_to
from desk.agent import Agent, Right
from desk.money import Money
from desk.store import Book, got_back, ticket_beside, ticket_reasons, tickets
from desk.ticket.approval import Barred, Handled, Sums, barred
from desk.ticket.facts import Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, Move, Need
from desk.ticket.opening import goes_to_finance
from desk.ticket.policy import Policy
from desk.ticket.ticket import EXTEND, Ticket

PARTS: tuple[Part, ...] = (
    "amount",
    "address",
    "tracking",
    "whose",
    "responsible",
    "measure",
    "booked",
    "photos",
    "note",
)
"""In the order in which a form asks."""
ALSO: Mapping[str, frozenset[Part]] = {
    "pass_inspection": frozenset({"booked"}),
    **dict.fromkeys(("pay", "pay_again", "withdraw"), frozenset[Part]({"note"})),
}
"""What a form may bring besides what its move needs or takes. What cannot be taken back is not done by one press."""
BUYER_READS = frozenset({"refuse", "refuse_inspection", "tell_outcome"})
NOT_MAIN = frozenset(
    {
        "refuse",
        "withdraw",
        "send_back",
        "refuse_inspection",
        "let_lapse",
        "disagree",
        "still_wrong",
        "was_not_paid",
    }
)


def acts(
    book: Book, held: Ticket, here: Door, agent: Agent, language: str, at: datetime, refused: Refused | None
) -> Acts:
    mover, open_ = Mover.of(agent), []
    handled = Handled(held.opened_by, held.approved_by)
    sums = Sums(held.amounts.total, buyer_before(book, held, here, at))
    for move in held.moves(mover.by):
        if move.verb == ("submit" if goes_to_finance(held) else "submit_unshipped"):
            continue
        why = barred(move, agent.id, mover.by, handled, sums, here.rules.after_sales)
        mine = refused if refused is not None and refused.verb == move.verb else None
        open_.append(act(book, held, move, _of_sum(move, why), mine, here.rules.after_sales))
    there = {one.verb for one in open_ if one.barred is None}
    gone = refused if refused is not None and refused.verb not in there else None
    changes = agent.may(Right.OPEN_TICKETS) and not held.over
    return Acts(
        id=held.id,
        seen=seen(book, held.id),
        now=at,
        currency=held.currency,
        acts=tuple(open_),
        over=held.over,
        freight_paid=Money(held.freight_paid, held.currency) if held.freight_paid else None,
        quantity=held.quantity,
        people=tuple((one.id, one.display_name) for one in handed_to(book, agent)),
        me=agent.id,
        assignee_id=held.assignee_id,
        reasons=_reasons(book, held, language) if changes else (),
        reason_id=held.reason_id,
        refused=gone,
    )


def _of_sum(move: Move, why: Barred | None) -> Barred | None:
    """Where a form asks for the amount, another sum than today's may be within what they may approve."""
    return why if why is Barred.HANDLED or Need.AMOUNT not in move.needs else None


def act(
    book: Book, held: Ticket, move: Move, why: Barred | None, refused: Refused | None, policy: Policy
) -> Act:
    wanted = {str(need) for need in move.needs | move.takes} | ALSO.get(move.verb, frozenset())
    wanted -= {"booked"} if held.kind is TicketKind.REPAIR else set()  # it is the buyer's own
    wanted |= {"whose"} if shared(book, held, move, refused) else set()
    lacks = tuple(lacking(book, held)) if move.verb.startswith("submit") else ()
    wanted |= {"note"} if wanted or lacks else set()
    return Act(
        verb=move.verb,
        parts=tuple(part for part in PARTS if part in wanted),
        needs=frozenset(str(need) for need in move.needs) | (frozenset({"note"}) if lacks else frozenset()),
        lacks=lacks,
        barred=why,
        typed=refused.typed if refused else begins_with(book, held, move, policy),
        fault=refused.fault if refused else None,
        limit=refused.limit if refused else "",
        buyer_reads=move.verb in BUYER_READS,
        main=move.verb not in NOT_MAIN and Actor.BUYER not in move.by,
    )


def shared(book: Book, held: Ticket, move: Move, refused: Refused | None) -> bool:
    """Whether its parcel has a number that another buyer gave, too: who receives it says whose it is."""
    if move.verb != "receive":
        return False
    tracking = (refused.typed.get("tracking", "") if refused else "") or held.tracking_back
    return bool(ticket_beside.of_another_buyer(book, held, "".join(tracking.split())))


def begins_with(book: Book, held: Ticket, move: Move, policy: Policy) -> dict[str, str]:
    """What stands in the fields before anybody typed."""

    def major(minor: int) -> str:
        return Money(minor, held.currency).major() if minor else ""

    typed = {"booked": str(held.quantity)}
    if Need.AMOUNT in move.needs:
        typed |= {
            "goods": major(held.goods or held.paid),
            "freight": major(held.freight),
            "fee": major(held.fee),
        }
        typed |= {"coupons": "1"} if held.coupons else {}
    if Need.ADDRESS in move.needs:
        typed["address"] = held.address or policy.return_address or ticket_beside.last_address(book)
    if move.verb in ("receive", "send"):
        typed |= {"carrier": held.carrier_back, "tracking": held.tracking_back}
    return typed


def _reasons(book: Book, held: Ticket, language: str) -> tuple[tuple[int, str], ...]:
    """Those that are offered for its kind, and the one it has."""
    offered, own = ticket_reasons.offered(book, held.kind), reason_of(book, held)
    kept = [own] if own is not None and own.id not in {one.id for one in offered} else []
    return tuple((one.id, one.in_words(language)) for one in (*kept, *offered))


def buyer_before(book: Book, held: Ticket, here: Door, at: datetime) -> int:
    since = at - here.rules.after_sales.buyer_span
    return got_back.by_buyer(book, held.buyer_id, held.currency, since)


def seen(book: Book, id: int) -> int:
    """The newest line of its history that may change what somebody is about to do: that the shop has extended the receipt comes by
    itself, a moment after the approval, and would send back whatever is being written."""
    return max((step.id for step in tickets.steps(book, id) if step.verb != EXTEND), default=0)
