"""The real store for every test: a SQLite file, and PostgreSQL where a test asks for both."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from desk.clock import system_clock
from desk.store import Store, schema
from desk.store.postgres import PostgresStore
from desk.store.sqlite import SqliteStore
from tests.dealing import dealt
from tests.postgres import Kept, KeptStore, Server
from tests.thrift import thrifty

# No test asserts on a clock, and by itself Hypothesis does: a busy machine is no falsifying example.
settings.register_profile("desk", deadline=None)
settings.load_profile("desk")

MONDAY_NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")


@dataclass
class Watch:
    """A clock that stands still until a test moves it."""

    at: datetime = MONDAY_NINE
    _moved: list[timedelta] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at


@pytest.hookimpl(trylast=True)  # pytest's own order, by what tests share, would come after it
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = dealt(items, processes, lambda item: item.nodeid)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session", autouse=True)
def quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        thrifty(patch)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of our own: started here unless SHOPDESK_TEST_POSTGRES names one."""
    if given := os.environ.get("SHOPDESK_TEST_POSTGRES"):
        yield given
        return
    server = Server()
    try:
        yield server.url
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres_tables(postgres: str) -> str:
    """A database with our tables; emptied before each test, which is much quicker than making it anew."""
    name = f"shopdesk_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = postgres.rsplit("/", 1)[0] + f"/{name}"
    made = PostgresStore(url, threads=1)
    schema.create(made)
    made.close()
    return url


@pytest.fixture(scope="session")
def kept_postgres(postgres_tables: str) -> Iterator[Kept]:
    kept = Kept(postgres_tables)
    yield kept
    kept.close()


@pytest.fixture
def postgres_url(kept_postgres: Kept) -> str:
    kept_postgres.empty()
    return kept_postgres.url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "shopdesk.db"
    store = SqliteStore(path, readers=1)
    schema.create(store)
    store.close()
    return path


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[SqliteStore]:
    path = tmp_path / "shopdesk.db"
    shutil.copy(sqlite_template, path)
    store = SqliteStore(path)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """Both stores: what holds on one must hold on the other."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_store")
        return
    request.getfixturevalue("postgres_url")
    postgres_store = KeptStore(request.getfixturevalue("kept_postgres"), threads=3)
    yield postgres_store
    postgres_store.close()


__all__ = ["MONDAY_NINE", "Watch", "system_clock"]
