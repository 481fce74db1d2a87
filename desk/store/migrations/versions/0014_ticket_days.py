"""When a ticket was ordered and reviewed, tickets by the day they were applied for, and a buyer's level."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

OVER, OVER_OF_KIND = "closed_at > 0", "closed_at is not null"
REVIEWED = """UPDATE ticket SET reviewed_at = (
 SELECT max(step.at) FROM ticket_step AS step WHERE step.ticket_id = ticket.id
 AND step.before IN ('submitted', 'amount_review') AND step.after NOT IN ('submitted', 'amount_review', 'withdrawn'))
 WHERE state NOT IN ('submitted', 'amount_review')"""
ORDERED = """UPDATE ticket SET ordered_at = (
 SELECT shop_order.placed_at FROM shop_order WHERE shop_order.number = ticket.order_number)
 WHERE order_number <> ''"""
"""Of orders that the embedded shop has; other shops are not asked for their old ones."""


def upgrade() -> None:
    op.add_column("ticket", sa.Column("ordered_at", sa.BigInteger(), nullable=True))
    op.add_column("ticket", sa.Column("reviewed_at", sa.BigInteger(), nullable=True))
    op.add_column("buyer", sa.Column("level", sa.Text(), server_default="", nullable=False))
    op.execute(REVIEWED)
    op.execute(ORDERED)
    op.create_index("ix_ticket_submitted", "ticket", ["submitted_at", "id"], unique=False)
    op.create_index("ix_ticket_kind_submitted", "ticket", ["kind", "submitted_at", "id"], unique=False)
    for name, columns, where in (
        ("over", ["state", "submitted_at", "id"], OVER),
        ("over_kind", ["kind", "state", "submitted_at", "id"], OVER_OF_KIND),
    ):
        op.create_index(
            f"ix_ticket_{name}",
            "ticket",
            columns,
            unique=False,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
