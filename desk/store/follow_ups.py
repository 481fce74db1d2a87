"""Follow-ups out of the book: those due, those of a buyer, the page of them, and deliveries that want one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, and_, bindparam, exists, func, literal_column, or_, select

from desk.clock import to_ms
from desk.follow_up import CONTACTS, Because, FollowUp, FollowUpState, Why
from desk.order import Order
from desk.record import record
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.shop_rows import ORDER_COLUMNS, order
from desk.store.tables import buyer, follow_up, shop_order, ticket
from desk.ticket.ticket import Ticket

PAGE = 50
AT_ONCE = 100
Show = Literal["due", "sent", "answered", "called_off"]
STATES: dict[Show, tuple[str, ...]] = {
    "due": ("due",),
    "sent": ("sending", "sent", "over"),
    "answered": ("answered",),
    "called_off": ("called_off",),
}

_FOLLOW_UP = select(*MAPPED[FollowUp].columns)
_DUE = follow_up.c.state == literal_column("'due'")
_WAITS = or_(*(follow_up.c.state == literal_column(f"'{state}'") for state in ("sending", "sent")))
BY_MATTER = _FOLLOW_UP.where(follow_up.c.matter == bindparam("of_matter"), follow_up.c.n == bindparam("of_n"))
DUE = (
    select(follow_up.c.id)
    .where(_DUE, follow_up.c.due_at <= bindparam("now"), follow_up.c.id > bindparam("after"))
    .order_by(follow_up.c.id)
    .limit(AT_ONCE)
)
# What is on its way has no time of its own; it was due before.
UNANSWERED = (
    select(follow_up.c.id)
    .where(_WAITS, func.coalesce(follow_up.c.sent_at, follow_up.c.due_at) <= bindparam("before"))
    .where(follow_up.c.id > bindparam("after"))
    .order_by(follow_up.c.id)
    .limit(AT_ONCE)
)
WAITS_FOR = (
    select(follow_up.c.id)
    .where(follow_up.c.buyer_id == bindparam("buyer"), follow_up.c.matter != bindparam("but"), _WAITS)
    .limit(1)
)
NO_MORE = (
    select(follow_up.c.id)
    .where(follow_up.c.buyer_id == bindparam("buyer"))
    .where(follow_up.c.why == literal_column(f"'{Why.NO_MORE}'"))
    .limit(1)
)
OPEN_CASE = (
    select(ticket.c.id)
    .where(ticket.c.buyer_id == bindparam("buyer"), ticket.c.closed_at.is_(None))
    .where(ticket.c.submitted_at.is_not(None))
    .limit(1)
)
DUE_OF_BUYER = _FOLLOW_UP.where(follow_up.c.buyer_id == bindparam("buyer"), _DUE).order_by(follow_up.c.id)
_FOLLOWED = exists().where(follow_up.c.matter == literal_column("'order:'").concat(shop_order.c.number))
DELIVERED = {
    status: select(*(shop_order.c[name] for name in ORDER_COLUMNS))
    .where(shop_order.c.status == literal_column(f"'{status}'"), ~_FOLLOWED)
    .where(shop_order.c.delivered_at > bindparam("from_"), shop_order.c.delivered_at <= bindparam("until"))
    .where(shop_order.c.identity != literal_column("''"))
    .where(
        or_(
            shop_order.c.placed_at > bindparam("since"),
            and_(shop_order.c.placed_at == bindparam("since"), shop_order.c.number > bindparam("number")),
        )
    )
    .order_by(shop_order.c.placed_at, shop_order.c.number)
    .limit(AT_ONCE)
    for status in ("delivered", "completed")
}


def _listing(show: Show) -> Select[Any]:
    """What is due by its time, the soonest first; the others from the newest on."""
    states = or_(*(follow_up.c.state == literal_column(f"'{state}'") for state in STATES[show]))
    statement = (
        select(*MAPPED[FollowUp].columns, buyer.c.name)
        .select_from(follow_up.join(buyer, buyer.c.id == follow_up.c.buyer_id))
        .where(states)
    )
    if show == "due":
        at, id = follow_up.c.due_at, follow_up.c.id
        later = or_(at > bindparam("after"), and_(at == bindparam("after"), id > bindparam("after_id")))
        return statement.where(later).order_by(at, id).limit(PAGE + 1)
    older = statement.where(follow_up.c.id < bindparam("before"))
    return older.order_by(follow_up.c.id.desc()).limit(PAGE + 1)


LISTED: dict[Show, Select[Any]] = {show: _listing(show) for show in STATES}


@record(frozen=True, slots=True)
class Listed:
    """A contact, and with whom."""

    follow_up: FollowUp
    buyer_name: str


def by_id(book: Book, id: int) -> FollowUp:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return by_number.held(book, FollowUp, id)


def conversation_of(book: Book, id: int) -> int | None:
    """To be locked before the follow-up itself."""
    return by_number.conversation_of(book, FollowUp, id)


def of_matter(book: Book, matter: str, n: int) -> FollowUp | None:
    return book.one(FollowUp, BY_MATTER, {"of_matter": matter, "of_n": n})


def begin(book: Book, wanted: FollowUp) -> FollowUp | None:
    """Stands in the book from now on; None where the same contact did before."""
    if of_matter(book, wanted.matter, wanted.n) is not None:
        return None
    return book.add(wanted)


def of_case(held: Ticket, since: datetime, due_at: datetime) -> FollowUp:
    """The first contact after a case is over, to be added."""
    return _first(
        Because.CASE, f"ticket:{held.id}", held.buyer_id, held.conversation_id, held.id, held.order_number, since, due_at
    )  # fmt: skip


def of_delivery(number: str, buyer_id: int, chat: int, since: datetime, due_at: datetime) -> FollowUp:
    return _first(Because.DELIVERY, f"order:{number}", buyer_id, chat, None, number, since, due_at)


def _first(
    because: Because,
    matter: str,
    buyer_id: int,
    chat: int,
    ticket_id: int | None,
    order_number: str,
    since: datetime,
    due_at: datetime,
) -> FollowUp:
    return FollowUp(
        0, because, matter, 1, buyer_id, chat, ticket_id, order_number, since, FollowUpState.DUE, due_at
    )


def due(book: Book, at: datetime, after: int = 0) -> list[int]:
    """Numbers of the contacts whose time has come, above that number; a page."""
    return [row[0] for row in book.rows(DUE, {"now": to_ms(at), "after": after})]


def unanswered(book: Book, before: datetime, after: int = 0) -> list[int]:
    """Of those that left before that and were not answered, likewise."""
    return [row[0] for row in book.rows(UNANSWERED, {"before": to_ms(before), "after": after})]


def another_waits(book: Book, buyer_id: int, matter: str) -> bool:
    """Whether this buyer has not answered a follow-up of another matter yet."""
    return book.value(WAITS_FOR, {"buyer": buyer_id, "but": matter}) is not None


def wants_no_more(book: Book, buyer_id: int) -> bool:
    return book.value(NO_MORE, {"buyer": buyer_id}) is not None


def has_open_case(book: Book, buyer_id: int) -> bool:
    return book.value(OPEN_CASE, {"buyer": buyer_id}) is not None


def due_of(book: Book, buyer_id: int) -> list[FollowUp]:
    """All contacts of this buyer that are still to come."""
    found = book.many(FollowUp, DUE_OF_BUYER, {"buyer": buyer_id})
    return [one for one in found if one.state is FollowUpState.DUE]  # as this unit has left them


def second_of(book: Book, first: FollowUp) -> FollowUp | None:
    """The contact after this one, where it is still to come."""
    found = of_matter(book, first.matter, first.n + 1) if first.n < CONTACTS else None
    return found if found is not None and found.state is FollowUpState.DUE else None


def delivered(book: Book, status: str, from_: datetime, until: datetime, after: Order | None) -> list[Order]:
    """Delivered in between to somebody whose chat may be known, and never followed up; by age, after that one."""
    values = {
        "from_": to_ms(from_),
        "until": to_ms(until),
        "since": to_ms(after.placed_at) if after else -1,
        "number": after.number if after else "",
    }
    return [order(row, ()) for row in book.rows(DELIVERED[status], values)]


def listed(book: Book, show: Show, before: int) -> list[Listed]:
    """What is not due any more, from the newest on, below the number `before`. One more than a page means that it goes on."""
    return _listed(book, show, {"before": before})


def due_after(book: Book, after: datetime, after_id: int) -> list[Listed]:
    """Those due, the soonest first, behind one that was due then and has this number. As many as `listed` gives."""
    return _listed(book, "due", {"after": to_ms(after), "after_id": after_id})


def _listed(book: Book, show: Show, values: dict[str, int]) -> list[Listed]:
    mapped = MAPPED[FollowUp]
    return [Listed(mapped.noun(row[:-1]), row[-1]) for row in book.rows(LISTED[show], values)]
