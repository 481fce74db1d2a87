"""Satisfaction and follow-ups: what is asked of buyers afterwards, what they answer, and where it waits for an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

UNSEEN = "value <= 2 and seen_at is null"


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _words(name: str, default: str | None = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.add_column("conversation", sa.Column("score_id", sa.BigInteger(), nullable=True))
    op.add_column("conversation", sa.Column("follow_up_id", sa.BigInteger(), nullable=True))
    _scores()
    _follow_ups()


def _scores() -> None:
    op.create_table(
        "score",
        _id("id"),
        _id("conversation_id"),
        _id("ticket_id", nullable=True),
        _id("buyer_id"),
        _words("channel", None),
        _id("agent_id", nullable=True),
        _words("state", None),
        _instant("made_at", nullable=False),
        _instant("asked_at"),
        sa.Column("value", sa.Integer(), nullable=True),
        _instant("answered_at"),
        _instant("changed_at"),
        _words("words"),
        _instant("worded_at"),
        _id("seen_by", nullable=True),
        _instant("seen_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("score", "conversation_id", "conversation"),
        _points_to("score", "ticket_id", "ticket"),
        _points_to("score", "buyer_id", "buyer"),
        _points_to("score", "agent_id", "agent"),
        _points_to("score", "seen_by", "agent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_score_ticket_id")),
    )
    for name, columns in (
        ("asked_at", ["asked_at"]),
        ("buyer_id", ["buyer_id", "made_at"]),
        ("conversation_id", ["conversation_id"]),
        ("answered_at", ["answered_at", "id"]),
        ("agent_id", ["agent_id", "answered_at"]),
        ("value", ["value", "answered_at"]),
    ):
        op.create_index(f"ix_score_{name}", "score", columns, unique=False)
    op.create_index(
        "ix_score_unseen",
        "score",
        ["id"],
        unique=False,
        sqlite_where=sa.text(UNSEEN),
        postgresql_where=sa.text(UNSEEN),
    )


def _follow_ups() -> None:
    op.create_table(
        "follow_up",
        _id("id"),
        _words("because", None),
        _words("matter", None),
        sa.Column("n", sa.Integer(), nullable=False),
        _id("buyer_id"),
        _id("conversation_id", nullable=True),
        _id("ticket_id", nullable=True),
        _words("order_number"),
        _instant("since", nullable=False),
        _words("state", None),
        _instant("due_at", nullable=False),
        _instant("sent_at"),
        _instant("ended_at"),
        _words("why", None),
        _words("said"),
        _id("answered_in", nullable=True),
        _instant("answer_by"),
        _id("promised", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("follow_up", "buyer_id", "buyer"),
        _points_to("follow_up", "conversation_id", "conversation"),
        _points_to("follow_up", "ticket_id", "ticket"),
        _points_to("follow_up", "answered_in", "conversation"),
        _points_to("follow_up", "promised", "promise"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("matter", "n", name=op.f("uq_follow_up_matter_n")),
    )
    for name, columns in (
        ("sent_at", ["sent_at"]),
        ("buyer_id", ["buyer_id"]),
        ("answered_in", ["answered_in"]),
        ("state", ["state", "due_at"]),
    ):
        op.create_index(f"ix_follow_up_{name}", "follow_up", columns, unique=False)
