"""Queues, who is at the desk, offers with a countdown, handoffs with a word, drafts kept on the server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

OPEN = "state = 'offered'"


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _add_reference(table: str, name: str, target: str) -> None:
    """SQLite takes the reference only together with the column, short of rebuilding the table."""
    column = _id(name, nullable=True)
    column.append_foreign_key(sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}_{target}")))
    op.add_column(table, column, inline_references=op.get_context().dialect.name == "sqlite")


def upgrade() -> None:
    _queues()
    _agents()
    _handoffs()
    _posts()
    _offers()
    op.create_table(
        "contact",
        _id("id"),
        _id("conversation_id"),
        sa.Column("value", sa.Text(), nullable=False),
        _instant("at"),
        _points_to("contact", "conversation_id", "conversation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index("ix_contact_conversation_id", "contact", ["conversation_id"], unique=False)
    op.create_table(
        "draft",
        _id("id"),
        _id("conversation_id"),
        _id("agent_id"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.SmallInteger(), server_default="0", nullable=False),
        _instant("at"),
        _points_to("draft", "conversation_id", "conversation"),
        _points_to("draft", "agent_id", "agent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("conversation_id", "agent_id", name=op.f("uq_draft_conversation_id_agent_id")),
    )


def _queues() -> None:
    op.create_table(
        "queue",
        _id("id"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        _text("skill"),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("offer_seconds", sa.Integer(), nullable=False),
        sa.Column("active", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue")),
    )
    _add_reference("conversation", "queue_id", "queue")
    op.add_column("conversation", _text("topic"))


def _agents() -> None:
    for column in (
        sa.Column("capacity", sa.Integer(), server_default="5", nullable=False),
        sa.Column("skills", sa.Text(), server_default="[]", nullable=False),
        sa.Column("speaks", sa.Text(), server_default="[]", nullable=False),
        sa.Column("undo_seconds", sa.Integer(), server_default="0", nullable=False),
    ):
        op.add_column("agent", column)


def _handoffs() -> None:
    for column in ("topic", "note"):
        op.add_column("handoff", _text(column))
    for column in ("given_by", "meant_for"):
        _add_reference("handoff", column, "agent")


def _posts() -> None:
    op.create_table(
        "post",
        _id("id"),
        _id("agent_id"),
        sa.Column("state", sa.Text(), nullable=False),
        _text("because"),
        _instant("since"),
        _instant("here_until"),
        _instant("last_given_at", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("post", "agent_id", "agent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("agent_id", name=op.f("uq_post_agent_id")),
    )


def _offers() -> None:
    op.create_table(
        "offer",
        _id("id"),
        _id("conversation_id"),
        _id("agent_id"),
        sa.Column("handoff", sa.Integer(), nullable=False),
        _instant("made_at"),
        _instant("expires_at"),
        sa.Column("state", sa.Text(), nullable=False),
        _instant("ended_at", nullable=True),
        _points_to("offer", "conversation_id", "conversation"),
        _points_to("offer", "agent_id", "agent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index("ix_offer_conversation_id", "offer", ["conversation_id", "handoff"], unique=False)
    for name, column, unique in (
        ("uq_offer_open", "conversation_id", True),
        ("ix_offer_agent_id", "agent_id", False),
    ):
        op.create_index(
            name,
            "offer",
            [column],
            unique=unique,
            sqlite_where=sa.text(OPEN),
            postgresql_where=sa.text(OPEN),
        )
