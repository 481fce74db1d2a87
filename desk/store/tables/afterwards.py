"""What is asked of buyers afterwards: whether they were satisfied, and how it went."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint, text

from desk.follow_up import Because, FollowUpState, Why
from desk.satisfaction import ScoreState
from desk.store.tables.columns import instant, metadata, number, of, word, words

# A low score that no supervisor has looked at; the statements say it in these very words.
UNSEEN = "value <= 2 and seen_at is null"

score = Table(
    "score",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    of("ticket_id", "ticket.id", maybe=True),
    of("buyer_id", "buyer.id"),
    words("channel", None),
    of("agent_id", "agent.id", maybe=True),
    word("state", ScoreState),
    instant("made_at"),
    instant("asked_at", maybe=True),
    Column("value", Integer),
    instant("answered_at", maybe=True),
    instant("changed_at", maybe=True),
    words("words"),
    instant("worded_at", maybe=True),
    of("seen_by", "agent.id", maybe=True),
    instant("seen_at", maybe=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("ticket_id"),
    Index("ix_score_asked_at", "asked_at"),
    Index("ix_score_buyer_id", "buyer_id", "made_at"),
    Index("ix_score_conversation_id", "conversation_id"),
    Index("ix_score_unseen", "id", sqlite_where=text(UNSEEN), postgresql_where=text(UNSEEN)),
    # The page: answers from the newest, all or the low ones, everybody's or one person's.
    Index("ix_score_answered_at", "answered_at", "id"),
    Index("ix_score_agent_id", "agent_id", "answered_at"),
    Index("ix_score_value", "value", "answered_at"),
)

follow_up = Table(
    "follow_up",
    metadata,
    number(),
    word("because", Because),
    words("matter", None),
    Column("n", Integer, nullable=False),
    of("buyer_id", "buyer.id"),
    of("conversation_id", "conversation.id", maybe=True),
    of("ticket_id", "ticket.id", maybe=True),
    words("order_number"),
    instant("since"),
    word("state", FollowUpState),
    instant("due_at"),
    instant("sent_at", maybe=True),
    instant("ended_at", maybe=True),
    word("why", Why),
    words("said"),
    of("answered_in", "conversation.id", maybe=True),
    instant("answer_by", maybe=True),
    of("promised", "promise.id", maybe=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("matter", "n"),
    Index("ix_follow_up_sent_at", "sent_at"),
    Index("ix_follow_up_buyer_id", "buyer_id"),
    Index("ix_follow_up_answered_in", "answered_in"),
    Index("ix_follow_up_state", "state", "due_at"),
)
