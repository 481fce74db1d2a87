"""The real store for every test: a SQLite file, and PostgreSQL where a test asks for both."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
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
from desk.store.tables import metadata
from tests.dealing import dealt

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


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of our own: started here unless SHOPDESK_TEST_POSTGRES names one."""
    if given := os.environ.get("SHOPDESK_TEST_POSTGRES"):
        yield given
        return
    server = _Postgres()
    try:
        yield server.url
    finally:
        server.stop()


class _Postgres:
    """A throw-away cluster. As root it runs as the package's own user, which PostgreSQL insists on."""

    def __init__(self) -> None:
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
        assert self.bin is not None, "PostgreSQL is not installed: bin/test installs it"
        self.folder = Path("/tmp") / f"shopdesk-pg-{uuid.uuid4().hex[:8]}"
        self.folder.mkdir(mode=0o700)
        self.user = pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:
            self.user = "postgres"
            shutil.chown(self.folder, "postgres")
        port = _free_port()
        self.url = f"postgresql://{self.user}@127.0.0.1:{port}/postgres"
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-E", "UTF8", "--no-sync")
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
            # The rows that are taken away before each test would call it again and again, in the middle of others.
            " -c autovacuum=off"
        )
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str) -> None:
        assert self.bin is not None
        command = [str(self.bin / name), *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", self.user, "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


@pytest.fixture
def postgres_url(postgres_tables: str) -> str:
    """Emptied: of the many tables only those that a test filled, which is much quicker than to truncate all."""
    filled = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in metadata.tables
    )
    counted = (
        "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value > 0"
    )
    with psycopg.connect(postgres_tables) as connection:
        connection.execute("SET session_replication_role = replica")  # in any order
        for (name,) in connection.execute(filled).fetchall():  # type: ignore[arg-type]
            connection.execute(f"DELETE FROM {name}")  # type: ignore[arg-type]
        connection.execute(counted)
    return postgres_tables


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
    postgres_store = PostgresStore(request.getfixturevalue("postgres_url"), threads=3)
    yield postgres_store
    postgres_store.close()


__all__ = ["MONDAY_NINE", "Watch", "system_clock"]
