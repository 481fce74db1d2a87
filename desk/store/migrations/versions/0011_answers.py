"""Answers to offers are found by when they were given: old ones are not gone through again."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.drop_index("ix_offer_conversation_id", table_name="offer")
    op.create_index("ix_offer_ended_at", "offer", ["conversation_id", "handoff", "ended_at"], unique=False)
