"""The shop's queues out of the book."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from desk.routing import Queue
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import conversation, queue

ALL = select(*MAPPED[Queue].columns).order_by(queue.c.place, queue.c.id)
LENGTHS = (
    select(conversation.c.queue_id, func.count())
    .where(conversation.c.mode == "waiting")
    .group_by(conversation.c.queue_id)
)


def all_queues(book: Book) -> list[Queue]:
    """In the order in which they are asked whether they fit; those that are not active too."""
    return book.many(Queue, ALL)


def by_id(book: Book, id: int) -> Queue:
    return by_number.seen(book, Queue, id)


def lengths(book: Book) -> Mapping[int, int]:
    """How many wait in each; 0 is where no queue was made."""
    return {row[0] or 0: row[1] for row in book.rows(LENGTHS)}
