"""A store of its own for every test of the embedded shop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.store import Store
from desk.store.schema import create
from desk.store.sqlite import SqliteStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    kept = SqliteStore(tmp_path / "store" / "desk.db")
    create(kept)
    yield kept
    kept.close()
