"""A noun by its number, the one look for which every table is asked alike."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select

from desk.errors import NotFound
from desk.store.book import MAPPED, Book
from desk.store.mapping import Mapped

N = TypeVar("N")


def held(book: Book, kind: type[N], id: int) -> N:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return _there(book.one(kind, (_locked if book.locks else _of_number)(MAPPED[kind]), {"id": id}))


def seen(book: Book, kind: type[N], id: int) -> N:
    """Not locked. Raises NotFound."""
    return _there(book.one(kind, _of_number(MAPPED[kind]), {"id": id}))


def conversation_of(book: Book, kind: type[Any], id: int) -> int | None:
    """To be locked before the noun itself."""
    found: int | None = book.value(_conversation_of(MAPPED[kind]), {"id": id})
    return found


# Made when it is first asked for, and the same one ever after: that is how its compiled form is found.


@cache
def _of_number(mapped: Mapped[Any]) -> Select[Any]:
    return select(*mapped.columns).where(mapped.table.c.id == bindparam("id"))


@cache
def _locked(mapped: Mapped[Any]) -> Select[Any]:
    return _of_number(mapped).with_for_update()


@cache
def _conversation_of(mapped: Mapped[Any]) -> Select[Any]:
    table = mapped.table
    return select(table.c.conversation_id).where(table.c.id == bindparam("id"))


def _there(found: N | None) -> N:
    if found is None:
        raise NotFound()
    return found
