"""Delivery exceptions as buyers told them (B5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update

from desk.clock import from_ms, to_ms
from desk.delivery_exception import DeliveryException, Trouble
from desk.store.book import Book
from desk.store.tables import delivery_exception, inbox

SEQ_OF_LETTER = select(inbox.c.seq).where(inbox.c.id == bindparam("letter"))
OF_CONVERSATION = (
    select(*delivery_exception.c)
    .where(delivery_exception.c.conversation_id == bindparam("conversation"))
    .order_by(delivery_exception.c.id)
)
NAME_ORDER = (
    update(delivery_exception)
    .where(
        delivery_exception.c.conversation_id == bindparam("conversation"),
        delivery_exception.c.order_number == "",
    )
    .values(order_number=bindparam("number"))
)


def record_exception(
    book: Book, conversation_id: int, letter: int, kind: Trouble, order: str, at: datetime
) -> None:
    """Told twice in one message it is one. The words are the message's."""
    seq = book.value(SEQ_OF_LETTER, {"letter": letter}) or 0
    row = {
        "conversation_id": conversation_id,
        "seq": seq,
        "kind": str(kind),
        "order_number": order,
        "at": to_ms(at),
    }
    book.insert_new(delivery_exception, row)


def name_order(book: Book, conversation_id: int, order: str) -> None:
    """The number came later: it belongs to what was told without one."""
    book.run(NAME_ORDER, {"conversation": conversation_id, "number": order})


def of_conversation(book: Book, conversation_id: int) -> list[DeliveryException]:
    rows = book.rows(OF_CONVERSATION, {"conversation": conversation_id})
    return [
        DeliveryException(id, talk, seq, Trouble(kind), order, from_ms(at))
        for id, talk, seq, kind, order, at in rows
    ]
