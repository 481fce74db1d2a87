"""A buyer's file fetched from a messaging service: streamed, never more than the limit, never a word of its address."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp

from bot.channels import FetchFailed
from desk.record import record

PIECE_BYTES = 64 << 10


@record(frozen=True, slots=True)
class Download:
    service: str
    """Named in reasons."""
    max_bytes: int
    timeout_s: float

    async def save(self, url: str, into: Path) -> int:
        """Writes the file to `into` and returns its size in bytes. Raises FetchFailed, and then leaves nothing there."""
        try:
            return await self._save(url, into)
        except FetchFailed as error:
            failed = error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # The error's own words may hold the address, and an address may be a secret.
            failed = FetchFailed(f"the photo did not arrive whole ({type(error).__name__})")
        await asyncio.to_thread(into.unlink, missing_ok=True)
        raise failed

    async def _save(self, url: str, into: Path) -> int:
        timeout = aiohttp.ClientTimeout(self.timeout_s)
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            if answer.status != 200:
                reason = f"{self.service} no longer has the photo ({answer.status})"
                raise FetchFailed(reason, for_good=answer.status == 404)
            return await self._keep(answer.content, into)

    async def _keep(self, content: aiohttp.StreamReader, into: Path) -> int:
        size_bytes = 0
        with await asyncio.to_thread(into.open, "wb") as out:
            async for piece in content.iter_chunked(PIECE_BYTES):
                size_bytes += len(piece)
                if size_bytes > self.max_bytes:
                    raise FetchFailed(f"the photo is bigger than {self.max_bytes >> 20} MB", for_good=True)
                out.write(piece)
        return size_bytes
