"""Only closed conversations are listed by when they were last spoken of; open ones no longer move that index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("ix_conversation_last_at", "conversation")
    op.create_index(
        "ix_conversation_closed",
        "conversation",
        ["last_at", "id"],
        unique=False,
        sqlite_where=sa.text("mode = 'closed'"),
        postgresql_where=sa.text("mode = 'closed'"),
    )
