"""What keeps the desk going: deadlines, the log of events, leases, settings, alerts."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint, text

from desk.alert import Cause
from desk.deadlines import DeadlineState
from desk.store.tables.columns import Id, ThisTransaction, instant, json, metadata, number, of, word, words

deadline = Table(
    "deadline",
    metadata,
    number(),
    of("conversation_id", "conversation.id", maybe=True),
    words("kind", None),
    Column("generation", BigInteger, nullable=False),
    instant("due_at"),
    word("state", DeadlineState),
    instant("fired_at", maybe=True),
    UniqueConstraint("conversation_id", "kind", "generation"),
    Index(
        "ix_deadline_armed",
        "due_at",
        sqlite_where=text("state = 'armed'"),
        postgresql_where=text("state = 'armed'"),
    ),
)

event = Table(
    "event",
    metadata,
    Column("number", Id, primary_key=True),
    Column("xid", BigInteger, nullable=False, server_default=ThisTransaction()),
    instant("at"),
    words("kind", None),
    of("conversation_id", "conversation.id", maybe=True),
    of("agent_id", "agent.id", maybe=True),
    json("data"),
    Index("ix_event_conversation_id", "conversation_id", "number"),
    # The feed's order. SQLite commits in the order of the numbers and needs no more than those.
    Index("ix_event_xid", "xid", "number").ddl_if(dialect="postgresql"),
    # What somebody looked at in full: counted at every look.
    Index(
        "ix_event_revealed",
        "agent_id",
        "at",
        sqlite_where=text("kind = 'revealed'"),
        postgresql_where=text("kind = 'revealed'"),
    ),
)

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    words("holder", None),
    instant("until"),
)

version = Table(
    "version",
    metadata,
    Column("name", Text, primary_key=True),  # catalogue, …: what a cache was built from
    Column("n", BigInteger, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    number(),
    words("key", None),
    Column("n", Integer, nullable=False),
    json("value"),
    of("by", "agent.id", maybe=True),
    instant("at"),
    UniqueConstraint("key", "n"),
)

alert = Table(
    "alert",
    metadata,
    number(),
    word("cause", Cause),
    words("who", None),
    words("why"),
    of("conversation_id", "conversation.id", maybe=True),
    instant("since"),
    instant("at"),
)
