"""Of the export: what buyers were asked afterwards, and what they answered. Their words are not in it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, func, select

from desk.store import Book
from desk.store.tables import follow_up, score

SCORES = (
    select(
        score.c.id, score.c.conversation_id, score.c.ticket_id, score.c.channel, score.c.agent_id, score.c.state,
        score.c.asked_at, score.c.answered_at, score.c.changed_at, score.c.value, score.c.words,
    )
    .where(score.c.id > bindparam("after"), score.c.id <= bindparam("upto"))
    .order_by(score.c.id)
    .limit(bindparam("count"))
)  # fmt: skip
FOLLOW_UPS = (
    select(
        follow_up.c.id, follow_up.c.conversation_id, follow_up.c.because, follow_up.c.ticket_id, follow_up.c.n,
        follow_up.c.state, follow_up.c.due_at, follow_up.c.sent_at, follow_up.c.ended_at, follow_up.c.why,
        follow_up.c.answered_in, follow_up.c.answer_by,
    )
    .where(follow_up.c.id > bindparam("after"), follow_up.c.id <= bindparam("upto"))
    .order_by(follow_up.c.id)
    .limit(bindparam("count"))
)  # fmt: skip
LAST_OF = {table.name: select(func.coalesce(func.max(table.c.id), 0)) for table in (score, follow_up)}
SCORE_KEYS = (
    "id", "conv", "ticket", "channel", "agent_id", "state", "asked", "answered", "changed", "value", "words_sha",
)  # fmt: skip
FOLLOW_UP_KEYS = (
    "id", "conv", "because", "ticket", "n", "state", "due", "sent", "ended", "why", "answered_in", "answer_by",
)  # fmt: skip
Page = tuple[list[dict[str, Any]], int | None]


def scores(book: Book, after: int, upto: int, count: int) -> Page:
    rows = book.rows(SCORES, {"after": after, "upto": upto, "count": count})
    found = [(*row[:-1], sha256(row[-1].encode()).hexdigest() if row[-1] else None) for row in rows]
    records = [{"rec": "score", **dict(zip(SCORE_KEYS, row, strict=True))} for row in found]
    return records, rows[-1][0] if rows else None


def follow_ups(book: Book, after: int, upto: int, count: int) -> Page:
    rows = book.rows(FOLLOW_UPS, {"after": after, "upto": upto, "count": count})
    records = [{"rec": "follow_up", **dict(zip(FOLLOW_UP_KEYS, row, strict=True))} for row in rows]
    return records, rows[-1][0] if rows else None
