"""How many statements one message takes: prints the number. `python -m bench.statements FOLDER`, the store filled."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path

from bench.catalogue import IDENTITIES, sentences
from bench.message_path import update
from bench.servers import config
from desk.store.sqlite import SqliteStore
from house import build

FIRST = 10**8
"""Numbers of updates that no other run uses."""


async def count(folder: Path) -> float:
    house = build(config(folder))
    store, channel = house.store, house.channels["telegram", "main"]
    assert isinstance(store, SqliteStore)
    seen: Counter[str] = Counter()
    for number, (identity, text) in enumerate(sentences(2 * IDENTITIES, seed=2), start=FIRST):
        if number == FIRST + IDENTITIES:
            store.traced(lambda statement: seen.update([statement.split(None, 1)[0]]))
        await house.hearing.hear(channel, update(number, identity, text))
    await asyncio.sleep(
        1.0
    )  # the last thoughts; the clock starts anew with each process and nobody measures it
    store.close()
    return seen.total() / IDENTITIES


if __name__ == "__main__":
    print(asyncio.run(count(Path(sys.argv[1]))))
