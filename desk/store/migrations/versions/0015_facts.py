"""The facts that figures are made of, told from the log of events; handoffs, lessons and refunds by their time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bookmark",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("transaction", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bookmark")),
    )
    _facts(
        "session_fact", (), _of("session_fact", "buyer_id", "buyer", nullable=False), _at("started_at"),
        _at("ended_at", maybe=True), _at("bot_first_at", maybe=True), _text("phases", None),
        _count("heard"), _count("bot_said"), _count("people_said"),
    )  # fmt: skip
    _facts(
        "round_fact", ("n",), _text("reason"), _at("since"), _at("until", maybe=True), _text("ended", None),
        _agent("round_fact"), _flag("first"),
    )  # fmt: skip
    _facts(
        "piece_fact", ("n", "k"), _agent("piece_fact"), _at("since"), _at("until", maybe=True), _text("ended", None),
        _flag("last"),
    )  # fmt: skip
    _facts(
        "queue_fact", ("n",), _text("reason"), _at("entered_at"), _at("left_at", maybe=True), _text("left", None),
        _agent("queue_fact"),
    )  # fmt: skip
    _facts(
        "stint_fact", ("n",), _agent("stint_fact"), _at("since"), _at("until", maybe=True), _count("heard"),
        _count("said"), _count("perfunctory"),
    )  # fmt: skip
    op.create_index("ix_session_fact_started_at", "session_fact", ["started_at"], unique=False)
    op.create_index("ix_session_fact_buyer_id", "session_fact", ["buyer_id", "started_at"], unique=False)
    op.create_index("ix_round_fact_since", "round_fact", ["since"], unique=False)
    op.create_index("ix_piece_fact_since", "piece_fact", ["since"], unique=False)
    op.create_index("ix_queue_fact_entered_at", "queue_fact", ["entered_at"], unique=False)
    op.create_index("ix_stint_fact_since", "stint_fact", ["since"], unique=False)
    op.create_index("ix_handoff_asked_at", "handoff", ["asked_at"], unique=False)
    op.create_index("ix_lesson_at", "lesson", ["at"], unique=False)
    op.create_index("ix_refund_settled_at", "refund", ["settled_at"], unique=False)


def _facts(table: str, more: tuple[str, ...], *own: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("conversation_id", ID, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Integer(), nullable=False, autoincrement=False) for name in more),
        _text("channel", None),
        _text("account", None),
        _text("language"),
        _of(table, "queue", "queue"),
        _text("topic"),
        *own,
        sa.PrimaryKeyConstraint("conversation_id", *more, name=op.f(f"pk_{table}")),
    )


def _of(table: str, column: str, target: str, *, nullable: bool = True) -> sa.Column[object]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{column}_{target}"))
    return sa.Column(column, ID, key, nullable=nullable)


def _agent(table: str) -> sa.Column[object]:
    return _of(table, "agent_id", "agent")


def _text(name: str, default: str | None = "") -> sa.Column[object]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _at(name: str, *, maybe: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=maybe)


def _flag(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.SmallInteger(), server_default="0", nullable=False)


def _count(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=False)
