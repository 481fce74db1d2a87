"""The guarded worker that looks at pictures for us: one child process, replaced when it dies, hangs or ages."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path

import orjson

from desk.record import record

DRAW_SECONDS = 10.0
IDLE_SECONDS = 30.0
LIFE = 100
"""Pictures per child: a leak, or the CPU limit of the whole process, never meets the next one."""


@record(frozen=True, slots=True)
class Drawn:
    type: str
    """What the original really was: image/jpeg, image/png, image/webp, image/gif. The copy is a JPEG."""
    width: int
    height: int
    likeness: str
    """desk/likeness.py."""


@record(frozen=True, slots=True)
class NotDrawn:
    reason: str


class Pictures:
    def __init__(self) -> None:
        self._child: asyncio.subprocess.Process | None = None
        self._drawn = 0
        self._lock = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None

    async def draw(self, source: Path, target: Path) -> Drawn | NotDrawn:
        """The viewer's copy of `source` into `target`."""
        async with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            try:
                async with asyncio.timeout(DRAW_SECONDS):
                    answer = await self._ask(source, target)
            except TimeoutError:
                await self._stop()
                return NotDrawn("took too long to open")
            except (OSError, EOFError):
                await self._stop()
                return NotDrawn("could not be opened")
            self._idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._kill)
        return answer

    async def close(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        async with self._lock:
            await self._stop()

    async def _ask(self, source: Path, target: Path) -> Drawn | NotDrawn:
        if self._child is not None and self._drawn >= LIFE:
            await self._stop()
        child = self._child = self._child or await self._start()
        self._drawn += 1
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(orjson.dumps({"from": str(source), "to": str(target)}) + b"\n")
        await child.stdin.drain()
        line = await child.stdout.readline()
        if not line:
            raise EOFError
        said = orjson.loads(line)
        return NotDrawn(said["refused"]) if "refused" in said else Drawn(**said)

    async def _start(self) -> asyncio.subprocess.Process:
        self._drawn = 0
        home = str(Path(__file__).parent.parent)
        # A fresh interpreter, not a fork: it inherits none of our connections and secrets.
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "desk.draw",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PYTHONPATH": home, "PATH": os.defpath, "LANG": "C.UTF-8"},
        )

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()

    async def _stop(self) -> None:
        child = self._child
        self._kill()
        if child is not None:
            await child.wait()
