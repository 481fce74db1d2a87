"""The ladder of a person's debt: its number, its hold messages, and which letters pay nothing of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    for counted in ("debts", "held", "hold_tries"):
        op.add_column("conversation", sa.Column(counted, sa.Integer(), server_default="0", nullable=False))
    op.add_column("conversation", sa.Column("held_at", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("perfunctory", sa.SmallInteger(), server_default="0", nullable=False))
    # Nobody came: what was armed for that by its old name rings no more; the next message arms the ladder.
    op.execute("UPDATE deadline SET state = 'cancelled' WHERE state = 'armed' AND kind = 'alert'")
