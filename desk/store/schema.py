"""Opening the store: which kind, whether its schema is ours, and making it where it is new."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from desk.config import Config
from desk.errors import DeskError
from desk.health import Health
from desk.store import Store
from desk.store.sqlite import SqliteStore, driver
from desk.store.tables import metadata

VERSION = "0018"
"""The newest migration; a test holds it to the folder, because Alembic itself is loaded only when they differ."""
UNUSABLE = frozenset({"PERM", "READONLY", "IOERR", "CORRUPT", "CANTOPEN", "NOTADB"})
"""SQLite's names for what is wrong with the file, not with what we ask of it."""


class NotThere(DeskError):
    """The store cannot be opened."""


class OtherVersion(DeskError):
    """The store has another version's schema: run `shopdesk migrate`."""


def open_store(config: Config, health: Health | None = None) -> Store:
    """The store of the installation, its tables made where there are none. Raises OtherVersion.

    `health` hears of a full disk, and of its end."""
    store = connect(config, health)
    engine = store.engine()
    try:
        found = version_of(engine)
    except DBAPIError as error:
        store.close()
        raise NotThere(
            f"{config.store.url.rpartition('@')[2]} does not answer: {str(error.orig).splitlines()[0]}"
        ) from None
    finally:
        engine.dispose()
    if found is None:
        create(store)
    elif found != VERSION:
        store.close()
        raise OtherVersion(
            f"the store's schema is {found}, this version's is {VERSION}: run `shopdesk migrate`"
        )
    return store


def connect(config: Config, health: Health | None = None) -> Store:
    """The store as it is, whatever its version."""
    path = config.sqlite_path
    if path is not None:
        return SqliteStore(path, health=health)
    from desk.store.postgres import PostgresStore  # its driver weighs 9 MiB: not for a SQLite file

    return PostgresStore(config.store.url, health=health)


def version_of(engine: Engine) -> str | None:
    """None where there are no tables yet."""
    tables = inspect(engine).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        return "unknown"
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def create(store: Store) -> None:
    """Makes all tables of a new store, and notes their version."""
    engine = store.engine()
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(
            text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        )
        connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": VERSION})
    engine.dispose()


def unusable(error: Exception) -> str | None:
    """Why a SQLite file cannot be used at all: not ours to open, damaged, none. None for every other error."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = str(getattr(cause, "sqlite_errorname", "")).removeprefix("SQLITE_").partition("_")[0]
    return (
        f"the store cannot be used: {cause}" if isinstance(cause, driver.Error) and code in UNUSABLE else None
    )
