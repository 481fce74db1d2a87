"""The shop's changes to its words: every version is kept, one of each place is in force."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, select, update

from desk.clock import from_ms, to_ms
from desk.store.book import Book
from desk.store.shop import raise_version, version_of
from desk.store.tables import wording
from desk.wording import Edit, Place, Value, read_value, written

WORDS = "words"
"""The version that a shelf names."""
HISTORY = 50

_COLUMNS = (
    wording.c.id,
    wording.c.kind,
    wording.c.language,
    wording.c.key,
    wording.c.value,
    wording.c.shipped,
    wording.c.at,
    wording.c.by,
)
_PLACE = (
    wording.c.kind == bindparam("of_kind"),
    wording.c.language == bindparam("of_language"),
    wording.c.key == bindparam("of_key"),
)
# Written out, so that the planners see the index of what is in force.
_IN_FORCE = wording.c.in_force == literal_column("1")
ALL = select(*_COLUMNS).where(_IN_FORCE).order_by(wording.c.id)
OF_PLACE = select(*_COLUMNS).where(*_PLACE).order_by(wording.c.id.desc()).limit(HISTORY)
SUPERSEDE = update(wording).where(*_PLACE, _IN_FORCE).values(in_force=0)


def version(book: Book) -> int:
    """Another one after every change."""
    return version_of(book, WORDS)


def in_force(book: Book) -> list[Edit]:
    return [_edit(row) for row in book.rows(ALL)]


def history(book: Book, place: Place) -> list[Edit]:
    """The latest first, HISTORY at most."""
    return [_edit(row) for row in book.rows(OF_PLACE, _of(place))]


def save(book: Book, edits: Sequence[Edit], at: datetime, by: int | None) -> None:
    """All of them, in force from the end of this unit."""
    for edit in edits:
        place = edit.place
        book.run(SUPERSEDE, _of(place))
        value = json.dumps(written(edit.value), ensure_ascii=False, sort_keys=True)
        book.insert(
            wording,
            {
                "kind": place.kind, "language": place.language, "key": place.key, "value": value,
                "shipped": edit.shipped, "at": to_ms(at), "by": by, "in_force": 1,
            },
        )  # fmt: skip
    if edits:
        raise_version(book, WORDS)


def _of(place: Place) -> dict[str, Any]:
    return {"of_kind": place.kind, "of_language": place.language, "of_key": place.key}


def _edit(row: tuple[Any, ...]) -> Edit:
    id, kind, language, key, value, shipped, at, by = row
    read: Value | None = None if (kept := json.loads(value)) is None else read_value(kind, kept)
    return Edit(Place(kind, language, key), read, shipped, from_ms(at), by, id)
