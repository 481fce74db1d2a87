"""Goods that shall move for a case, out of the book."""

from __future__ import annotations

from sqlalchemy import bindparam, select, text

from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import WANTED, goods_move
from desk.ticket.goods import GoodsMove

AT_ONCE = 50
_MOVE = select(*MAPPED[GoodsMove].columns)
WANTED_ONES = _MOVE.where(text(WANTED)).order_by(goods_move.c.id).limit(AT_ONCE)
OF_TICKET = _MOVE.where(goods_move.c.ticket_id == bindparam("of_ticket")).order_by(goods_move.c.id)


def wanted(book: Book) -> list[GoodsMove]:
    """The oldest first, so many at a time."""
    return book.many(GoodsMove, WANTED_ONES)


def by_id(book: Book, id: int) -> GoodsMove:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return by_number.held(book, GoodsMove, id)


def of_ticket(book: Book, ticket_id: int) -> list[GoodsMove]:
    return book.many(GoodsMove, OF_TICKET, {"of_ticket": ticket_id})
