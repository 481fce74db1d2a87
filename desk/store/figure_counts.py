"""How many facts there are of those kinds of which a whole needs no more: counted by the database, not read one by one.

The same statements as in figures.py, so that both find the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.sql import Select

from desk.clock import to_ms
from desk.figures import other_facts as other
from desk.store.book import Book
from desk.store.figures import FOLLOW_UPS, HANDOFFS, NOT_UNDERSTOOD, SCORES, STOPPED


def _counted(statement: Select[Any], *by: str) -> Select[Any]:
    found = statement.order_by(None).subquery()
    apart = [found.c[name] for name in by]
    return select(func.count(), *apart).select_from(found).group_by(*apart)


COUNTED: Mapping[type[Any], tuple[Select[Any], tuple[str, ...]]] = {
    other.Handoff: (_counted(HANDOFFS), ()),
    other.NotUnderstood: (_counted(NOT_UNDERSTOOD), ()),
    other.Stopped: (_counted(STOPPED), ()),
    other.FollowUp: (_counted(FOLLOW_UPS), ()),
    other.Score: (_counted(SCORES, "value"), ("value",)),
}
"""With what their judges look at; all that is alike in it is one to them."""


def of_span(
    book: Book, kinds: Iterable[type[Any]], since: datetime, until: datetime
) -> dict[type[Any], list[Any]]:
    """Of each kind as many facts as there are, each with nothing but what is judged: to be totalled, not to be shown or
    taken apart."""
    values = {"since": to_ms(since), "until": to_ms(until)}
    found: dict[type[Any], list[Any]] = {}
    for kind in kinds:
        statement, names = COUNTED[kind]
        found[kind] = [
            fact
            for count, *said in book.rows(statement, values)
            for fact in [_bare(kind, dict(zip(names, said, strict=True)))] * count
        ]
    return found


def _bare(kind: type[Any], said: Mapping[str, Any]) -> Any:
    return kind(**{field.name: said.get(field.name) for field in fields(kind)})
