"""After-sales tickets: cases, their history, photos, reasons and refunds; the embedded shop's own book of both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

RUNNING = "closed_at is null"
UNTOLD = "untold = 1 or undrawn = 1"
WANTED = "state = 'wanted'"
UNSETTLED = "state = 'wanted' or state = 'asking' or state = 'unknown'"


def _id(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.add_column("photo", sa.Column("likeness", sa.Text(), nullable=True))
    op.create_table(
        "photo_part",
        _id("id"),
        _id("photo_id"),
        sa.Column("part", sa.Integer(), nullable=False),
        _points_to("photo_part", "photo_id", "photo"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_part")),
    )
    op.create_index("ix_photo_part_part", "photo_part", ["part", "photo_id"], unique=False)
    op.create_index("ix_photo_part_photo_id", "photo_part", ["photo_id"], unique=False)
    op.add_column("outbox", sa.Column("edits", sa.BigInteger(), nullable=True))
    op.add_column("shop_order", sa.Column("completed_at", sa.BigInteger(), nullable=True))
    _ticket_reasons()
    _tickets()
    _ticket_steps()
    _ticket_photos()
    _refunds()
    _goods_moves()
    _shop_refunds()
    _shop_movements()


def _ticket_reasons() -> None:
    op.create_table(
        "ticket_reason",
        _id("id"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("photos", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("shop_pays", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("shown", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("deleted", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_reason")),
    )


def _tickets() -> None:
    op.create_table(
        "ticket",
        _id("id"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _id("buyer_id"),
        _id("conversation_id"),
        _id("opened_by", nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), server_default="", nullable=False),
        sa.Column("sku", sa.Text(), server_default="", nullable=False),
        sa.Column("item", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", sa.Integer(), server_default="1", nullable=False),
        sa.Column("wanted_sku", sa.Text(), server_default="", nullable=False),
        _id("reason_id", nullable=True),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("unshipped", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("paid", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("freight_paid", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("goods", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("freight", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("fee", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("coupons", sa.SmallInteger(), server_default="0", nullable=False),
        _id("assignee_id", nullable=True),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.Text(), server_default="[]", nullable=False),
        sa.Column("alone", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=True),
        sa.Column("platform_at", sa.BigInteger(), nullable=True),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("carrier_back", sa.Text(), server_default="", nullable=False),
        sa.Column("tracking_back", sa.Text(), server_default="", nullable=False),
        sa.Column("carrier_out", sa.Text(), server_default="", nullable=False),
        sa.Column("tracking_out", sa.Text(), server_default="", nullable=False),
        sa.Column("booked_in", sa.Integer(), server_default="0", nullable=False),
        sa.Column("responsible", sa.Text(), server_default="", nullable=False),
        sa.Column("finding", sa.Text(), server_default="", nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("dues", sa.Integer(), server_default="0", nullable=False),
        sa.Column("card_seq", sa.Integer(), nullable=True),
        sa.Column("untold", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _id("card_in", nullable=True),
        sa.Column("undrawn", sa.SmallInteger(), server_default="0", nullable=False),
        _points_to("ticket", "assignee_id", "agent"),
        _points_to("ticket", "buyer_id", "buyer"),
        _points_to("ticket", "card_in", "conversation"),
        _points_to("ticket", "conversation_id", "conversation"),
        _points_to("ticket", "opened_by", "agent"),
        _points_to("ticket", "reason_id", "ticket_reason"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
    )
    op.create_index("ix_ticket_assignee_id", "ticket", ["assignee_id", "id"], unique=False)
    op.create_index("ix_ticket_buyer_id", "ticket", ["buyer_id", "id"], unique=False)
    op.create_index("ix_ticket_conversation_id", "ticket", ["conversation_id"], unique=False)
    op.create_index("ix_ticket_kind", "ticket", ["kind", "state", "id"], unique=False)
    op.create_index("ix_ticket_order_number", "ticket", ["order_number", "sku"], unique=False)
    op.create_index("ix_ticket_reason_id", "ticket", ["reason_id"], unique=False)
    for name, columns, which in (
        ("due", ["due_at", "id"], RUNNING),
        ("running", ["state"], RUNNING),
        ("untold", ["id"], UNTOLD),
    ):
        op.create_index(
            f"ix_ticket_{name}",
            "ticket",
            columns,
            unique=False,
            sqlite_where=sa.text(which),
            postgresql_where=sa.text(which),
        )
    op.create_index("ix_ticket_state", "ticket", ["state", "id"], unique=False)
    op.create_index("ix_ticket_tracking_back", "ticket", ["tracking_back"], unique=False)


def _ticket_steps() -> None:
    op.create_table(
        "ticket_step",
        _id("id"),
        _id("ticket_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        _id("agent_id", nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("changes", sa.Text(), server_default="[]", nullable=False),
        _points_to("ticket_step", "agent_id", "agent"),
        _points_to("ticket_step", "ticket_id", "ticket"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_step")),
    )
    op.create_index("ix_ticket_step_ticket_id", "ticket_step", ["ticket_id", "id"], unique=False)


def _ticket_photos() -> None:
    op.create_table(
        "ticket_photo",
        _id("id"),
        _id("ticket_id"),
        _id("photo_id"),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _id("agent_id", nullable=True),
        _points_to("ticket_photo", "agent_id", "agent"),
        _points_to("ticket_photo", "photo_id", "photo"),
        _points_to("ticket_photo", "ticket_id", "ticket"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_photo")),
        sa.UniqueConstraint("ticket_id", "photo_id", name=op.f("uq_ticket_photo_ticket_id_photo_id")),
    )
    op.create_index("ix_ticket_photo_photo_id", "ticket_photo", ["photo_id"], unique=False)


def _refunds() -> None:
    op.create_table(
        "refund",
        _id("id"),
        _id("ticket_id"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("wanted_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("refund", "ticket_id", "ticket"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("key", name=op.f("uq_refund_key")),
    )
    op.create_index("ix_refund_ticket_id", "refund", ["ticket_id", "id"], unique=False)
    op.create_index(
        "ix_refund_unsettled",
        "refund",
        ["id"],
        unique=False,
        sqlite_where=sa.text(UNSETTLED),
        postgresql_where=sa.text(UNSETTLED),
    )


def _goods_moves() -> None:
    op.create_table(
        "goods_move",
        _id("id"),
        _id("ticket_id"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("wanted_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("goods_move", "ticket_id", "ticket"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_move")),
        sa.UniqueConstraint("key", name=op.f("uq_goods_move_key")),
    )
    op.create_index("ix_goods_move_ticket_id", "goods_move", ["ticket_id"], unique=False)
    op.create_index(
        "ix_goods_move_wanted",
        "goods_move",
        ["id"],
        unique=False,
        sqlite_where=sa.text(WANTED),
        postgresql_where=sa.text(WANTED),
    )


def _shop_refunds() -> None:
    op.create_table(
        "shop_refund",
        _id("id"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_refund")),
        sa.UniqueConstraint("key", name=op.f("uq_shop_refund_key")),
    )
    op.create_index("ix_shop_refund_order_number", "shop_refund", ["order_number", "sku"], unique=False)


def _shop_movements() -> None:
    op.create_table(
        "shop_movement",
        _id("id"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_movement")),
        sa.UniqueConstraint("key", name=op.f("uq_shop_movement_key")),
    )
