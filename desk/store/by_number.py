"""A noun by its number, the one look for which every table is asked alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select

from desk.errors import NotFound
from desk.store.book import MAPPED, Book

N = TypeVar("N")

OF_NUMBER: Mapping[type[Any], Select[Any]] = {
    kind: select(*mapped.columns).where(mapped.table.c.id == bindparam("id"))
    for kind, mapped in MAPPED.items()
}
LOCKED: Mapping[type[Any], Select[Any]] = {
    kind: statement.with_for_update() for kind, statement in OF_NUMBER.items()
}
CONVERSATION_OF: Mapping[type[Any], Select[Any]] = {
    kind: select(mapped.table.c.conversation_id).where(mapped.table.c.id == bindparam("id"))
    for kind, mapped in MAPPED.items()
    if "conversation_id" in mapped.table.c
}


def held(book: Book, kind: type[N], id: int) -> N:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return _there(book.one(kind, (LOCKED if book.locks else OF_NUMBER)[kind], {"id": id}))


def seen(book: Book, kind: type[N], id: int) -> N:
    """Not locked. Raises NotFound."""
    return _there(book.one(kind, OF_NUMBER[kind], {"id": id}))


def conversation_of(book: Book, kind: type[Any], id: int) -> int | None:
    """To be locked before the noun itself."""
    found: int | None = book.value(CONVERSATION_OF[kind], {"id": id})
    return found


def _there(found: N | None) -> N:
    if found is None:
        raise NotFound()
    return found
