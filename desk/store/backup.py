"""Backup and restore: one consistent copy of the store, and the files it names."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from desk.config import Config
from desk.errors import DeskError
from desk.store.schema import connect
from desk.store.sqlite import SqliteStore, driver

STORE, DUMP, FILES = "shopdesk.db", "shopdesk.dump", "files"


class NotBackedUp(DeskError):
    """The backup could not be made."""


class NotRestored(DeskError):
    """The backup could not be restored; nothing was changed."""


def back_up(config: Config, into: Path, at: datetime) -> Path:
    """A folder named after the instant below `into`. May be made while the desk runs: the store first, then the
    files, so that no row names a file that is missing."""
    target = into / f"shopdesk-{at:%Y%m%dT%H%M%SZ}"
    try:
        target.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise NotBackedUp(f"{target} cannot be made: {error.strerror}") from None
    if config.sqlite_path is not None:
        _copy_sqlite(config, target / STORE)
    else:
        _run("pg_dump", "--format=custom", f"--file={target / DUMP}", config.store.url)
    if config.files_path.exists():
        shutil.copytree(config.files_path, target / FILES, ignore=shutil.ignore_patterns("arriving"))
    return target


def _copy_sqlite(config: Config, target: Path) -> None:
    if not (config.sqlite_path and config.sqlite_path.exists()):
        raise NotBackedUp(f"{config.sqlite_path} is not there")
    store = connect(config)
    assert isinstance(store, SqliteStore)
    connection = store.engine().raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
        store.close()
    target.chmod(0o600)
    if faults := _faults(target):
        raise NotBackedUp(f"the copy is not sound: {faults[0]}")


def restore(config: Config, backup: Path) -> int:
    """Puts a backup in the place of an installation that is not there yet. Returns how many letters are unsure.

    What was queued then may have been sent since: nobody can know, so it is put before a person, not sent."""
    if config.files_path.exists() and any(config.files_path.glob("??")):
        raise NotRestored(f"{config.files_path} is not empty; move it away first")
    if config.sqlite_path is not None:
        _restore_sqlite(config.sqlite_path, backup / STORE)
    else:
        _run(
            "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={config.store.url}", str(backup / DUMP)
        )
    if (backup / FILES).exists():
        shutil.copytree(backup / FILES, config.files_path, dirs_exist_ok=True)
    return _unsure(config)


def _restore_sqlite(path: Path, copy: Path) -> None:
    if path.exists():
        raise NotRestored(f"{path} is there already; move it away first")
    if not copy.exists():
        raise NotRestored(f"{copy} is not there")
    if faults := _faults(copy):
        raise NotRestored(f"the backup is not sound: {faults[0]}")
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    for leftover in ("-wal", "-shm"):
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    shutil.copy(copy, path)
    path.chmod(0o600)


def _unsure(config: Config) -> int:
    store = connect(config)
    engine = store.engine()
    try:
        with engine.begin() as connection:
            changed = connection.execute(
                text(
                    "UPDATE outbox SET state = 'unknown', error = 'restored from a backup; it may have been sent'"
                    " WHERE state IN ('queued', 'sending')"
                )
            )
            return changed.rowcount
    finally:
        engine.dispose()
        store.close()


def _faults(file: Path) -> list[str]:
    engine = create_engine(f"sqlite:///{file}", module=driver)
    try:
        with engine.connect() as connection:
            found = [row[0] for row in connection.execute(text("PRAGMA integrity_check"))]
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            return [fault for fault in found if fault != "ok"] + [
                f"row {row[1]} of {row[0]}" for row in broken
            ]
    except driver.DatabaseError as error:
        return [str(error)]
    finally:
        engine.dispose()


def _run(*command: Any) -> None:
    try:
        done = subprocess.run(list(command), check=False, capture_output=True, text=True)
    except FileNotFoundError:
        raise NotBackedUp(f"{command[0]} is not installed (Debian: postgresql-client)") from None
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if "error" in line.lower()] or [
            str(done.returncode)
        ]
        raise NotBackedUp(f"{command[0]}: {told[0]}")
