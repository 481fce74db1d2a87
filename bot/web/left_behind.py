"""Uploads that no message ever held are forgotten after a day, and files that no row names with them."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from desk.clock import Clock, to_ms
from desk.errors import StoreBusy
from desk.files import Files
from desk.store import Store, photos, uploads

KEPT = timedelta(days=1)
# Bytes come first and their row second: a file without a row may be about to get one.
UNNAMED = timedelta(hours=1)
BATCH = 500
EVERY_SECONDS = 3600.0

log = structlog.get_logger()


async def sweep_uploads(store: Store, files: Files, at: datetime) -> int:
    """Returns how many uploads were forgotten."""
    forgotten = 0
    while dropped := await store.write(lambda book: uploads.drop_left(book, at - KEPT, BATCH)):
        forgotten += dropped
    known = await store.read(photos.hashes)
    await asyncio.to_thread(files.sweep, known, to_ms(at - UNNAMED) / 1000)
    return forgotten


async def sweep_for_ever(store: Store, files: Files, clock: Clock) -> None:
    while True:
        try:
            await sweep_uploads(store, files, clock())
        except (StoreBusy, OSError) as error:
            log.warning("sweep_waits", reason=type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
