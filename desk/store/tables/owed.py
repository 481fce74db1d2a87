"""What is owed to buyers and among colleagues: promises, escalations, shifts handed over."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, UniqueConstraint, text

from desk.escalation import EscalationState, Matter
from desk.open_matter import MatterKind, MatterState
from desk.promise import PromiseState
from desk.promise_words import About
from desk.shift_handover import ShiftHandoverState
from desk.store.tables.columns import instant, metadata, number, of, word, words

HELD_OUT = "state = 'offered' or (state = 'reoffered' and kind = 'promise')"
"""What colleagues may still accept."""

# What a buyer still waits for: open, or broken and not made good. The statements say it in these very words, by which
# the planners see that the small indexes hold it all.
OWED = "kept_at is null and (state = 'open' or state = 'broken')"

promise = Table(
    "promise",
    metadata,
    number(),
    of("conversation_id", "conversation.id"),
    of("buyer_id", "buyer.id"),
    Column("seq", Integer),
    of("owner_id", "agent.id"),
    word("about", About),
    words("text", None),
    instant("due_at"),
    instant("remind_at"),
    word("state", PromiseState),
    instant("made_at"),
    of("made_by", "agent.id"),
    instant("settled_at", maybe=True),
    of("by", "agent.id", maybe=True),
    instant("kept_at", maybe=True),
    of("passed_from", "promise.id", maybe=True),
    Column("put_off", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_promise_owed", "due_at", sqlite_where=text(OWED), postgresql_where=text(OWED)),
    Index("ix_promise_owner", "owner_id", "due_at", sqlite_where=text(OWED), postgresql_where=text(OWED)),
    Index("ix_promise_conversation_id", "conversation_id"),
    Index("ix_promise_buyer_id", "buyer_id"),
    Index("ix_promise_due_at", "due_at"),
)

escalation = Table(
    "escalation",
    metadata,
    number(),
    word("kind", Matter),
    words("text", None),
    of("conversation_id", "conversation.id", maybe=True),
    of("raised_by", "agent.id"),
    instant("raised_at"),
    of("owner_id", "agent.id", maybe=True),
    instant("due_at"),
    word("state", EscalationState),
    instant("taken_at", maybe=True),
    instant("done_at", maybe=True),
    words("outcome"),
    Column("version", Integer, nullable=False),
    Index(
        "ix_escalation_open",
        "due_at",
        "id",
        sqlite_where=text("state <> 'done'"),
        postgresql_where=text("state <> 'done'"),
    ),
    Index("ix_escalation_raised_by", "raised_by", "id"),
    Index("ix_escalation_conversation_id", "conversation_id"),
)

shift_handover = Table(
    "shift_handover",
    metadata,
    number(),
    of("leaver_id", "agent.id"),
    instant("opened_at"),
    of("opened_by", "agent.id", maybe=True),
    instant("begins_at", maybe=True),
    instant("ends_at", maybe=True),
    word("state", ShiftHandoverState),
    instant("ended_at", maybe=True),
    of("by", "agent.id", maybe=True),
    words("reason"),
    Column("version", Integer, nullable=False),
    Index(
        "uq_shift_handover_open",
        "leaver_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index("ix_shift_handover_leaver_id", "leaver_id", "id"),
)

open_matter = Table(
    "open_matter",
    metadata,
    number(),
    of("handover_id", "shift_handover.id"),
    word("kind", MatterKind),
    Column("of", BigInteger, nullable=False),
    of("conversation_id", "conversation.id", maybe=True),
    of("leaver_id", "agent.id"),
    words("progress"),
    words("result"),
    word("state", MatterState),
    instant("changed_at"),
    of("to_id", "agent.id", maybe=True),
    instant("until", maybe=True),
    words("told"),
    of("declined_by", "agent.id", maybe=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("handover_id", "kind", "of"),
    Index(
        "ix_open_matter_offered",
        "to_id",
        sqlite_where=text(HELD_OUT),
        postgresql_where=text(HELD_OUT),
    ),
    Index("ix_open_matter_to_id", "to_id", "handover_id"),
    Index("ix_open_matter_leaver_id", "leaver_id", "state"),
)
