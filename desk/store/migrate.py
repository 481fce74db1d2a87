"""Bringing an older store to this version's schema: one transaction a migration, a copy first."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from desk.errors import DeskError
from desk.store import Store
from desk.store.schema import VERSION, version_of
from desk.store.sqlite import SqliteStore

HERE = Path(__file__).parent / "migrations"


class NotMigrated(DeskError):
    """The store could not be brought to this version; it is as it was."""


def migrate(store: Store, at: datetime) -> str | None:
    """Returns where the copy of a SQLite file went (beside it), or None where none was needed. Raises NotMigrated."""
    engine = store.engine()
    try:
        if version_of(engine) == VERSION:
            return None
        copy = _copy(store, at)
        if isinstance(store, SqliteStore):
            _one_writer(engine)
        with engine.connect() as connection:
            _upgrade(connection, on_sqlite=isinstance(store, SqliteStore))
        return copy
    finally:
        engine.dispose()


def head() -> str:
    """The newest migration of this version."""
    found = ScriptDirectory.from_config(_settings(None)).get_current_head()
    assert found is not None
    return found


def _copy(store: Store, at: datetime) -> str | None:
    if not isinstance(store, SqliteStore):
        return None
    copy = store.path.with_name(f"{store.path.name}.before-{at:%Y%m%dT%H%M%S}")
    connection = store.engine().raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.close()
    copy.chmod(0o600)
    return str(copy)


def _one_writer(engine: Engine) -> None:
    """The driver's own BEGIN comes too late and too weak: DDL would run outside of any transaction."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection, *, on_sqlite: bool) -> None:
    if on_sqlite:
        # A batch migration rebuilds tables; with foreign keys on, their children would be in the way.
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    command.upgrade(_settings(connection), "head")
    if on_sqlite:
        broken = connection.connection.cursor().execute("PRAGMA foreign_key_check").fetchall()
        connection.connection.cursor().execute("PRAGMA foreign_keys=ON")
        if broken:
            raise NotMigrated(f"{len(broken)} rows would point to nothing; use the copy that was made first")


def _settings(connection: Connection | None) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(HERE))
    settings.attributes["connection"] = connection
    return settings
