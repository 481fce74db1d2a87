"""What figures cost: the same month with ten times the history behind it, a month of 100,000 conversations, and a long export.

Each conversation is told in full, ten messages with their letters and events; the facts are then kept by the desk's own
way of telling them. Absolute times are of this machine; the floor beside them is the reading of the
month's sessions, rounds and the like alone. A look is called cold where a desk was started anew, after its days were judged
beforehand as `serve` does it; unjudged where nothing of it ever was."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.servers import config
from console.figures_page import wanted
from desk.agent import Role
from desk.clock import system_clock, ticks, to_ms
from desk.figures import pack
from desk.figures.metrics import METRICS
from desk.figures.overview import WHOLE
from desk.figures.sheet import kind_of
from desk.figures.span import Span
from desk.reckoner import Reckoner
from desk.store import Store, agents, day_tallies, facts, schema
from desk.targets import USUALLY

MONTH = Span(date(2026, 6, 1), date(2026, 6, 30))
BEGINS = to_ms(datetime(2026, 6, 1, tzinfo=UTC))
LONG = 30 * 86_400_000
OF_ONE, EVENTS = 10, 18
"""Messages, and events at most, of one conversation."""
LOOKS = 5
A_LOOK = 10_000
"""Records from one look at the export's memory to the next; the first comes after a tenth of it."""
AT_ONCE = 20_000

# What happens in a conversation: milliseconds after it began (`i` is its number), then what.
STORY: tuple[tuple[str, str, int, str], ...] = (
    ("0", "heard", 1, "buyer"),
    ("200", "delivered", 2, "bot"),
    ("300", "hand_off", 0, ""),
    ("4000 + i % 9000", "take", 0, ""),
    ("15000 + i * 7 % 40000", "delivered", 3, "human"),
    ("60000", "heard", 4, "buyer"),
    ("70000 + i * 13 % 50000", "delivered", 5, "human"),
    ("150000", "heard", 6, "buyer"),
    ("160000 + i * 3 % 20000", "delivered", 7, "human"),
    ("200000", "heard", 8, "buyer"),
    ("210000 + i % 30000", "delivered", 9, "human"),
    ("300000", "heard", 10, "buyer"),
    ("900000", "close", 0, ""),
)
VERBS = {
    "hand_off": ("bot", "waiting", "asked"),
    "take": ("waiting", "human", ""),
    "close": ("human", "closed", ""),
}


