"""Which orders are due for something that the desk does by itself, and what their buyers were told already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Select, and_, bindparam, case, exists, func, literal_column, or_, select, update

from desk.clock import to_ms
from desk.order import Order
from desk.store.book import Book
from desk.store.late_orders import PAID, SINCE
from desk.store.shop_rows import ORDER_COLUMNS, order
from desk.store.tables import conversation, identity, order_notice, order_wish, shop_order

PAGE = 100
Notice = Literal["unpaid", "late"]
Outcome = Literal["told", "noted", "gone", "nobody"]

_ORDER = select(*(shop_order.c[name] for name in ORDER_COLUMNS))
_AFTER = or_(
    shop_order.c.placed_at > bindparam("since"),
    and_(shop_order.c.placed_at == bindparam("since"), shop_order.c.number > bindparam("number")),
)
_UNPAID = shop_order.c.status == literal_column("'awaiting_payment'")
_NOTICED = exists().where(order_notice.c.order_number == shop_order.c.number)
_TO_BE_CLOSED = exists().where(
    order_wish.c.order_number == shop_order.c.number,
    order_wish.c.verb == "close_unpaid",
    order_wish.c.state == "wanted",
)
# A day that is past is no news; whoever was told a day is told the next one only.
_NEW_DAY = case((shop_order.c.expected_on >= bindparam("today"), shop_order.c.expected_on), else_="")


def _page(*conditions: Any) -> Select[Any]:
    by_age = _ORDER.where(*conditions, _AFTER).order_by(shop_order.c.placed_at, shop_order.c.number)
    return by_age.limit(PAGE)


TO_REMIND = _page(
    _UNPAID,
    shop_order.c.placed_at <= bindparam("before"),
    shop_order.c.placed_at > bindparam("closed_before"),
    ~_NOTICED.where(order_notice.c.kind == "unpaid"),
)
TO_CLOSE = _page(_UNPAID, shop_order.c.placed_at <= bindparam("before"), ~_TO_BE_CLOSED)
LATE = _page(
    PAID,
    bindparam("before") >= SINCE,
    ~_NOTICED.where(order_notice.c.kind == "late", or_(order_notice.c.about == _NEW_DAY, _NEW_DAY == "")),
)
SENT = {
    status: _page(
        shop_order.c.status == literal_column(f"'{status}'"),
        shop_order.c.shipped_at <= bindparam("before"),
        func.coalesce(shop_order.c.extended_until, 0) <= bindparam("now"),
    )
    for status in ("shipped", "delivered")
}
CHAT = (
    select(conversation.c.id)
    .join(identity, identity.c.buyer_id == conversation.c.buyer_id)
    .where(identity.c.channel == bindparam("of_channel"), identity.c.identity == bindparam("of_identity"))
    .where(conversation.c.channel == identity.c.channel, conversation.c.identity == identity.c.identity)
    .where(conversation.c.in_group == 0)
    .order_by(conversation.c.id.desc())
    .limit(1)
)

OUTCOME = (
    update(order_notice)
    .where(order_notice.c.id == bindparam("notice"))
    .values(outcome=bindparam("how"), conversation_id=bindparam("where"))
)


def to_remind(book: Book, before: datetime, closed_before: datetime, after: Order | None) -> Sequence[Order]:
    """Unpaid, placed in between, and nobody was reminded."""
    return _orders(book, TO_REMIND, after, before=to_ms(before), closed_before=to_ms(closed_before))


def to_close(book: Book, before: datetime, after: Order | None = None) -> Sequence[Order]:
    """Unpaid, placed before that, and not about to be closed."""
    return _orders(book, TO_CLOSE, after, before=to_ms(before))


def late(book: Book, before: datetime, today: date, after: Order | None) -> Sequence[Order]:
    """Paid before that, not sent, and their buyers have not heard of it, or not of the new day."""
    return _orders(book, LATE, after, before=to_ms(before), today=today.isoformat())


def sent(book: Book, status: str, before: datetime, now: datetime, after: Order | None) -> Sequence[Order]:
    """Shipped before that, and not extended beyond `now`."""
    return _orders(book, SENT[status], after, before=to_ms(before), now=to_ms(now))


def give_notice(book: Book, kind: Notice, order_number: str, about: str, at: datetime) -> int | None:
    """Its number, with nobody told yet; None where this notice was given before."""
    row = {"order_number": order_number, "kind": kind, "about": about, "outcome": "nobody", "at": to_ms(at)}
    return book.insert_new(order_notice, row)


def note_outcome(book: Book, notice: int, outcome: Outcome, conversation_id: int) -> None:
    book.run(OUTCOME, {"notice": notice, "how": outcome, "where": conversation_id})


def chat_of(book: Book, order: Order) -> int | None:
    """The latest conversation with whom the shop bound the order to, in private; None where there is no chat."""
    if not order.identity:
        return None
    found: int | None = book.value(CHAT, {"of_channel": order.channel, "of_identity": order.identity})
    return found


def _orders(book: Book, statement: Select[Any], after: Order | None, **values: object) -> list[Order]:
    values |= {"since": to_ms(after.placed_at) if after else -1, "number": after.number if after else ""}
    return [order(row, ()) for row in book.rows(statement, values)]
