"""What is said: conversations, messages, photos, drafts."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint, text

from desk.conversation import Mode
from desk.handover import Reason
from desk.message import Author
from desk.photo import PhotoState, ViewState
from desk.store.tables.columns import flag, instant, json, metadata, number, of, word, words

conversation = Table(
    "conversation",
    metadata,
    number(),
    of("buyer_id", "buyer.id"),
    words("channel", None),
    words("account", None),
    words("chat", None),
    words("identity", None),
    words("buyer_name"),
    words("language"),
    word("mode", Mode),
    Column("mode_version", Integer, nullable=False),
    of("agent_id", "agent.id", maybe=True),
    instant("opened_at"),
    instant("closed_at", maybe=True),
    Column("last_seq", Integer, nullable=False),
    instant("last_at"),
    words("last_line"),
    words("last_author"),
    instant("waiting_since", maybe=True),
    instant("owed_since", maybe=True),
    Column("reason", Text, info={"as": Reason}),
    json("dialogue"),
    flag("greeted"),
    flag("in_group"),
    flag("gone"),
    Column("round", Integer, nullable=False, server_default="0"),
    Column("handoffs", Integer, nullable=False, server_default="0"),
    Column("unthought", Integer, nullable=False, server_default="0"),
    Column("early_edits", Integer, nullable=False, server_default="0"),
    Column("undelivered", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False),
    of("queue_id", "queue.id", maybe=True),
    words("topic"),
    Column("debts", Integer, nullable=False, server_default="0"),
    Column("held", Integer, nullable=False, server_default="0"),
    Column("hold_tries", Integer, nullable=False, server_default="0"),
    instant("held_at", maybe=True),
    Column("score_id", BigInteger),  # score.id
    Column("follow_up_id", BigInteger),  # follow_up.id
    Index(
        "uq_conversation_open",
        "channel",
        "account",
        "chat",
        unique=True,
        sqlite_where=text("mode <> 'closed'"),
        postgresql_where=text("mode <> 'closed'"),
    ),
    Index("ix_conversation_chat", "channel", "account", "chat", "id"),
    Index("ix_conversation_buyer_id", "buyer_id"),
    # The desk's list: open ones by what they wait for; the index is as small as the open work.
    Index(
        "ix_conversation_desk",
        "mode",
        "owed_since",
        sqlite_where=text("mode <> 'closed'"),
        postgresql_where=text("mode <> 'closed'"),
    ),
    # The closed ones by age. Of open ones it would move two pages at every message, for a list that nobody reads so.
    Index(
        "ix_conversation_closed",
        "last_at",
        "id",
        sqlite_where=text("mode = 'closed'"),
        postgresql_where=text("mode = 'closed'"),
    ),
)

message = Table(
    "message",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("seq", Integer, nullable=False),
    word("author", Author),
    of("author_id", "agent.id", maybe=True),
    words("kind"),
    words("text"),
    instant("at"),
    instant("event_at", maybe=True),
    of("inbox_id", "inbox.id", maybe=True),
    Column("group_id", Text),
    Column("ext_msg_id", Text),
    json("buttons"),
    Column("revision", Integer, nullable=False, server_default="0"),
    UniqueConstraint("conversation_id", "seq"),
)

revision = Table(
    "revision",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("seq", Integer, nullable=False),
    Column("n", Integer, nullable=False),  # 0 = the first text
    words("text"),
    instant("at"),
    of("inbox_id", "inbox.id", maybe=True),
    UniqueConstraint("conversation_id", "seq", "n"),
)

photo = Table(
    "photo",
    metadata,
    number(),
    words("key", None),  # random, 128 bits: its address
    of("conversation_id", "conversation.id", maybe=True),
    Column("seq", Integer),
    of("inbox_id", "inbox.id", maybe=True),
    words("owner"),  # the visitor's identity while no message holds it yet
    words("channel", None),
    words("account", None),
    words("ref"),
    Column("unique_ref", Text),
    words("name"),
    flag("as_file"),
    word("state", PhotoState),
    Column("sha256", Text),
    Column("size_bytes", BigInteger),
    Column("type", Text),
    word("view_state", ViewState),
    Column("view_sha256", Text),
    Column("width", Integer),
    Column("height", Integer),
    words("error"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    instant("next_try_at", maybe=True),
    instant("created_at"),
    Column("version", Integer, nullable=False),
    Column("likeness", Text),
    UniqueConstraint("key"),
    Index("ix_photo_conversation_id_seq", "conversation_id", "seq"),
    Index("ix_photo_sha256", "sha256"),
    Index(
        "ix_photo_owed",
        "next_try_at",
        sqlite_where=text("state = 'pending' or view_state = 'pending'"),
        postgresql_where=text("state = 'pending' or view_state = 'pending'"),
    ),
)

photo_part = Table(
    "photo_part",
    metadata,
    number(),
    of("photo_id", "photo.id"),
    Column("part", Integer, nullable=False),  # desk/likeness.py: by which pictures that look alike are found
    Index("ix_photo_part_part", "part", "photo_id"),
    Index("ix_photo_part_photo_id", "photo_id"),
)

contact = Table(
    "contact",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    words("value", None),  # a telephone number or a mail address, as the buyer wrote it
    instant("at"),
    Index("ix_contact_conversation_id", "conversation_id"),
)

draft = Table(
    "draft",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    of("agent_id", "agent.id"),
    words("text", None),
    flag("note"),
    instant("at"),
    UniqueConstraint("conversation_id", "agent_id"),
)
