"""A lock that stops a second `serve` on one SQLite file, and nothing else."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from desk.errors import DeskError


class AlreadyServing(DeskError):
    """Another shopdesk already serves from this store."""


class OneServer:
    """Held while the process lives; the system lets go of it however the process ends."""

    def __init__(self, store_path: Path) -> None:
        store_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._descriptor = os.open(store_path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._descriptor)
            raise AlreadyServing(f"another shopdesk already serves from {store_path}") from None

    def release(self) -> None:
        os.close(self._descriptor)
