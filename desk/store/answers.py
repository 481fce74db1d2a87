"""How colleagues answered offers of the present handoff lately, out of the book.

By the index, however long somebody has waited: an answer is remembered for a while only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, literal_column, select, text

from desk.asked_again import DECLINED, LetGo, let_go
from desk.clock import from_ms, to_ms
from desk.offer import REFUSED, OfferState
from desk.store.book import Book
from desk.store.tables import conversation, offer

_LATELY = (
    select(offer.c.conversation_id, offer.c.agent_id, offer.c.state, offer.c.ended_at)
    .where(offer.c.ended_at > bindparam("since"))
    .order_by(offer.c.id)
)
# Written out, not bound, for the index of open conversations.
OF_ALL = _LATELY.join(conversation, conversation.c.id == offer.c.conversation_id).where(
    text("mode <> 'closed'"),
    conversation.c.mode == literal_column("'waiting'"),
    offer.c.handoff == conversation.c.handoffs,
)
OF_ONE = _LATELY.where(
    offer.c.conversation_id == bindparam("conversation"), offer.c.handoff == bindparam("handoff")
)

Row = tuple[int, int, str, int]


def of_all(book: Book, at: datetime) -> tuple[Mapping[int, Mapping[int, LetGo]], Mapping[int, int]]:
    """By conversation that waits: who let it go, and who was asked last."""
    rows = book.rows(OF_ALL, {"since": to_ms(at - DECLINED)})
    return _let_go(rows), {row[0]: row[1] for row in rows}


def of_one(book: Book, conversation_id: int, handoff: int, at: datetime) -> Mapping[int, LetGo]:
    values = {"conversation": conversation_id, "handoff": handoff, "since": to_ms(at - DECLINED)}
    return _let_go(book.rows(OF_ONE, values)).get(conversation_id, {})


def _let_go(rows: Iterable[Row]) -> Mapping[int, Mapping[int, LetGo]]:
    refused: dict[int, list[tuple[int, OfferState, datetime]]] = {}
    for id, agent_id, state, ended_at in rows:
        if state in REFUSED:
            refused.setdefault(id, []).append((agent_id, OfferState(state), from_ms(ended_at)))
    return {id: let_go(found) for id, found in refused.items()}
