"""The letters that come and go, as they came and as they will leave."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from desk.message import Author
from desk.outgoing import OutState
from desk.store.tables.columns import flag, instant, json, metadata, number, of, word, words

inbox = Table(
    "inbox",
    metadata,
    number(),
    words("channel", None),
    words("account", None),
    words("ext_id", None),
    words("chat"),
    words("kind"),
    Column("raw", LargeBinary, nullable=False),
    instant("received_at"),
    instant("event_at", maybe=True),
    words("state", None),  # new | done | dead
    words("reason"),
    of("conversation_id", "conversation.id", maybe=True),
    Column("seq", Integer),
    Column("msg_id", Text),
    Column("group_id", Text),
    words("text_sha"),
    Column(
        "thought", Integer, nullable=False, server_default="0"
    ),  # how often an answer to it was thrown away
    UniqueConstraint("channel", "account", "ext_id"),
    Index(
        "ix_inbox_new",
        "conversation_id",
        "id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
    Index(
        "ix_inbox_dead", "id", sqlite_where=text("state = 'dead'"), postgresql_where=text("state = 'dead'")
    ),
)

once = Table(
    "once",
    metadata,
    Column("key", Text, primary_key=True),  # a pressed button, a form posted twice
    instant("at"),
)

outbox = Table(
    "outbox",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("seq", Integer, nullable=False),  # of the message this is a part of
    words("channel", None),
    words("account", None),
    words("chat", None),
    words("idem_key", None),
    word("author", Author),
    of("author_id", "agent.id", maybe=True),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    words("text"),
    json("buttons"),
    Column("photo", Text),  # photo.key
    words("text_sha"),
    word("state", OutState),
    Column("mode_version", Integer, nullable=False),
    of("cause", "inbox.id", maybe=True),
    instant("queued_at"),
    instant("not_before", maybe=True),
    instant("lease_until", maybe=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    instant("sent_at", maybe=True),
    Column("ext_msg_id", Text),
    words("error"),
    instant("settled_at", maybe=True),
    flag("perfunctory"),
    Column("edits", BigInteger),  # outbox.id
    UniqueConstraint("idem_key"),
    Index("ix_outbox_conversation_id_seq", "conversation_id", "seq"),
    Index(
        "ix_outbox_owed",
        "channel",
        "account",
        "id",
        sqlite_where=text("state in ('queued', 'sending')"),
        postgresql_where=text("state in ('queued', 'sending')"),
    ),
    Index(
        "ix_outbox_undelivered",
        "id",
        sqlite_where=text("state in ('failed', 'unknown') and settled_at is null"),
        postgresql_where=text("state in ('failed', 'unknown') and settled_at is null"),
    ),
)

pause = Table(
    "pause",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("chat", Text, primary_key=True),  # "" = the whole account
    instant("until"),
)
