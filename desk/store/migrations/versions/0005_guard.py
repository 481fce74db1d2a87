"""What the guard stopped or warned of, and texts that a supervisor may let go out once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "banned_hit",
        _id("id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        _id("conversation_id"),
        sa.Column("author", sa.Text(), nullable=False),
        _id("agent_id", nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_banned_hit_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_banned_hit_agent_id_agent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banned_hit")),
    )
    op.create_index("ix_banned_hit_at", "banned_hit", ["at"], unique=False)
    _allowances()


def _allowances() -> None:
    op.create_table(
        "allowance",
        _id("id"),
        _id("conversation_id"),
        _id("agent_id"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        _id("decided_by", nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_allowance_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_allowance_agent_id_agent")),
        sa.ForeignKeyConstraint(["decided_by"], ["agent.id"], name=op.f("fk_allowance_decided_by_agent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance")),
    )
    op.create_index("ix_allowance_conversation_id", "allowance", ["conversation_id"], unique=False)
    op.create_index(
        "uq_allowance_open",
        "allowance",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
