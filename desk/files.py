"""Bytes that must last: photos as they came, and their viewers' copies, named by what they contain."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path


class Files:
    """A folder, two levels deep. A file's name is the SHA-256 of its bytes, so equal bytes are kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.arriving = folder / "arriving"
        self.arriving.mkdir(mode=0o700, parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def temporary(self) -> Path:
        """Where bytes may be written before they are kept; swept when nobody kept them."""
        return self.arriving / secrets.token_hex(16)

    def keep(self, temporary: Path) -> tuple[str, int]:
        """Makes the file durable under its hash; returns hash and size in bytes. Blocks: call it in a thread."""
        digest, size = hashlib.sha256(), 0
        with temporary.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
                size += len(piece)
            os.fsync(file.fileno())
        name = digest.hexdigest()
        target = self.path(name)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        temporary.chmod(0o600)
        temporary.replace(target)
        for folder in (target.parent, self.folder):
            _fsync_folder(folder)
        return name, size

    def sweep(self, known: set[str], older_than: float) -> int:
        """Removes files that no row names and that were last touched before that time (seconds since 1970)."""
        gone = 0
        for file in self.folder.glob("*/*"):
            if file.name not in known and file.stat().st_mtime < older_than:
                file.unlink()
                gone += 1
        return gone


async def write_stream(stream: AsyncIterator[bytes], path: Path, most_bytes: int) -> int:
    """Writes what arrives; returns how many bytes. Raises ValueError as soon as there are too many."""
    size = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        async for piece in stream:
            size += len(piece)
            if size > most_bytes:
                raise ValueError(f"more than {most_bytes} bytes")
            file.write(piece)
    return size


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
