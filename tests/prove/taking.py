"""Fifty agents take one conversation at once, many times: one has it, and 49 are told so in plain words."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from desk.clock import system_clock
from desk.conversation import Mode
from desk.errors import AlreadyTaken
from desk.handover import Reason
from desk.store import Store, conversations, schema
from desk.store.sqlite import SqliteStore
from tests.cast import TARGETS, Loopback, Writer, hire
from tests.prove import results

AGENTS = 50


async def run_once(count: int, folder: Path) -> dict[str, Any]:
    store = SqliteStore(folder / "shopdesk.db")
    schema.create(store)
    try:
        crowd = [(await hire(store, system_clock, f"Agent {number}")).id for number in range(AGENTS)]
        owners: Counter[int] = Counter()
        wrong: list[str] = []
        for number in range(count):
            wrong += await _one(store, crowd, number, owners)
    finally:
        store.close()
    return {"count": count, "agents": AGENTS, "owners": len(owners), "violations": wrong}


async def _one(store: Store, crowd: list[int], number: int, owners: Counter[int]) -> list[str]:
    heard = await Writer(store, system_clock, Loopback(), chat=f"chat {number}").writes("a person please")
    id = heard.conversation_id
    assert id is not None
    await store.write(
        lambda book: conversations.by_id(book, id).hand_off(Reason.ASKED, system_clock(), TARGETS)
    )
    crowd = crowd[number % AGENTS :] + crowd[: number % AGENTS]  # each has the lead in turn
    told = await asyncio.gather(*(_take(store, id, agent) for agent in crowd))
    winners = [agent for agent, word in zip(crowd, told, strict=True) if word == ""]
    held = await store.read(lambda book: conversations.by_id(book, id))
    owners.update(winners)
    if len(winners) != 1 or held.mode != Mode.HUMAN or held.agent_id != winners[0]:
        return [f"{number}: {winners} think they have it, {held.agent_id} has"]
    refusals = {word for word in told if word}
    return [] if refusals == {AlreadyTaken.__doc__} else [f"{number}: refused with {refusals}"]


async def _take(store: Store, id: int, agent: int) -> str:
    try:
        await store.write(lambda book: conversations.by_id(book, id).take(agent, system_clock()))
    except AlreadyTaken as refused:
        return str(refused)
    return ""


def prove(count: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run_once(count, Path(folder)))
    results.save("taking", found)
    print(f"  {count} conversations, {AGENTS} agents each: {len(found['violations'])} violations", flush=True)
    return not found["violations"]
