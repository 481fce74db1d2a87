"""The list of unsent orders past the promise (B3), page by page, and the causes that the warehouse gives."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_or_update

from desk.clock import from_ms, to_ms
from desk.late_order import LateOrder
from desk.store.book import Book
from desk.store.shop_rows import day
from desk.store.tables import order_delay, order_notice, shop_order

PAGE = 50
SINCE = func.coalesce(shop_order.c.paid_at, shop_order.c.placed_at)
PAID = shop_order.c.status == literal_column("'paid'")
"""In these words the index of the open orders serves it."""
_TOLD = (
    select(func.max(order_notice.c.at))
    .where(order_notice.c.order_number == shop_order.c.number, order_notice.c.kind == "late")
    .where(or_(order_notice.c.outcome == "told", order_notice.c.outcome == "noted"))
    .scalar_subquery()
)
LATE = (
    select(
        shop_order.c.number,
        shop_order.c.buyer_name,
        SINCE,
        shop_order.c.expected_on,
        order_delay.c.cause,
        _TOLD,
    )
    .select_from(shop_order.outerjoin(order_delay, order_delay.c.order_number == shop_order.c.number))
    .where(PAID, bindparam("before") >= SINCE)
    .where(
        or_(
            bindparam("since") < SINCE,
            and_(bindparam("since") == SINCE, shop_order.c.number > bindparam("number")),
        )
    )
    .order_by(SINCE, shop_order.c.number)
    .limit(bindparam("count"))
)
_cause = insert_or_update(order_delay).values(
    {name: bindparam(name) for name in ("order_number", "cause", "by", "at")}
)
GIVE_CAUSE = _cause.on_conflict_do_update(
    index_elements=["order_number"],
    set_={"cause": _cause.excluded.cause, "by": _cause.excluded.by, "at": _cause.excluded.at},
)


def late_orders(
    book: Book, before: datetime, after: LateOrder | None = None, count: int = PAGE
) -> list[LateOrder]:
    """Paid before `before` and not sent, the longest late first; `after`: the last one of the page before."""
    since, number = (to_ms(after.since), after.number) if after else (-1, "")
    rows = book.rows(LATE, {"before": to_ms(before), "since": since, "number": number, "count": count})
    return [_late(row) for row in rows]


def give_cause(book: Book, order_number: str, cause: str, by: int | None, at: datetime) -> None:
    """Why it is late, as the warehouse says; said again, the later word stands."""
    book.run(GIVE_CAUSE, {"order_number": order_number, "cause": cause, "by": by, "at": to_ms(at)})


def _late(row: tuple[Any, ...]) -> LateOrder:
    number, name, since, expected_on, cause, told_at = row
    told = None if told_at is None else from_ms(told_at)
    return LateOrder(number, name, from_ms(since), day(expected_on), cause or "", told)
