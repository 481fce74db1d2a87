"""Reports that were made, and their way to each address."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint, text

from desk.figures.report import Kind
from desk.report_sending import SendingState
from desk.store.tables.columns import DAY, flag, instant, metadata, number, of, word, words

TO_SEND = "state IN ('due', 'sending')"

report = Table(
    "report",
    metadata,
    number(),
    word("kind", Kind),
    Column("first", Text, nullable=False, info={"as": DAY}),
    Column("last", Text, nullable=False, info={"as": DAY}),
    instant("made_at"),
    of("made_by", "agent.id", maybe=True),
    UniqueConstraint("kind", "first", "last"),
)
"""One of a day, week or month, however often the desk was killed while it was made. Of what is not over, one for each day on
which it was asked for."""

report_sending = Table(
    "report_sending",
    metadata,
    number(),
    of("report_id", "report.id"),
    words("address", None),
    word("state", SendingState),
    instant("asked_at"),
    instant("due_at"),
    Column("attempts", Integer, nullable=False),
    instant("claimed_at", maybe=True),
    flag("left"),
    instant("settled_at", maybe=True),
    words("fault"),
    words("code"),
    UniqueConstraint("report_id", "address"),
    Index("ix_report_sending_to_send", "due_at", sqlite_where=text(TO_SEND), postgresql_where=text(TO_SEND)),
)
