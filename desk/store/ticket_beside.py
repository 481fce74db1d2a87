"""What stands beside a ticket: how often its buyer had cases, and what was written for others just before."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, case, func, literal_column, select

from desk.store.book import Book
from desk.store.tables import ticket
from desk.ticket.kinds import GOODS_BACK
from desk.ticket.moves import TicketState
from desk.ticket.ticket import Ticket

LOOKED_AT = 500
SHOWN = 5
NOTHING_CAME = (TicketState.TELLING, TicketState.SUBMITTED, TicketState.REFUSED, TicketState.WITHDRAWN)

c = ticket.c
_came_back = and_(
    c.kind.in_([literal_column(f"'{kind}'") for kind in sorted(GOODS_BACK)]),
    c.state.not_in([literal_column(f"'{state}'") for state in NOTHING_CAME]),
    c.order_number != "",
)
OF_BUYER = select(
    func.count(), func.count(func.distinct(case((_came_back, c.order_number), else_=None)))
).where(c.buyer_id == bindparam("buyer"))
_newest = select(func.max(c.id)).scalar_subquery()
SAME_PARCEL = (
    select(c.id)
    .where(
        c.tracking_back.in_([bindparam(name) for name in ("written", "upper", "lower")]),
        c.buyer_id + literal_column("0") != bindparam("buyer"),
        c.closed_at.is_(None),
    )
    .order_by(c.id)
    .limit(SHOWN)
)
LAST_ADDRESS = (
    select(c.address).where(c.id > _newest - LOOKED_AT, c.address != "").order_by(c.id.desc()).limit(1)
)


def of_buyer(book: Book, buyer_id: int) -> tuple[int, int]:
    """How many cases, and of how many orders something came back or is to."""
    cases, returned = book.row(OF_BUYER, {"buyer": buyer_id}) or (0, 0)
    return int(cases), int(returned)


def of_another_buyer(book: Book, held: Ticket, tracking: str) -> list[int]:
    """Cases of other buyers that are not over and were given the same parcel's number: one of the two is not theirs."""
    if not tracking:
        return []
    values = {
        "buyer": held.buyer_id,
        "written": tracking,
        "upper": tracking.upper(),
        "lower": tracking.lower(),
    }
    return [id for (id,) in book.rows(SAME_PARCEL, values)]


def last_address(book: Book) -> str:
    """Where goods were sent back to last; empty where none was lately."""
    return book.value(LAST_ADDRESS) or ""
