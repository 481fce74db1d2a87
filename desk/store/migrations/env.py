"""Alembic's environment: the connection is handed over by desk.store.migrate, never opened here."""

from __future__ import annotations

from alembic import context

from desk.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
