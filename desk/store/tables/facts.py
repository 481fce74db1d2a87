"""What figures are made of (desk/figures/facts.py), and how far the log was read for it.

All of it can be made again from the log of events; nothing else refers to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from desk.figures.facts import Ended, Left
from desk.store.tables.columns import Id, flag, instant, json, metadata, number, of, word, words


def _whose(*more: str) -> list[Column[Any]]:
    """The conversation and, with `more`, which of its facts: the key. By these figures are taken apart."""
    key = Column("conversation_id", Id, primary_key=True, autoincrement=False)
    rest = [Column(name, Integer, primary_key=True, autoincrement=False) for name in more]
    place = [
        words("channel", None),
        words("account", None),
        words("language"),
        of("queue", "queue.id", maybe=True),
    ]
    return [key, *rest, *place, words("topic")]  # fmt: skip


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


bookmark = Table(
    "bookmark",
    metadata,
    Column("name", Text, primary_key=True),  # who reads the log
    Column("transaction", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),
)

session_fact = Table(
    "session_fact",
    metadata,
    *_whose(),
    of("buyer_id", "buyer.id"),
    instant("started_at"),
    instant("ended_at", maybe=True),
    instant("bot_first_at", maybe=True),
    json("phases"),
    _count("heard"),
    _count("bot_said"),
    _count("people_said"),
    Index("ix_session_fact_started_at", "started_at"),
    Index("ix_session_fact_buyer_id", "buyer_id", "started_at"),
)

round_fact = Table(
    "round_fact",
    metadata,
    *_whose("n"),
    words("reason"),
    instant("since"),
    instant("until", maybe=True),
    word("ended", Ended),
    of("agent_id", "agent.id", maybe=True),
    flag("first"),
    Index("ix_round_fact_since", "since"),
)

piece_fact = Table(
    "piece_fact",
    metadata,
    *_whose("n", "k"),
    of("agent_id", "agent.id", maybe=True),
    instant("since"),
    instant("until", maybe=True),
    word("ended", Ended),
    flag("last"),
    Index("ix_piece_fact_since", "since"),
)

queue_fact = Table(
    "queue_fact",
    metadata,
    *_whose("n"),
    words("reason"),
    instant("entered_at"),
    instant("left_at", maybe=True),
    word("left", Left),
    of("agent_id", "agent.id", maybe=True),
    Index("ix_queue_fact_entered_at", "entered_at"),
)

stint_fact = Table(
    "stint_fact",
    metadata,
    *_whose("n"),
    of("agent_id", "agent.id", maybe=True),
    instant("since"),
    instant("until", maybe=True),
    _count("heard"),
    _count("said"),
    _count("perfunctory"),
    Index("ix_stint_fact_since", "since"),
)

# What a day's facts came to (desk/figures/days.py), for each way of taking it apart and each pack that judged it.
day_tally = Table(
    "day_tally",
    metadata,
    number(),
    words("day", None),
    words("way", None),
    words("mark", None),
    instant("since"),
    instant("until"),
    Column("tallies", LargeBinary),  # null: somebody is judging it
    UniqueConstraint("mark", "way", "day"),
    Index("ix_day_tally_until", "until"),
)
