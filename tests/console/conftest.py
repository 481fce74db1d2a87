"""A served console per test, on SQLite; on both stores where a test asks for `both`."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desk.store import Store
from desk.store.sqlite import SqliteStore
from tests.conftest import Watch
from tests.console.room import Room


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def room(sqlite_store: SqliteStore, watch: Watch, tmp_path: Path) -> AsyncIterator[Room]:
    async with Room(sqlite_store, watch, tmp_path, free_port()) as room:
        yield room


@pytest.fixture
async def both(store: Store, watch: Watch, tmp_path: Path) -> AsyncIterator[Room]:
    """The same room on SQLite and on PostgreSQL."""
    async with Room(store, watch, tmp_path, free_port()) as room:
        yield room
