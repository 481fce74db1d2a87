"""Photos that visitors of the web chat send ahead of their message, and who may look at which."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, delete, exists, or_, select

from desk.clock import to_ms
from desk.line import Line
from desk.photo import PhotoState, ViewState
from desk.store.book import Book
from desk.store.tables import conversation, outbox, photo

_CHAT = (
    conversation.c.channel == bindparam("channel"),
    conversation.c.account == bindparam("account"),
    conversation.c.chat == bindparam("chat"),
)
_THEIR_OWN = and_(
    photo.c.channel == bindparam("channel"),
    photo.c.account == bindparam("account"),
    or_(
        photo.c.owner == bindparam("chat"),
        photo.c.inbox_id.is_not(None) & exists().where(conversation.c.id == photo.c.conversation_id, *_CHAT),
    ),
)
# What a colleague only prepared has not been sent, and is not the buyer's to see.
_SENT_TO_THEM = exists().where(
    outbox.c.conversation_id == conversation.c.id,
    outbox.c.photo == photo.c.key,
    outbox.c.state == "sent",
    *_CHAT,
)
LOOK = select(photo.c.state, photo.c.view_state, photo.c.view_sha256).where(
    photo.c.key == bindparam("key"), or_(_THEIR_OWN, _SENT_TO_THEM)
)
LEFT = (
    select(photo.c.id)
    .where(photo.c.conversation_id.is_(None), photo.c.channel == "web", photo.c.owner != "")
    .where(photo.c.created_at < bindparam("before"))
    .limit(bindparam("count"))
)
DROP = delete(photo).where(photo.c.id == bindparam("id"), photo.c.conversation_id.is_(None))


class Look(NamedTuple):
    """A photo as one buyer may see it."""

    view_sha256: str | None
    being_made: bool


def look(book: Book, line: Line, key: str) -> Look | None:
    """None where there is no such photo, or it is not this buyer's to see."""
    row = book.row(LOOK, {**line._asdict(), "key": key})
    if row is None:
        return None
    state, view_state, view_sha256 = row
    failed = state == PhotoState.FAILED or view_state == ViewState.FAILED
    return Look(view_sha256, view_sha256 is None and not failed)


def drop_left(book: Book, before: datetime, count: int) -> int:
    """Forgets uploads from before then that no message ever held; returns how many. Their files are swept after."""
    left = book.rows(LEFT, {"before": to_ms(before), "count": count})
    return sum(book.run(DROP, {"id": id}) for (id,) in left)
