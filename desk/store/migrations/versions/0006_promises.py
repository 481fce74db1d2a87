"""Promises and escalations; a deadline may belong to something that has no conversation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

OWED = "kept_at is null and (state = 'open' or state = 'broken')"
NOT_DONE = "state <> 'done'"


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    with op.batch_alter_table("deadline") as deadline:
        deadline.alter_column(
            "conversation_id",
            existing_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        )
    _promises()
    _escalations()


def _promises() -> None:
    op.create_table(
        "promise",
        _id("id"),
        _id("conversation_id"),
        _id("buyer_id"),
        sa.Column("seq", sa.Integer(), nullable=True),
        _id("owner_id"),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("remind_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        _id("made_by"),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        _id("by", nullable=True),
        sa.Column("kept_at", sa.BigInteger(), nullable=True),
        _id("passed_from", nullable=True),
        sa.Column("put_off", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("promise", "conversation_id", "conversation"),
        _points_to("promise", "buyer_id", "buyer"),
        _points_to("promise", "owner_id", "agent"),
        _points_to("promise", "made_by", "agent"),
        _points_to("promise", "by", "agent"),
        _points_to("promise", "passed_from", "promise"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    for name, columns in (("owed", ["due_at"]), ("owner", ["owner_id", "due_at"])):
        op.create_index(
            f"ix_promise_{name}",
            "promise",
            columns,
            unique=False,
            sqlite_where=sa.text(OWED),
            postgresql_where=sa.text(OWED),
        )
    for column in ("conversation_id", "buyer_id", "due_at"):
        op.create_index(f"ix_promise_{column}", "promise", [column], unique=False)


def _escalations() -> None:
    op.create_table(
        "escalation",
        _id("id"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _id("conversation_id", nullable=True),
        _id("raised_by"),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        _id("owner_id", nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("escalation", "conversation_id", "conversation"),
        _points_to("escalation", "raised_by", "agent"),
        _points_to("escalation", "owner_id", "agent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index(
        "ix_escalation_open",
        "escalation",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text(NOT_DONE),
        postgresql_where=sa.text(NOT_DONE),
    )
    op.create_index("ix_escalation_raised_by", "escalation", ["raised_by", "id"], unique=False)
    op.create_index("ix_escalation_conversation_id", "escalation", ["conversation_id"], unique=False)
