"""Who writes and who works here: buyers, visitors, and the people of the shop."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint

from desk.store.tables.columns import flag, instant, json, metadata, number, of, words

buyer = Table(
    "buyer",
    metadata,
    number(),
    words("name"),
    words("language"),
    instant("created_at"),
    Column("version", Integer, nullable=False),
    words("level"),
)

identity = Table(
    "identity",
    metadata,
    number(),
    of("buyer_id", "buyer.id"),
    words("channel", None),
    words("account", None),
    words("identity", None),
    words("name"),
    UniqueConstraint("channel", "account", "identity"),
    Index("ix_identity_buyer_id", "buyer_id"),
    Index("ix_identity_identity", "channel", "identity"),  # an order names no account
)

visitor = Table(
    "visitor",
    metadata,
    number(),
    words("account", None),
    words("token_hash", None),
    words("identity", None),
    instant("created_at"),
    UniqueConstraint("token_hash"),
    CheckConstraint("length(token_hash) = 64", name="hash"),
)

agent = Table(
    "agent",
    metadata,
    number(),
    words("name", None),
    words("display_name"),
    Column("password_hash", Text),
    json("roles"),
    words("language"),
    words("theme"),
    flag("active"),
    flag("enter_sends"),
    instant("created_at"),
    Column("version", Integer, nullable=False),
    Column("capacity", Integer, nullable=False, server_default="5"),
    json("skills", "[]"),
    json("speaks", "[]"),
    Column("undo_seconds", Integer, nullable=False, server_default="0"),
    json("week", "[]"),
    json("ticket_columns", "[]"),
    Column("frozen_columns", Integer, nullable=False, server_default="1"),
    json("ticket_views", "[]"),
    UniqueConstraint("name"),
)

session = Table(
    "session",
    metadata,
    number(),
    words("token_hash", None),
    of("agent_id", "agent.id"),
    words("csrf", None),
    words("browser"),
    words("peer"),
    instant("created_at"),
    instant("seen_at"),
    instant("ended_at", maybe=True),
    UniqueConstraint("token_hash"),
    CheckConstraint("length(token_hash) = 64", name="hash"),
    Index("ix_session_agent_id", "agent_id"),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("token_hash", Text, primary_key=True),
    of("agent_id", "agent.id"),
    instant("expires_at"),
    instant("used_at", maybe=True),
    CheckConstraint("length(token_hash) = 64", name="hash"),
)

wrong_sign_in = Table(
    "wrong_sign_in",
    metadata,
    number(),
    words("key", None),  # name:… or peer:…
    instant("at"),
    Index("ix_wrong_sign_in_key_at", "key", "at"),
)
