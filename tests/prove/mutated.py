"""Damaged updates by the thousand through the webhook, while healthy buyers go on asking.

`python -m tests.prove.mutated --count 20000` writes what it found to `var/proof/mutated.json`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import secrets
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import aiohttp

from desk.clock import system_clock, to_ms
from tests.prove import checker, results
from tests.prove.house import SECRET, House
from tests.prove.kill import settle
from tests.prove.telegram import Telegram
from tests.prove.traffic import FIRST_BUYER, Street, Traffic
from tests.standins.mutations import mutated

AT_ONCE, TWICE, HEALTHY_PER_SECOND = 8, 0.05, 4.0
BEFORE_S = 4.0
"""Healthy buyers ask this long before the flood: what their answers take without it."""
HEADERS = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
NUMBER = re.compile(r'"update_id"\s*:\s*(-?\d+)')

Line = dict[str, Any]


@dataclass(slots=True)
class Flood:
    """`count` damaged updates from `seed`, some of them twice."""

    count: int
    seed: int
    folder: Path
    began_ms: int = 0

    async def go(self) -> dict[str, Any]:
        letters = list(mutated(self.count, self.seed))
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(60)) as http:
            telegram = Telegram.start(self.folder, http)
            house = House(self.folder, telegram.url, "webhook")
            try:
                statuses, settled_ms = await self._pour(house, telegram, letters)
                assert house.process is not None
                alive, resident_mib = house.process.poll() is None, _resident_mib(house.process.pid)
                await house.stop()
                await asyncio.to_thread(house.export)
            finally:
                if house.process is not None and house.process.poll() is None:
                    house.kill()
                telegram.stop()
        found = {
            "seed": self.seed, "count": self.count, "statuses": statuses, "alive": alive,
            "resident_mib": resident_mib, "settled_ms": settled_ms, "complaints": house.complaints(),
        }  # fmt: skip
        return found | self._judged(letters, statuses, alive)

    async def _pour(
        self, house: House, telegram: Telegram, letters: list[bytes]
    ) -> tuple[dict[str, int], int | None]:
        dice = random.Random(self.seed)
        street = Street.of(dice, letters=self.count // 20 + 100)
        house.furnish()
        await asyncio.to_thread(house.import_shop, street.orders())
        house.start()
        await house.healthy(telegram.http)
        await telegram.deliver_to(house.webhook)
        traffic = Traffic(telegram, street, dice, per_second=HEALTHY_PER_SECOND)
        healthy = asyncio.create_task(traffic.run())
        await asyncio.sleep(BEFORE_S)
        self.began_ms = to_ms(system_clock())
        twice = [raw for raw in letters if dice.random() < TWICE]
        statuses = await _posted(telegram.http, house.webhook, [*letters, *twice])
        healthy.cancel()
        await asyncio.gather(healthy, return_exceptions=True)
        await traffic.rest()
        return statuses, await settle(house, telegram, _awaited)

    def _judged(self, letters: list[bytes], statuses: dict[str, int], alive: bool) -> dict[str, Any]:
        ingress, egress, export = checker.read(self.folder)
        damaged, healthy = _apart(export, {checker.key_of(line) for line in ingress})
        theirs = [line for line in egress if _is_healthy(line.get("chat"))]
        report = checker.judge(ingress, theirs, healthy).as_dict()
        report["violations"] += [{"invariant": "mutated", "what": what} for what in _faults(letters, damaged)]
        report["violations"] += [
            {"invariant": "mutated", "what": f"{count} answers {status}"}
            for status, count in statuses.items() if status != "200"
        ]  # fmt: skip
        if not alive:
            report["violations"].append({"invariant": "mutated", "what": "the process ended"})
        states = Counter(record["state"] for record in damaged)
        times = _answer_times(ingress, theirs)
        before = _spread([took for at, took in times if at < self.began_ms])
        during = _spread([took for at, took in times if at >= self.began_ms])
        return {"stored": states, "answer_ms": {"before": before, "during": during}, "checked": report}


async def _posted(http: aiohttp.ClientSession, url: str, letters: Iterable[bytes]) -> dict[str, int]:
    """How often each status was answered; `none` where no answer came."""
    todo, statuses = iter(letters), Counter[str]()

    async def courier() -> None:
        for raw in todo:
            try:
                async with http.post(url, data=raw, headers=HEADERS) as answer:
                    statuses[str(answer.status)] += 1
            except (aiohttp.ClientError, TimeoutError):
                statuses["none"] += 1

    await asyncio.gather(*(courier() for _ in range(AT_ONCE)))
    return dict(statuses)


def _faults(letters: list[bytes], damaged: list[Line]) -> Iterator[str]:
    """Every letter is stored once, under its own number or, where that is spoilt too, under its hash."""
    stored = Counter(record["ext_id"] for record in damaged)
    states = {record["ext_id"]: record["state"] for record in damaged}
    names = [names_of(raw) for raw in letters]
    holders: dict[str, int] = Counter(name for some in names for name in some)
    for raw, own in zip(letters, names, strict=True):
        kept = [name for name in own if name in stored]
        if not kept:
            yield f"never stored: {sorted(own)}"
        if sum(holders[name] == 1 for name in kept) > 1:
            yield f"stored under two names: {kept}"
        if states.get(_hash(raw), "dead") != "dead":
            yield f"without a number and not dead: {_hash(raw)}"
    for name, count in stored.items():
        if count > 1:
            yield f"stored {count} times: {name}"
        if name not in holders:
            yield f"stored and never sent: {name}"
    yield from _unkept(letters, damaged)


def _unkept(letters: list[bytes], damaged: list[Line]) -> Iterator[str]:
    sent = {sha256(raw).hexdigest() for raw in letters}
    for record in damaged:
        if record["state"] not in {"done", "dead"}:
            yield f"still {record['state']}: {record['ext_id']}"
        if record["state"] == "dead" and record.get("raw_sha") not in sent:
            yield f"dead with other bytes than were sent: {record['ext_id']}"


def names_of(raw: bytes) -> set[str]:
    """What it may rightly be stored as. How far a broken letter can be read is the desk's affair."""
    texts = {raw.decode("utf-8", "replace"), raw.decode("utf-16", "replace")}
    return {str(int(digits)) for text in texts for digits in NUMBER.findall(text) if len(digits) < 30} | {
        _hash(raw)
    }


