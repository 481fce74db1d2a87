"""A store for tales: no power fails in these, so nothing waits for the disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.store import sqlite
from desk.store.sqlite import SqliteStore


@pytest.fixture
def quick_store(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SqliteStore]:
    monkeypatch.setattr(sqlite, "PRAGMAS", sqlite.PRAGMAS.replace("synchronous=FULL", "synchronous=OFF"))
    path = tmp_path / "shopdesk.db"
    shutil.copy(sqlite_template, path)
    store = SqliteStore(path, readers=1)
    yield store
    store.close()
