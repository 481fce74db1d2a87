"""What figures cost: the same month with ten times the history behind it, a month of 100,000 conversations, and a long export.

Each conversation is told in full, ten messages with their letters and events; the facts are then kept by the desk's own
way of telling them. Absolute times are of this machine; the floor beside them is the reading of the month's sessions, rounds and the like alone."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import statistics
import tempfile
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.servers import config
from desk.agent import Role
from desk.clock import system_clock, ticks, to_ms
from desk.figures import pack
from desk.figures.metrics import METRICS
from desk.figures.sheet import kind_of
from desk.figures.span import Span
from desk.reckoner import Reckoner
from desk.store import Store, agents, facts, schema
from desk.store.export import records
from desk.targets import USUALLY

MONTH = Span(date(2026, 6, 1), date(2026, 6, 30))
BEGINS = to_ms(datetime(2026, 6, 1, tzinfo=UTC))
LONG = 30 * 86_400_000
OF_ONE, EVENTS = 10, 18
"""Messages, and events at most, of one conversation."""
LOOKS = 5
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
        await _conversations(folder, 0, 10_000, BEGINS, LONG // 10_000)
        found["100,000 messages"] = few = await _month(folder)
        await _conversations(folder, 10_000, 100_000, BEGINS - 9 * LONG, 9 * LONG // 90_000)
        found["1,000,000 messages"] = many = await _month(folder)
        found["times"] = {what: round(many[what] / few[what], 2) for what in ("cold_s", "warm_s", "read_s")}
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
    yield "DROP TABLE n;"


async def _month(folder: Path) -> dict[str, float]:
    """Seconds: to tell what happened since, to look at the month anew and again, and to read its facts alone."""
    store = schema.open_store(config(folder))
    try:
        began = ticks()
        while await store.write(lambda book: facts.catch_up(book, AT_ONCE)):
            pass
        told = ticks() - began
        cold, warm = [], []
        for _ in range(LOOKS):
            reckoner = Reckoner(store, USUALLY.rules, system_clock)
            cold.append(await _look(reckoner))
            warm.append(await _look(reckoner))
        return {
            "told_s": round(told, 2),
            "cold_s": round(statistics.median(cold), 3),
            "warm_s": round(statistics.median(warm), 3),
            "read_s": round(await _read(store), 3),
        }
    finally:
        store.close()


async def _look(reckoner: Reckoner) -> float:
    """The whole of what a dashboard shows of a month: all metrics, and by the hour."""
    began = ticks()
    await reckoner.sheet(MONTH)
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
    """Records, and by how much the memory grew over them, in MiB."""
    store, count = schema.open_store(config(folder)), 0
    try:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        async for _ in records(store, USUALLY.rules.promptness):
            count += 1
        return {
            "records": count,
            "grew_mib": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
        }
    finally:
        store.close()


if __name__ == "__main__":
    print(asyncio.run(measure()))
