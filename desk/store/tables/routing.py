"""Who waits where, and who is there for them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint, text

from desk.handover import Reason
from desk.offer import OfferState
from desk.presence import Presence
from desk.store.tables.columns import flag, instant, json, metadata, number, of, word, words

handoff = Table(
    "handoff",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("reason", Text, nullable=False, info={"as": Reason}),
    words("detail"),
    instant("asked_at"),
    of("taken_by", "agent.id", maybe=True),
    instant("taken_at", maybe=True),
    instant("ended_at", maybe=True),
    words("topic"),
    words("note"),
    of("given_by", "agent.id", maybe=True),
    of("meant_for", "agent.id", maybe=True),
    Index("ix_handoff_conversation_id", "conversation_id"),
    Index("ix_handoff_asked_at", "asked_at"),
)

queue = Table(
    "queue",
    metadata,
    number(),
    words("name", None),
    Column("place", Integer, nullable=False),  # the first that fits has it
    json("reasons"),
    json("topics"),
    json("channels"),
    json("languages"),
    words("skill"),
    Column("priority", Integer, nullable=False),
    Column("offer_seconds", Integer, nullable=False),
    flag("active"),
    Column("version", Integer, nullable=False),
)

post = Table(
    "post",
    metadata,
    number(),
    of("agent_id", "agent.id"),
    word("state", Presence),
    words("because"),
    instant("since"),
    instant("here_until"),
    instant("last_given_at", maybe=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("agent_id"),
)

offer = Table(
    "offer",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    of("agent_id", "agent.id"),
    Column("handoff", Integer, nullable=False),
    instant("made_at"),
    instant("expires_at"),
    word("state", OfferState),
    instant("ended_at", maybe=True),
    # What was answered lately: what is long over is not gone through again.
    Index("ix_offer_ended_at", "conversation_id", "handoff", "ended_at"),
    Index(
        "uq_offer_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("state = 'offered'"),
        postgresql_where=text("state = 'offered'"),
    ),
    Index(
        "ix_offer_agent_id",
        "agent_id",
        sqlite_where=text("state = 'offered'"),
        postgresql_where=text("state = 'offered'"),
    ),
)
