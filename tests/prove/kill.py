"""kill -9 under load: the desk dies at random moments, comes back at once, and the checker judges what is left.

`python -m tests.prove.kill --kills 200` goes on from `var/proof/kill.json` until so many are there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import secrets
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from desk.clock import system_clock, ticks
from tests.prove import checker, results
from tests.prove.house import House, Mode
from tests.prove.relay import Relay
from tests.prove.staff import Staff
from tests.prove.telegram import Telegram
from tests.prove.traffic import Street, Traffic

WHILE_STARTING = 0.15
"""Of the kills; the others come 50 to 3,000 ms after the desk was up."""
EARLIEST_S, LATEST_S = 0.05, 3.0
QUIET_S, LONGEST_SETTLING_S = 2.0, 180.0
PENDING = {"new", "queued", "sending"}
BUCKET_MS = 250


@dataclass(slots=True)
class Run:
    """One store, killed `kills` times; `moments` are milliseconds after the start of the process or of its work."""

    seed: int
    mode: Mode
    kills: int
    folder: Path
    moments: list[tuple[str, int]] = field(default_factory=list)
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def violations(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.found["checked"]["violations"]
        return found

    async def go(self) -> None:
        dice = random.Random(self.seed)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(30)) as http:
            telegram = Telegram.start(self.folder, http)
            house = House(self.folder, telegram.url, self.mode)
            street = Street.of(dice, letters=100 + self.kills * 100)
            relay = Relay(house.webhook, http, random.Random(self.seed))
            try:
                await self._furnish(house, telegram, relay, street)
                await self._live(house, telegram, relay, street, dice)
            finally:
                await relay.stop()
                if house.process is not None and house.process.poll() is None:
                    house.kill()
                telegram.stop()
        self.found["checked"] = checked = checker.judge(*checker.read(self.folder)).as_dict()
        self.found["complaints"] = house.complaints()
        # The desk's own audit looks at the same rows: what it calls lost is a violation, too.
        checked["violations"] += [
            {"invariant": "audit", "what": f"{line['check']}: {line['found']}"}
            for line in self.found.get("lost", [])
        ]

    async def _furnish(self, house: House, telegram: Telegram, relay: Relay, street: Street) -> None:
        public = await relay.start()
        house.furnish(public_url=public)
        await asyncio.to_thread(house.import_shop, street.orders())
        if self.mode == "webhook":
            await telegram.deliver_to(f"{public}/in/telegram/main")

    async def _live(
        self, house: House, telegram: Telegram, relay: Relay, street: Street, dice: random.Random
    ) -> None:
        await telegram.goes_wrong(self.seed)
        traffic = Traffic(telegram, street, random.Random(self.seed + 1))
        chance = random.Random(self.seed + 2)
        staff = Staff(house, lambda: [str(b.id) for b in traffic.busy[:3]], house.conversation_of, chance)
        house.start()
        await house.healthy(telegram.http)
        try:
            async with staff.at_the_desk():
                await self._at_work(house, telegram.http, dice, traffic, staff)
            await traffic.rest()
        finally:
            traffic.go_home()
        await telegram.goes_well()
        settled_ms = await settle(house, telegram)
        exit_code = await house.stop()
        await asyncio.to_thread(house.export)
        audit = await asyncio.to_thread(house.audit)
        self.found |= {
            "lost": [line for line in audit["lines"] if line["lost"] and line["found"]],
            "audited": sum(line["looked"] for line in audit["lines"] if line["check"] in ("stored", "fate")),
            "acts": traffic.acts, "staff": staff.done, "doubled": relay.doubled, "settled_ms": settled_ms,
            "exit_code": exit_code,
        }  # fmt: skip

    async def _at_work(
        self, house: House, http: aiohttp.ClientSession, dice: random.Random, traffic: Traffic, staff: Staff
    ) -> None:
        """All kills, and up again after the last one."""
        working = [asyncio.create_task(traffic.run()), asyncio.create_task(staff.run())]
        try:
            for number in range(self.kills):
                await self._killed(house, http, dice, may_be_starting=number > 0)
                house.start()
                for task in working:
                    if task.done():
                        task.result()
            await house.healthy(http)
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)

    async def _killed(
        self, house: House, http: aiohttp.ClientSession, dice: random.Random, *, may_be_starting: bool
    ) -> None:
        starting = may_be_starting and dice.random() < WHILE_STARTING
        after_s = dice.uniform(EARLIEST_S, LATEST_S)
        if not starting:
            await house.healthy(http)
        await asyncio.sleep(after_s)
        assert house.process is not None and house.process.poll() is None, f"it ended: {house.last_words()}"
        house.kill()
        self.moments.append(("starting" if starting else "working", round(after_s * 1000)))

    def as_dict(self) -> dict[str, Any]:
        head = {"seed": self.seed, "mode": self.mode, "kills": len(self.moments), "moments_ms": self.moments}
        return head | self.found


def everything(record: dict[str, Any]) -> bool:
    return bool(record["rec"] != "timer")


async def settle(
    house: House, telegram: Telegram, counts: Callable[[dict[str, Any]], bool] = everything
) -> int | None:
    """Milliseconds until nothing that counts was pending and nothing more went out; None when that never came."""
    began, quiet_since, seen = ticks(), ticks(), -1
    while ticks() - began < LONGEST_SETTLING_S:
        await asyncio.sleep(0.5)
        seen, before = len(await telegram.egress()), seen
        if seen != before or await telegram.held():
            quiet_since = ticks()
        elif ticks() - quiet_since > QUIET_S and not await asyncio.to_thread(_pending, house, counts):
            return round((ticks() - began) * 1000)
    return None


def _pending(house: House, counts: Callable[[dict[str, Any]], bool]) -> bool:
    records = map(json.loads, house.export().read_text("utf-8").splitlines())
    return any(counts(record) and record.get("state") in PENDING for record in records)


async def run_once(seed: int, mode: Mode, kills: int, folder: Path) -> Run:
    run = Run(seed, mode, kills, folder)
    await run.go()
    return run


def prove(kills: int, batch: int) -> bool:
    """Goes on until `kills` are recorded; whether there were no violations in any of them."""
    found = results.load("kill") or {"runs": []}
    while (count := sum(run["kills"] for run in found["runs"])) < kills:
        mode: Mode = "webhook" if len(found["runs"]) % 2 else "polling"
        run = Run(
            secrets.randbits(32), mode, min(batch, kills - count), Path(tempfile.mkdtemp(prefix="shopdesk-"))
        )
        print(f"{count} of {kills} kills; next {run.kills} by {mode}, seed {run.seed}", flush=True)
        if not _finished(run):
            return False
        found["runs"].append({"at": system_clock().isoformat(timespec="seconds")} | run.as_dict())
        results.save("kill", found | _summed(found["runs"]))
        results.keep(run.folder, run.as_dict()) if run.violations else shutil.rmtree(run.folder)
        print(f"  {len(run.violations)} violations", flush=True)
    return not any(run["checked"]["violations"] for run in found["runs"])


def _finished(run: Run) -> bool:
    """False when the run broke off, and nothing can be said about it: told, with the evidence, and not counted."""
    try:
        asyncio.run(run.go())
    except Exception as error:
        traceback.print_exc()
        what = f"broke off after {len(run.moments)} kills: {error}"
        results.keep(
            run.folder, run.as_dict() | {"checked": {"violations": [{"invariant": "run", "what": what}]}}
        )
        return False
    return True


def _summed(runs: list[dict[str, Any]]) -> dict[str, Any]:
    moments = [ms for run in runs for _, ms in run["moments_ms"]]
    histogram = Counter(ms // BUCKET_MS * BUCKET_MS for ms in moments)
    total: Counter[str] = Counter()
    for run in runs:
        total.update({k: v for k, v in run["checked"].items() if isinstance(v, int)})
    return {
        "kills": len(moments),
        "while_starting": sum(what == "starting" for run in runs for what, _ in run["moments_ms"]),
        "histogram_ms": {str(start): histogram[start] for start in sorted(histogram)},
        "total": dict(total),
        "violations": sum(len(run["checked"]["violations"]) for run in runs),
    }


def main() -> None:
    asks = argparse.ArgumentParser(prog="python -m tests.prove.kill", description=__doc__)
    asks.add_argument("--kills", type=int, default=200)
    asks.add_argument("--batch", type=int, default=20, help="kills of one store")
    given = asks.parse_args()
    with suppress(KeyboardInterrupt):
        sys.exit(0 if prove(given.kills, given.batch) else 1)


if __name__ == "__main__":
    main()
