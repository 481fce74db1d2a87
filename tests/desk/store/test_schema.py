"""Making a store, and bringing an older one here: both end in the same tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, inspect, text

from desk.clock import system_clock
from desk.config import checked
from desk.store import Store, schema
from desk.store.migrate import head, migrate
from desk.store.postgres import PostgresStore
from desk.store.sqlite import SqliteStore
from desk.store.tables import metadata


@pytest.fixture(params=["sqlite", "postgres"])
def empty_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        store: Store = SqliteStore(tmp_path / "empty.db")
    else:
        url = request.getfixturevalue("postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS from_nothing WITH (FORCE)")
            connection.execute("CREATE DATABASE from_nothing")
        store = PostgresStore(url.rsplit("/", 1)[0] + "/from_nothing", threads=1)
    yield store
    store.close()


def shape(engine: Engine) -> dict[str, Any]:
    """Tables, columns, keys and indexes, as the database itself tells them."""
    look = inspect(engine)
    return {
        table: {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(table)
            ],
            "indexes": sorted(
                (i["name"] or "", i["column_names"], i["unique"], _options(i))
                for i in look.get_indexes(table)
            ),
            "unique": sorted(sorted(u["column_names"]) for u in look.get_unique_constraints(table)),
            "foreign": sorted(
                (f["constrained_columns"], f["referred_table"], f["options"])
                for f in look.get_foreign_keys(table)
            ),
            "checks": sorted(c["sqltext"] for c in look.get_check_constraints(table)),
        }
        for table in look.get_table_names()
    }


def _options(index: Any) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in index.get("dialect_options", {}).items())


def test_the_migrations_make_the_tables_that_the_code_means(empty_store: Store) -> None:
    migrate(empty_store, system_clock())
    engine = empty_store.engine()
    migrated = shape(engine)
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    schema.create(empty_store)
    assert shape(engine) == migrated
    engine.dispose()


def test_a_new_store_says_which_version_it_is(empty_store: Store) -> None:
    schema.create(empty_store)
    engine = empty_store.engine()
    assert schema.version_of(engine) == schema.VERSION == head()
    engine.dispose()


def test_another_versions_store_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    config = checked({"store": {"url": "sqlite:///old.db"}}, tmp_path / "config.toml")
    schema.open_store(config).close()
    store = schema.connect(config)
    engine = store.engine()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    engine.dispose()
    store.close()
    with pytest.raises(schema.OtherVersion, match="shopdesk migrate"):
        schema.open_store(config)


def test_a_copy_is_made_before_a_sqlite_file_is_changed(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "shopdesk.db")
    schema.create(store)
    assert migrate(store, system_clock()) is None, "there is nothing to change"
    engine = store.engine()
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DELETE FROM alembic_version"))
    engine.dispose()
    copy = migrate(store, system_clock())
    store.close()
    assert copy is not None and Path(copy).stat().st_mode & 0o777 == 0o600


def test_nothing_deletes_by_cascade() -> None:
    """A migration that rebuilds a table on SQLite would take the children with it."""
    assert [
        key.parent.table.name
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.ondelete
    ] == []
