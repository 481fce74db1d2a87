"""What the desk does for orders by itself: wishes to the shop, notices, causes of delay, delivery exceptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

OPEN = "status = 'awaiting_payment' or status = 'paid' or status = 'shipped' or status = 'delivered'"


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def upgrade() -> None:
    op.add_column("shop_order", sa.Column("extended_until", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_shop_order_open",
        "shop_order",
        ["status", "placed_at"],
        unique=False,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.create_index("ix_identity_identity", "identity", ["channel", "identity"], unique=False)
    _wishes()
    _notices()
    op.create_table(
        "order_delay",
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        _id("by", nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["agent.id"], name=op.f("fk_order_delay_by_agent")),
        sa.PrimaryKeyConstraint("order_number", name=op.f("pk_order_delay")),
    )
    op.create_table(
        "delivery_exception",
        _id("id"),
        _id("conversation_id"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_delivery_exception_conversation_id_conversation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_exception")),
        sa.UniqueConstraint(
            "conversation_id", "seq", "kind", name=op.f("uq_delivery_exception_conversation_id_seq_kind")
        ),
    )


def _wishes() -> None:
    op.create_table(
        "order_wish",
        _id("id"),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        _id("conversation_id", nullable=True),
        _id("letter", nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_order_wish_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["letter"], ["inbox.id"], name=op.f("fk_order_wish_letter_inbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_wish")),
    )
    op.create_index(
        "uq_order_wish_wanted",
        "order_wish",
        ["order_number", "verb"],
        unique=True,
        sqlite_where=sa.text("state = 'wanted'"),
        postgresql_where=sa.text("state = 'wanted'"),
    )
    op.create_index(
        "ix_order_wish_untold",
        "order_wish",
        ["id"],
        unique=False,
        sqlite_where=sa.text("told_at is null"),
        postgresql_where=sa.text("told_at is null"),
    )


def _notices() -> None:
    op.create_table(
        "order_notice",
        _id("id"),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        _id("conversation_id", nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_order_notice_conversation_id_conversation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_notice")),
        sa.UniqueConstraint(
            "order_number", "kind", "about", name=op.f("uq_order_notice_order_number_kind_about")
        ),
    )
