"""Photos out of the book: by address, by what is still owed, by message."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, or_, select

from desk.clock import to_ms
from desk.likeness import parts
from desk.photo import Photo
from desk.store.book import MAPPED, Book
from desk.store.tables import photo, photo_part

_PHOTO = select(*MAPPED[Photo].columns)
BY_KEY = _PHOTO.where(photo.c.key == bindparam("key"))
OWED = (
    _PHOTO.where(or_(photo.c.state == "pending", photo.c.view_state == "pending"))
    .where(photo.c.next_try_at <= bindparam("now"))
    .order_by(photo.c.next_try_at)
    .limit(bindparam("count"))
)
OF_MESSAGE = _PHOTO.where(
    photo.c.conversation_id == bindparam("conversation"), photo.c.seq == bindparam("seq")
).order_by(photo.c.id)
OF_CONVERSATION = _PHOTO.where(
    photo.c.conversation_id == bindparam("conversation"), photo.c.seq >= bindparam("from_seq")
).order_by(photo.c.id)
HASHES = select(photo.c.sha256, photo.c.view_sha256)


def by_key(book: Book, key: str) -> Photo | None:
    return book.one(Photo, BY_KEY, {"key": key})


def owed(book: Book, at: datetime, count: int) -> list[Photo]:
    """Photos whose next try is due: to be fetched, or to be drawn for viewing."""
    return book.many(Photo, OWED, {"now": to_ms(at), "count": count})


def of_message(book: Book, conversation_id: int, seq: int) -> list[Photo]:
    return book.many(Photo, OF_MESSAGE, {"conversation": conversation_id, "seq": seq})


def of_conversation(book: Book, conversation_id: int, from_seq: int = 0) -> list[Photo]:
    return book.many(Photo, OF_CONVERSATION, {"conversation": conversation_id, "from_seq": from_seq})


def hashes(book: Book) -> set[str]:
    """Every file that some row names."""
    return {name for row in book.rows(HASHES) for name in row if name is not None}


def keep_likeness(book: Book, photo_id: int, likeness: str | None) -> None:
    """By what pictures that look alike are found."""
    for part in parts(likeness) if likeness else ():
        book.insert(photo_part, {"photo_id": photo_id, "part": part})
