"""Opening the store: which kind, whether its schema is ours, and making it where it is new."""

from __future__ import annotations

from sqlalchemy import inspect

from desk.config import Config
from desk.store import Store
from desk.store.postgres import PostgresStore
from desk.store.sqlite import SqliteStore
from desk.store.tables import metadata


def open_store(config: Config) -> Store:
    """The store of the installation, its tables made where there are none."""
    path = config.sqlite_path
    store: Store = SqliteStore(path) if path is not None else PostgresStore(config.store.url)
    if is_empty(store):
        create(store)
    return store


def create(store: Store) -> None:
    """Makes all tables of a new store."""
    engine = store.engine()
    metadata.create_all(engine)
    engine.dispose()


def is_empty(store: Store) -> bool:
    engine = store.engine()
    try:
        return not inspect(engine).get_table_names()
    finally:
        engine.dispose()
