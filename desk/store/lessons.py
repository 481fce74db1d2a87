"""What the bot can learn from: letters that it did not understand, and answers of its that a person stepped in upon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, func, literal_column, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from desk.clock import from_ms, to_ms
from desk.record import record
from desk.store.book import Book
from desk.store.tables import conversation, lesson, message

Why = Literal["not_understood", "corrected"]
MOST_SHOWN = 400
"""The newest ones; older ones come up as these are dealt with."""

_OPEN = text("lesson.settled_at is null")
NOTE = (
    insert_or_not(lesson)
    .values({n: bindparam(n) for n in ("conversation_id", "inbox_id", "why", "at")})
    .on_conflict_do_nothing()
)
_reply = message.alias("reply")
_FIRST_REPLY = (
    select(_reply.c.text)
    .where(
        _reply.c.conversation_id == message.c.conversation_id,
        _reply.c.seq > message.c.seq,
        _reply.c.author == "human",
    )
    .order_by(_reply.c.seq)
    .limit(1)
    .correlate(message)
    .scalar_subquery()
)
OPEN = (
    select(
        lesson.c.id, lesson.c.conversation_id, lesson.c.why, lesson.c.at, message.c.text, conversation.c.language, _FIRST_REPLY
    )
    .join(message, (message.c.conversation_id == lesson.c.conversation_id) & (message.c.inbox_id == lesson.c.inbox_id))
    .join(conversation, conversation.c.id == lesson.c.conversation_id)
    .where(_OPEN, message.c.text != "")
    .order_by(lesson.c.id.desc())
    .limit(MOST_SHOWN)
)  # fmt: skip
COUNT = select(func.count()).select_from(lesson).where(_OPEN)
SETTLE = (
    update(lesson)
    .where(lesson.c.id == bindparam("its_id"), lesson.c.settled_at.is_(None))
    .values(settled_at=bindparam("now"), settled_by=bindparam("who"), how=bindparam("so"))
)
_RECENT = (
    select(message.c.text, conversation.c.language)
    .join(conversation, conversation.c.id == message.c.conversation_id)
    .order_by(message.c.id.desc())
    .limit(bindparam("count"))
)
HEARD = _RECENT.where(
    message.c.author == literal_column("'buyer'"), message.c.kind == literal_column("'text'")
)
SAID = _RECENT.where(message.c.author == literal_column("'bot'"))
SAID_BY_AGENTS = (
    select(message.c.text, conversation.c.channel)
    .join(conversation, conversation.c.id == message.c.conversation_id)
    .where(message.c.author == literal_column("'human'"), message.c.text != literal_column("''"))
    .order_by(message.c.id.desc())
    .limit(bindparam("count"))
)
BEFORE = (
    select(message.c.author, message.c.inbox_id)
    .where(message.c.conversation_id == bindparam("conversation"), message.c.seq < bindparam("seq"))
    .where(message.c.author.in_([literal_column(f"'{author}'") for author in ("buyer", "bot", "human")]))
    .order_by(message.c.seq.desc())
    .limit(4)
)


@record(frozen=True, slots=True)
class Lesson:
    id: int
    conversation_id: int
    why: Why
    at: datetime
    text: str
    language: str
    answered: str
    """What a person said to it first; empty where nobody has."""


def note(book: Book, conversation_id: int, inbox_id: int, why: Why, at: datetime) -> None:
    """Once for each letter and reason."""
    book.run(NOTE, {"conversation_id": conversation_id, "inbox_id": inbox_id, "why": why, "at": to_ms(at)})


def stepped_in(book: Book, conversation_id: int, seq: int, at: datetime) -> None:
    """A person who took the conversation out of the bot's hands says something at `seq`: if the bot had just answered
    a letter, that answer was not the right one."""
    letters = iter(book.rows(BEFORE, {"conversation": conversation_id, "seq": seq}))
    author, inbox_id = next(letters, ("", None))
    if author != "bot":
        return
    for author, inbox_id in letters:
        if author == "buyer" and inbox_id is not None:
            note(book, conversation_id, inbox_id, "corrected", at)
        if author != "bot":
            return


def unsettled(book: Book) -> list[Lesson]:
    """The newest first."""
    return [_lesson(row) for row in book.rows(OPEN)]


def count(book: Book) -> int:
    return int(book.value(COUNT))


def settle(book: Book, ids: Iterable[int], who: int, how: str, at: datetime) -> None:
    for id in ids:
        book.run(SETTLE, {"its_id": id, "now": to_ms(at), "who": who, "so": how})


def heard_lately(book: Book, count: int) -> list[tuple[str, str]]:
    """What buyers wrote last, with the language of the conversation; the newest first."""
    return [(row[0], row[1]) for row in book.rows(HEARD, {"count": count})]


def said_lately(book: Book, count: int) -> list[tuple[str, str]]:
    """What the bot said last."""
    return [(row[0], row[1]) for row in book.rows(SAID, {"count": count})]


def agents_said_lately(book: Book, count: int) -> list[tuple[str, str]]:
    """What agents wrote to buyers last, with the channel on which they did."""
    return [(row[0], row[1]) for row in book.rows(SAID_BY_AGENTS, {"count": count})]


def _lesson(row: tuple[Any, ...]) -> Lesson:
    id, conversation_id, why, at, said, language, answered = row
    return Lesson(id, conversation_id, why, from_ms(at), said, language, answered or "")
