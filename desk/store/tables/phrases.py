"""What the shop says otherwise than the packs, and what the guard stopped."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint, text

from desk.allowance import Asked
from desk.store.tables.columns import flag, instant, json, metadata, number, of, word, words

wording = Table(
    "wording",
    metadata,
    number(),
    words("kind", None),
    words("language", None),
    words("key", None),
    json("value"),  # null: as shipped
    words("shipped", None),
    instant("at"),
    of("by", "agent.id", maybe=True),
    flag("in_force"),
    Index("ix_wording_place", "kind", "language", "key", "id"),
    Index(
        "uq_wording_in_force",
        "kind",
        "language",
        "key",
        unique=True,
        sqlite_where=text("in_force = 1"),
        postgresql_where=text("in_force = 1"),
    ),
)

lesson = Table(
    "lesson",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    of("inbox_id", "inbox.id"),
    words("why", None),  # not_understood | corrected
    instant("at"),
    instant("settled_at", maybe=True),
    of("settled_by", "agent.id", maybe=True),
    words("how"),
    UniqueConstraint("inbox_id", "why"),
    Index("ix_lesson_at", "at"),
    Index(
        "ix_lesson_open",
        "id",
        sqlite_where=text("settled_at is null"),
        postgresql_where=text("settled_at is null"),
    ),
)

banned_hit = Table(
    "banned_hit",
    metadata,
    number(),
    instant("at"),
    words("rule", None),
    words("family", None),
    words("verdict", None),  # warn | ask | block
    of("conversation_id", "conversation.id"),
    words("author", None),  # agent | bot | timer
    of("agent_id", "agent.id", maybe=True),
    words("channel", None),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    words("words"),
    Index("ix_banned_hit_at", "at"),
)

allowance = Table(
    "allowance",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    of("agent_id", "agent.id"),
    words("text", None),
    json("rules"),
    word("state", Asked),
    instant("asked_at"),
    of("decided_by", "agent.id", maybe=True),
    instant("decided_at", maybe=True),
    words("reason"),
    instant("used_at", maybe=True),
    instant("seen_at", maybe=True),
    Column("version", Integer, nullable=False),
    Index("ix_allowance_conversation_id", "conversation_id"),
    Index(
        "uq_allowance_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)
