"""What the shop has decided in the console: every version of a setting is kept, the last is in force."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from desk.clock import from_ms, to_ms
from desk.setting import Key, Version
from desk.store.book import Book
from desk.store.shop import raise_version, version_of
from desk.store.tables import setting

SETTINGS = "settings"
"""The version that whoever holds settings names."""
HISTORY = 50

OF_KEY = (
    select(setting.c.n, setting.c.value, setting.c.at, setting.c.by)
    .where(setting.c.key == bindparam("of"))
    .order_by(setting.c.n.desc())
    .limit(HISTORY)
)
ONE = select(setting.c.n, setting.c.value, setting.c.at, setting.c.by).where(
    setting.c.key == bindparam("of"), setting.c.n == bindparam("number")
)


def version(book: Book) -> int:
    """Another one after every change of any setting."""
    return version_of(book, SETTINGS)


def versions(book: Book, key: Key) -> list[Version]:
    """The latest first, HISTORY at most."""
    return [_version(row) for row in book.rows(OF_KEY, {"of": key})]


def one(book: Book, key: Key, n: int) -> Version | None:
    row = book.row(ONE, {"of": key, "number": n})
    return None if row is None else _version(row)


def save(book: Book, key: Key, value: Any, at: datetime, by: int | None, *, was: int) -> bool:
    """In force from the end of this unit; False where `was` is no longer the last version."""
    last = versions(book, key)
    if (last[0].n if last else 0) != was:
        return False
    row = {
        "key": key, "n": was + 1, "value": json.dumps(value, ensure_ascii=False), "by": by, "at": to_ms(at),
    }  # fmt: skip
    if book.insert_new(setting, row) is None:
        return False
    raise_version(book, SETTINGS)
    return True


def _version(row: tuple[Any, ...]) -> Version:
    n, value, at, by = row
    try:
        kept = json.loads(value)
    except ValueError:
        kept = {"form": "unreadable"}  # no form of ours: refused where it is read, and told there
    return Version(n, kept, from_ms(at), by)
