"""The Telegram stand-in as a process of its own, told over HTTP what its people do and what goes wrong."""

from __future__ import annotations

import base64
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.prove.house import ROOT, SECRET, TOKEN

BROKEN: list[dict[str, Any]] = [
    {"what": "refuse", "code": 429, "description": "Too Many Requests: retry after 1", "parameters": {"retry_after": 1}},
    {"what": "answer_lost"},
    {"what": "reset"},
    {"what": "half_json"},
    {"what": "page", "code": 502},
    {"what": "refuse", "code": 500, "description": "Internal Server Error"},
]  # fmt: skip
SLOW: list[dict[str, Any]] = [
    {"what": "late", "seconds": 0.3},
    {"what": "late", "seconds": 0.1},
    {"what": "stall", "seconds": 0.3},
]
FAULT_RATE = 0.33
FAULTS = [*BROKEN, *SLOW * 20]
"""Three of a hundred requests break. Thirty are slow, so that a kill meets letters on their way: some that Telegram
has accepted already, and some that it will accept of a desk that is dead by then."""


@dataclass(slots=True)
class Telegram:
    """`http` is borrowed; `stop` ends the process."""

    process: subprocess.Popen[str]
    url: str
    http: aiohttp.ClientSession

    @classmethod
    def start(cls, out: Path, http: aiohttp.ClientSession) -> Self:
        command = [sys.executable, "-m", "tests.standins.telegram", "--out", str(out), "--speed", "20"]
        with (out / "telegram.log").open("ab") as log:
            process = subprocess.Popen(
                [*command, "--account", f"main={TOKEN}"],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
            )
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        return cls(process, url, http)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()

    async def deliver_to(self, webhook: str) -> None:
        await self._post(f"/bot{TOKEN}/setWebhook", {"url": webhook, "secret_token": SECRET})

    async def meet(self, id: int, language: str) -> None:
        await self._post("/control/buyer", {"id": id, "name": f"Mina {id}", "language": language})

    async def do(self, buyer: int, act: str, **more: Any) -> Any:
        return await self._post("/control/do", {"buyer": buyer, "act": act, **more})

    async def photographs(self, buyer: int, photos: list[bytes], caption: str) -> Any:
        written = [base64.b64encode(photo).decode() for photo in photos]
        if len(written) == 1:
            return await self.do(buyer, "sends_photo", photo=written[0], caption=caption)
        return await self.do(buyer, "sends_album", photos=written, caption=caption)

    async def heard(self, chat: int, after: int = 0) -> list[dict[str, Any]]:
        found = await self._get("/control/heard", chat=chat, after=after)
        assert isinstance(found, list)
        return found

    async def goes_wrong(self, seed: int) -> None:
        plan = {
            "rate": FAULT_RATE,
            "choice": FAULTS,
            "seed": seed,
            "methods": ["sendMessage", "sendPhoto", "getFile"],
        }
        await self._post("/control/faults", plan)

    async def goes_well(self) -> None:
        await self._post("/control/faults", {})

    async def held(self) -> int:
        """Updates that the desk has not confirmed yet."""
        return sum((await self._get("/control/pending")).values())

    async def egress(self, after: int = 0) -> list[dict[str, Any]]:
        found = await self._get("/control/egress", after=after)
        assert isinstance(found, list)
        return found

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        async with self.http.post(self.url + path, json=body) as answer:
            assert answer.status == 200, f"{path}: {answer.status} {await answer.text()}"
            return await answer.json()

    async def _get(self, path: str, **query: int) -> Any:
        async with self.http.get(self.url + path, params=query) as answer:
            return await answer.json()
