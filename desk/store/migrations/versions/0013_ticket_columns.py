"""Which columns of the list of tickets somebody sees, and the views they keep; tickets found by kind and by the parcel that went out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("agent", sa.Column("ticket_columns", sa.Text(), server_default="[]", nullable=False))
    op.add_column("agent", sa.Column("frozen_columns", sa.Integer(), server_default="1", nullable=False))
    op.add_column("agent", sa.Column("ticket_views", sa.Text(), server_default="[]", nullable=False))
    op.create_index("ix_ticket_of_kind", "ticket", ["kind", "id"], unique=False)
    op.create_index("ix_ticket_tracking_out", "ticket", ["tracking_out"], unique=False)
