"""What the facts of a day came to, so that a month is judged once and not at each look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "day_tally",
        sa.Column("id", ID, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("tallies", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_tally")),
        sa.UniqueConstraint("mark", "way", "day", name=op.f("uq_day_tally_mark_way_day")),
    )
    op.create_index("ix_day_tally_until", "day_tally", ["until"], unique=False)