def _hash(raw: bytes) -> str:
    return "raw:" + sha256(raw).hexdigest()


def _apart(export: list[Line], healthy_keys: set[checker.Key]) -> tuple[list[Line], list[Line]]:
    """The records of damaged letters, and all that is about the healthy chats."""
    damaged: list[Line] = []
    healthy: list[Line] = []
    convs: set[int | None] = set()
    for record in export:
        if record["rec"] == "in":
            is_healthy = checker.key_of(record) in healthy_keys
            (healthy if is_healthy else damaged).append(record)
            convs |= {record["conv"]} if is_healthy else set()
    healthy += [record for record in export if record["rec"] != "in" and record.get("conv") in convs]
    return damaged, healthy


def _awaited(record: Line) -> bool:
    """Letters out to chats that exist in broken updates alone may wait for their turn for long."""
    return record["rec"] == "in" or (record["rec"] == "out" and _is_healthy(record["chat"]))


def _is_healthy(chat: str | None) -> bool:
    return chat is not None and chat.isdecimal() and FIRST_BUYER <= int(chat) < 100_000


def _answer_times(ingress: list[Line], egress: list[Line]) -> list[tuple[int, int]]:
    """When each healthy question was first handed in, and how long its answer took, in milliseconds."""
    asked: dict[str, int] = {}
    for line in ingress:
        if line["nonce"]:
            asked.setdefault(line["nonce"], line["t"])
    answered: dict[str, int] = {}
    for line in egress:
        for nonce in checker.NONCE.findall(line["text"] or ""):
            answered.setdefault(nonce, line["t"])
    return [(asked[nonce], at - asked[nonce]) for nonce, at in answered.items() if nonce in asked]


def _spread(times: list[int]) -> dict[str, int]:
    times = sorted(times)
    if not times:
        return {"count": 0}
    return {"count": len(times), "p50": times[len(times) // 2], "p95": times[len(times) * 95 // 100]}


def _resident_mib(pid: int) -> int | None:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    kib = re.search(r"VmRSS:\s+(\d+)", status.read_text())
    return int(kib[1]) // 1024 if kib else None


async def run_once(count: int, seed: int, folder: Path) -> dict[str, Any]:
    return await Flood(count, seed, folder).go()


def prove(count: int) -> bool:
    """Whether there are no violations; a finished run of this count is not done again."""
    found = results.load("mutated")
    if found.get("count", 0) < count or found["checked"]["violations"]:
        folder = Path(tempfile.mkdtemp(prefix="shopdesk-mutated-"))
        found = asyncio.run(run_once(count, secrets.randbits(32), folder))
        found = {"at": system_clock().isoformat(timespec="seconds")} | found
        results.save("mutated", found)
        results.keep(folder, found) if found["checked"]["violations"] else shutil.rmtree(folder)
    return not found["checked"]["violations"]


def main() -> None:
    asks = argparse.ArgumentParser(prog="python -m tests.prove.mutated", description=__doc__)
    asks.add_argument("--count", type=int, default=20_000)
    right = prove(asks.parse_args().count)
    print(json.dumps({k: v for k, v in results.load("mutated").items() if k != "checked"}, indent=1))
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