async def measure() -> dict[str, Any]:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In both stores the month and the one before it, with which it is compared, are the same.
        await _conversations(folder, 0, 10_000, BEGINS - LONG, 2 * LONG // 10_000)
        found["100,000 messages"] = few = await _month(folder)
        await _conversations(folder, 10_000, 100_000, BEGINS - 10 * LONG, 9 * LONG // 90_000)
        found["1,000,000 messages"] = many = await _month(folder)
        found["times"] = {
            what: round(many[what] / few[what], 2) for what in ("unjudged_s", "cold_s", "warm_s", "read_s")
        }
        found["export"] = await _export(folder)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await _conversations(folder, 0, 100_000, BEGINS, LONG // 100_000)
        found["a month of 100,000 conversations"] = await _month(folder)
    return found


async def _conversations(folder: Path, first: int, last: int, since: int, every: int) -> None:
    """Those numbers, one every so many milliseconds."""
    store = schema.open_store(config(folder))
    if not first:
        await store.write(lambda book: agents.add_user(book, "otto", [Role.AGENT], system_clock()))
    store.close()
    with closing(sqlite3.connect(f"{folder}/var/shopdesk.db")) as connection:
        connection.executescript(
            "PRAGMA synchronous=OFF; BEGIN;"
            + "".join(_sql(first, last, f"({since} + (i - {first}) * {every})"))
            + "COMMIT;"
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("ANALYZE")


def _sql(first: int, last: int, at: str) -> Iterable[str]:
    yield f"CREATE TEMP TABLE n AS WITH RECURSIVE k(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM k WHERE i < {last - 1}) SELECT i FROM k;"
    yield "INSERT INTO buyer (id, name, language, created_at, version) SELECT 1 + i, 'Mina ' || i, 'en', 0, 0 FROM n;"
    yield (
        "INSERT INTO conversation (id, buyer_id, channel, account, chat, identity, buyer_name, language, mode, mode_version, "
        "opened_at, closed_at, last_seq, last_at, last_line, last_author, dialogue, version) "
        f"SELECT 1 + i, 1 + i, 'telegram', 'main', 'c' || i, 'c' || i, 'Mina', 'en', 'closed', 1, {at}, {at} + 900000, "
        f"{OF_ONE}, {at} + 900000, 'thanks', 'buyer', '{{}}', 0 FROM n;"
    )
    for place, (after, what, seq, author) in enumerate(STORY):
        when = f"({at} + {after})"
        number = f"{EVENTS} * i + {place + 1}"
        if what in VERBS:
            before, then, reason = VERBS[what]
            by, agent = ("bot", "NULL") if what == "hand_off" else ("agent", "1")
            data = f'{{"verb":"{what}","before":"{before}","after":"{then}","by":"{by}","reason":"{reason}","queue":null,"topic":"human_agent"}}'
            yield (
                "INSERT INTO event (number, at, kind, conversation_id, agent_id, data) "
                f"SELECT {number}, {when}, 'mode', 1 + i, {agent}, '{data}' FROM n;"
            )
            continue
        by = "1" if author == "human" else "NULL"
        yield (
            "INSERT INTO message (conversation_id, seq, author, author_id, kind, text, at, buttons) "
            f"SELECT 1 + i, {seq}, '{author}', {by}, 'text', 'do you have the linen lamp in grey, number ' || i, {when}, '[]' FROM n;"
        )
        if author != "buyer":
            yield (
                "INSERT INTO outbox (conversation_id, seq, channel, account, chat, idem_key, author, author_id, part, parts, text, "
                "buttons, text_sha, state, mode_version, queued_at, sent_at) "
                f"SELECT 1 + i, {seq}, 'telegram', 'main', 'c' || i, 'past:{seq}:' || i, '{author}', {by}, 1, 1, 'yes', '[]', '', "
                f"'sent', 0, {when}, {when} FROM n;"
            )
        yield (
            "INSERT INTO event (number, at, kind, conversation_id, data) "
            f"SELECT {number}, {when}, '{what}', 1 + i, '{{\"seq\":{seq}}}' FROM n;"
        )
    yield (
        "INSERT INTO handoff (conversation_id, reason, asked_at, taken_by, taken_at, topic) "
        f"SELECT 1 + i, 'asked', {at} + 300, 1, {at} + 4000, 'human_agent' FROM n;"
    )
    yield (
        "INSERT INTO score (conversation_id, buyer_id, channel, agent_id, state, made_at, asked_at, value, version) "
        f"SELECT 1 + i, 1 + i, 'telegram', 1, 'asked', {at} + 900000, {at} + 900000, "
        "CASE i % 3 WHEN 0 THEN 1 + i % 5 END, 0 FROM n;"
    )
    yield "DROP TABLE n;"


async def _month(folder: Path) -> dict[str, float]:
    """Seconds: to tell what happened since; to look at the month before any day of it is judged; to judge beforehand what
    lies behind; to look at it from a desk started anew, and again; and to read its facts alone."""
    store = schema.open_store(config(folder))
    try:
        began = ticks()
        while await store.write(lambda book: facts.catch_up(book, AT_ONCE)):
            pass
        told = ticks() - began
        unjudged, cold, warm = [], [], []
        for _ in range(LOOKS):
            await store.write(lambda book: day_tallies.forget(book, []))
            unjudged.append(await _look(Reckoner(store, USUALLY.rules, system_clock)))
        for _ in range(LOOKS):
            anew = schema.open_store(config(folder))
            reckoner = Reckoner(anew, USUALLY.rules, system_clock)
            cold.append(await _look(reckoner))
            warm.append(await _look(reckoner))
            anew.close()
        return {
            "told_s": round(told, 2),
            "unjudged_s": round(statistics.median(unjudged), 3),
            "cold_s": round(statistics.median(cold), 3),
            "warm_s": round(statistics.median(warm), 3),
            "read_s": round(await _read(store), 3),
        }
    finally:
        store.close()


async def _look(reckoner: Reckoner) -> float:
    """What the dashboard of a month asks for: all metrics, by hour and by day, and the month before."""
    began, own = ticks(), reckoner.packs[pack.OWN]
    await reckoner.overview(MONTH, own, wanted(MONTH))
    await reckoner.overview(MONTH.before(), own, WHOLE)
    return ticks() - began


async def _read(store: Store) -> float:
    """The floor: the month's facts, and nothing made of them."""
    reckoner = Reckoner(store, USUALLY.rules, system_clock)
    rules = reckoner.packs[pack.OWN]
    took = []
    for _ in range(LOOKS):
        began = ticks()
        await reckoner.facts(MONTH, {kind_of(one, "") for one in METRICS}, rules)
        took.append(ticks() - began)
    return statistics.median(took)


async def _export(folder: Path) -> dict[str, float]:
    """Records of `shopdesk export`, and how much more memory its process came to need over them."""
    return await asyncio.to_thread(_exported, folder)


def _exported(folder: Path) -> dict[str, float]:
    file = folder / "config.toml"
    file.write_text('[shop]\nname = "Bench"\n')
    command = [sys.executable, "-m", "shopdesk", "export", "--config", str(file)]
    sizes, count = [], 0
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for count, _ in enumerate(process.stdout, start=1):
            if count % A_LOOK == A_LOOK // 10:
                sizes.append(_peak_kib(process.pid))
    assert process.returncode == 0
    return {"records": count, "grew_mib": round((sizes[-1] - sizes[0]) / 1024, 1)}


def _peak_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    print(asyncio.run(measure()))
