"""The tickets that a number finds: their own, their order's, or a parcel's."""

from __future__ import annotations

from sqlalchemy import ColumnElement, bindparam, select, union

from desk.store.book import Book
from desk.store.tables import ticket
from desk.store.ticket_list import PAGE, ROW, Listed, listed
from desk.width import narrow

c = ticket.c
WRITTEN = ("written", "upper", "lower", "hashed")
_numbers: list[ColumnElement[str]] = [bindparam(name) for name in WRITTEN]
FOUND = (
    ROW.where(
        c.id.in_(
            union(
                select(c.id).where(c.id == bindparam("number")),
                *(select(c.id).where(column.in_(_numbers)) for column in (c.order_number, c.tracking_back, c.tracking_out)),
            )
        )
    )
    .order_by(c.id.desc())
    .limit(PAGE + 1)
)  # fmt: skip


def found(book: Book, number: str) -> list[Listed]:
    """However it is written; the newest first."""
    bare = "".join(narrow(number).split()).lstrip("#")[:64]
    if not bare:
        return []
    written = (bare, bare.upper(), bare.lower(), f"#{bare}")
    id = int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 19 else 0
    return listed(book.rows(FOUND, {"number": id, **dict(zip(WRITTEN, written, strict=True))}))
