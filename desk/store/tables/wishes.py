"""Who waits for goods, and what the desk does for orders by itself or by a buyer's wish."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from desk.delivery_exception import Trouble
from desk.order_change import Verb, WishState
from desk.store.tables.columns import Id, instant, metadata, number, of, word, words

restock_request = Table(
    "restock_request",
    metadata,
    number(),
    words("sku", None),
    instant("asked_at"),
    instant("closed_at", maybe=True),
    Index(
        "uq_restock_request_open",
        "sku",
        unique=True,
        sqlite_where=text("closed_at is null"),
        postgresql_where=text("closed_at is null"),
    ),
)

waiting = Table(
    "waiting",
    metadata,
    number(),
    words("sku", None),
    of("buyer_id", "buyer.id"),
    of("conversation_id", "conversation.id"),
    instant("since"),
    words("state", None),  # waiting | told | gave_up
    instant("told_at", maybe=True),
    Index(
        "uq_waiting_once",
        "sku",
        "buyer_id",
        unique=True,
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_waiting_buyer_id", "buyer_id"),
)

ownership = Table(
    "ownership",
    metadata,
    Column("buyer_id", Id, ForeignKey("buyer.id"), primary_key=True),
    Column("order_number", Text, primary_key=True),
    instant("shown_at"),
)

wrong_proof = Table(
    "wrong_proof",
    metadata,
    number(),
    of("buyer_id", "buyer.id"),
    words("order_number"),
    instant("at"),
    Index("ix_wrong_proof_buyer_id_at", "buyer_id", "at"),
    Index("ix_wrong_proof_order_number_at", "order_number", "at"),
)

order_wish = Table(
    "order_wish",
    metadata,
    number(),
    word("verb", Verb),
    words("order_number", None),
    words("value"),  # a new address, or until when; emptied once it is done
    of("conversation_id", "conversation.id", maybe=True),
    of("letter", "inbox.id", maybe=True),
    word("state", WishState),
    words("reason"),
    instant("asked_at"),
    instant("settled_at", maybe=True),
    instant("told_at", maybe=True),
    Index(
        "uq_order_wish_wanted",
        "order_number",
        "verb",
        unique=True,
        sqlite_where=text("state = 'wanted'"),
        postgresql_where=text("state = 'wanted'"),
    ),
    Index(
        "ix_order_wish_untold",
        "id",
        sqlite_where=text("told_at is null"),
        postgresql_where=text("told_at is null"),
    ),
)

order_notice = Table(
    "order_notice",
    metadata,
    number(),
    words("order_number", None),
    words("kind", None),  # unpaid | late
    words("about"),  # of `late`: the new day that was told, if one was known
    words("outcome", None),  # told | noted | gone | nobody
    of("conversation_id", "conversation.id", maybe=True),
    instant("at"),
    UniqueConstraint("order_number", "kind", "about"),
)

order_delay = Table(
    "order_delay",
    metadata,
    Column("order_number", Text, primary_key=True),
    words("cause", None),  # in the warehouse's words
    of("by", "agent.id", maybe=True),
    instant("at"),
)

delivery_exception = Table(
    "delivery_exception",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    Column("seq", Integer, nullable=False),
    word("kind", Trouble),
    words("order_number"),
    instant("at"),
    UniqueConstraint("conversation_id", "seq", "kind"),
)
