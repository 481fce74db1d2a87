"""Runs the stand-in as a process of its own: `python -m tests.standins.telegram --port 8090 --out DIR`."""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path

from tests.standins.telegram.server import TelegramStandIn


def main() -> None:
    asks = argparse.ArgumentParser(prog="python -m tests.standins.telegram", description=__doc__)
    asks.add_argument("--port", type=int, default=0, help="0 takes a free one; the address is printed")
    asks.add_argument("--out", type=Path, help="folder for ingress.jsonl and egress.jsonl")
    asks.add_argument(
        "--speed", type=float, default=20.0, help="divides the pauses between tries of a webhook"
    )
    asks.add_argument(
        "--account", action="append", metavar="NAME=TOKEN", help="repeatable; default main=7000001:lantern"
    )
    given = asks.parse_args()
    accounts = dict(pair.split("=", 1) for pair in given.account or ["main=7000001:lantern"])
    if given.out is not None:
        given.out.mkdir(parents=True, exist_ok=True)
    asyncio.run(_serve(TelegramStandIn(accounts, port=given.port, speed=given.speed, out=given.out)))


async def _serve(telegram: TelegramStandIn) -> None:
    done = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    async with telegram:
        print(telegram.url, flush=True)
        await done.wait()


if __name__ == "__main__":
    main()
