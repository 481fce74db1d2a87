"""Working hours of people, and what they hand over at the end of a shift."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

HELD_OUT = "state = 'offered' or (state = 'reoffered' and kind = 'promise')"


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _at(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def upgrade() -> None:
    op.add_column("agent", sa.Column("week", sa.Text(), server_default="[]", nullable=False))
    _shift_handovers()
    _open_matters()


def _shift_handovers() -> None:
    op.create_table(
        "shift_handover",
        _id("id"),
        _id("leaver_id"),
        _at("opened_at"),
        _id("opened_by", nullable=True),
        _at("begins_at", nullable=True),
        _at("ends_at", nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        _at("ended_at", nullable=True),
        _id("by", nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_points_to("shift_handover", column, "agent") for column in ("leaver_id", "opened_by", "by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_handover")),
    )
    op.create_index(
        "uq_shift_handover_open",
        "shift_handover",
        ["leaver_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_shift_handover_leaver_id", "shift_handover", ["leaver_id", "id"], unique=False)


def _open_matters() -> None:
    op.create_table(
        "open_matter",
        _id("id"),
        _id("handover_id"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("of", sa.BigInteger(), nullable=False),
        _id("conversation_id", nullable=True),
        _id("leaver_id"),
        sa.Column("progress", sa.Text(), server_default="", nullable=False),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _at("changed_at"),
        _id("to_id", nullable=True),
        _at("until", nullable=True),
        sa.Column("told", sa.Text(), server_default="", nullable=False),
        _id("declined_by", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("open_matter", "handover_id", "shift_handover"),
        _points_to("open_matter", "conversation_id", "conversation"),
        *(_points_to("open_matter", column, "agent") for column in ("leaver_id", "to_id", "declined_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_matter")),
        sa.UniqueConstraint("handover_id", "kind", "of", name=op.f("uq_open_matter_handover_id_kind_of")),
    )
    op.create_index(
        "ix_open_matter_offered",
        "open_matter",
        ["to_id"],
        unique=False,
        sqlite_where=sa.text(HELD_OUT),
        postgresql_where=sa.text(HELD_OUT),
    )
    op.create_index("ix_open_matter_to_id", "open_matter", ["to_id", "handover_id"], unique=False)
    op.create_index("ix_open_matter_leaver_id", "open_matter", ["leaver_id", "state"], unique=False)
