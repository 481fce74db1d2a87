"""The shop's own words over the shipped ones, and what the bot can learn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("shipped", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", ID, nullable=True),
        sa.Column("in_force", sa.SmallInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["by"], ["agent.id"], name=op.f("fk_wording_by_agent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
    )
    op.create_index("ix_wording_place", "wording", ["kind", "language", "key", "id"], unique=False)
    op.create_index(
        "uq_wording_in_force",
        "wording",
        ["kind", "language", "key"],
        unique=True,
        sqlite_where=sa.text("in_force = 1"),
        postgresql_where=sa.text("in_force = 1"),
    )
    op.create_table(
        "lesson",
        sa.Column("id", ID, nullable=False),
        sa.Column("conversation_id", ID, nullable=False),
        sa.Column("inbox_id", ID, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", ID, nullable=True),
        sa.Column("how", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_lesson_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_lesson_inbox_id_inbox")),
        sa.ForeignKeyConstraint(["settled_by"], ["agent.id"], name=op.f("fk_lesson_settled_by_agent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("inbox_id", "why", name=op.f("uq_lesson_inbox_id_why")),
    )
    op.create_index(
        "ix_lesson_open",
        "lesson",
        ["id"],
        unique=False,
        sqlite_where=sa.text("settled_at is null"),
        postgresql_where=sa.text("settled_at is null"),
    )
