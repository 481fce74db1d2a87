"""What the shop shall do with orders: written down by whoever wishes it, carried out by one worker, told once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from desk.clock import from_ms, to_ms
from desk.order_change import Done, Outcome, Verb, Wish, WishState
from desk.store.book import Book
from desk.store.tables import order_wish

AT_ONCE = 50
_WISH = select(
    order_wish.c.id,
    order_wish.c.verb,
    order_wish.c.order_number,
    order_wish.c.value,
    order_wish.c.conversation_id,
    order_wish.c.letter,
    order_wish.c.asked_at,
)
WANTED = _WISH.where(order_wish.c.told_at.is_(None), order_wish.c.state == "wanted").order_by(
    order_wish.c.conversation_id.is_(None), order_wish.c.id
)
WANTED = WANTED.limit(AT_ONCE)
UNTOLD = (
    _WISH.where(order_wish.c.told_at.is_(None), order_wish.c.state == "done")
    .order_by(order_wish.c.id)
    .limit(AT_ONCE)
)
ANOTHER = (
    update(order_wish)
    .where(order_wish.c.order_number == bindparam("number"), order_wish.c.verb == bindparam("of_verb"))
    .where(order_wish.c.state == "wanted")
    .values(value=bindparam("new"), conversation_id=bindparam("conversation"), letter=bindparam("by_letter"))
)
# Only as the worker read it: if the buyer wished something else meanwhile, that is still to be done.
SETTLE = (
    update(order_wish)
    .where(
        order_wish.c.id == bindparam("wish"),
        order_wish.c.state == "wanted",
        order_wish.c.value == bindparam("was"),
    )
    .values(state=bindparam("now"), reason=bindparam("why"), settled_at=bindparam("at"), value="")
)
TELL = (
    update(order_wish)
    .where(order_wish.c.id == bindparam("wish"), order_wish.c.told_at.is_(None))
    .values(told_at=bindparam("at"))
)


def wish(
    book: Book,
    verb: Verb,
    order: str,
    at: datetime,
    *,
    value: str = "",
    conversation_id: int | None = None,
    letter: int | None = None,
) -> None:
    """Wished again before it was done, the later wish counts."""
    row: dict[str, Any] = {
        "verb": str(verb),
        "order_number": order,
        "value": value,
        "conversation_id": conversation_id,
    }
    row |= {"letter": letter, "state": str(WishState.WANTED), "asked_at": to_ms(at)}
    if book.insert_new(order_wish, row) is None:
        again = {
            "number": order,
            "of_verb": str(verb),
            "new": value,
            "conversation": conversation_id,
            "by_letter": letter,
        }
        book.run(ANOTHER, again)


def wanted(book: Book) -> list[Wish]:
    """Those of buyers first, who wait for it; so many at a time."""
    return [_wish(row) for row in book.rows(WANTED)]


def untold(book: Book) -> list[Wish]:
    """Done, and the buyer has not heard of it."""
    return [_wish(row) for row in book.rows(UNTOLD)]


def settle(book: Book, wish: Wish, outcome: Outcome, at: datetime) -> bool:
    """True for one caller only. What was wished (an address) is not kept."""
    state, why = (
        (WishState.DONE, "") if isinstance(outcome, Done) else (WishState.REFUSED, str(outcome.because))
    )
    values = {"wish": wish.id, "was": wish.value, "now": str(state), "why": why, "at": to_ms(at)}
    return book.run(SETTLE, values) == 1


def told(book: Book, wish: Wish, at: datetime) -> bool:
    """True for one caller only: whoever tells."""
    return book.run(TELL, {"wish": wish.id, "at": to_ms(at)}) == 1


def _wish(row: tuple[Any, ...]) -> Wish:
    id, verb, order, value, conversation_id, letter, asked_at = row
    return Wish(id, Verb(verb), order, value, conversation_id, letter, from_ms(asked_at))
