"""What a buyer, or an order, got back lately: what caps and the rule for small sums are counted against.

Who writes and asks waits until whoever asked before for the same buyer is through, where there can be two at once: each of two
presses would be within a cap that both together pass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, exists, func, literal_column, select, union

from desk.clock import to_ms
from desk.store.book import Book
from desk.store.tables import refund, ticket, ticket_step
from desk.store.tickets import one_at_a_time
from desk.ticket.policy import Policy
from desk.ticket.ticket import Ticket

BUYERS = 0x7E58
"""Names our advisory locks on PostgreSQL."""
MOST_KEYS = 2**31
ONE_BUYER_AT_A_TIME = select(
    func.pg_advisory_xact_lock(literal_column(str(BUYERS)), func.int4(bindparam("of_buyer")))
)
_GOT = (
    select(func.coalesce(func.sum(refund.c.minor), 0))
    .select_from(refund.join(ticket, ticket.c.id == refund.c.ticket_id))
    .where(
        refund.c.state != "not_paid",
        refund.c.wanted_at >= bindparam("since"),
        refund.c.currency == bindparam("of_currency"),
    )
)
BUYER_GOT = _GOT.where(ticket.c.buyer_id == bindparam("buyer"))
GOT_BY_RULE = _GOT.where(
    ticket.c.id.in_(
        union(
            select(ticket.c.id).where(ticket.c.buyer_id == bindparam("buyer")),
            select(ticket.c.id).where(
                ticket.c.order_number == bindparam("number"), ticket.c.order_number != ""
            ),
        )
    ),
    exists(
        select(ticket_step.c.id).where(
            ticket_step.c.ticket_id == ticket.c.id, ticket_step.c.verb == literal_column("'pay_by_rule'")
        )
    ),
)


def by_buyer(book: Book, buyer_id: int, currency: str, since: datetime) -> int:
    """Minor units that went, or may have gone, back to this buyer."""
    _one_at_a_time(book, buyer_id)
    values = {"buyer": buyer_id, "since": to_ms(since), "of_currency": currency}
    return int(book.value(BUYER_GOT, values))


def by_rule(book: Book, held: Ticket, at: datetime, policy: Policy) -> int:
    """Minor units that went without finance within the policy's span, to this buyer or for this order. Not looked at where
    the rule pays nothing."""
    if not policy.automatic:
        return 0
    one_at_a_time(book, held.order_number)
    _one_at_a_time(book, held.buyer_id)
    values = {"buyer": held.buyer_id, "number": held.order_number, "since": to_ms(at - policy.buyer_span)}
    return int(book.value(GOT_BY_RULE, values | {"of_currency": held.currency}))


def _one_at_a_time(book: Book, buyer_id: int) -> None:
    if book.locks:
        book.value(ONE_BUYER_AT_A_TIME, {"of_buyer": buyer_id % MOST_KEYS})
