"""Whether the desk slows down with its history: the same at 10,000 and at 1,000,000 messages."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.message_path import compare, fill
from bench.servers import config
from desk.clock import ticks
from desk.store import Book, Store, desk_list, schema, thread

SIZES = (10_000, 1_000_000)
PER_CONVERSATION = 20
LOOKS = 200
FAR = datetime(2100, 1, 1, tzinfo=UTC)

# Closed conversations of :each messages, each with its letter or its answer and its event.
PAST = """
CREATE TEMP TABLE n AS WITH RECURSIVE k(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM k WHERE i < {last}) SELECT i FROM k;
INSERT INTO buyer (id, name, language, created_at, version)
  SELECT {far} + i, 'Mina ' || i, 'en', 1700000000000, 0 FROM n WHERE i % {each} = 0;
INSERT INTO conversation (id, buyer_id, channel, account, chat, identity, buyer_name, language, mode, mode_version,
    opened_at, closed_at, last_seq, last_at, last_line, last_author, dialogue, version)
  SELECT {far} + i, {far} + i, 'telegram', 'main', 'c' || (i % 50000), 'c' || i, 'Mina', 'en', 'closed', 1,
    1700000000000 + i, 1700000000000 + i, {each}, 1700000000000 + i, 'thanks', 'buyer', '{{}}', 0 FROM n WHERE i % {each} = 0;
INSERT INTO inbox (id, channel, account, ext_id, chat, kind, raw, received_at, state, conversation_id, seq, text_sha)
  SELECT {far} + i, 'telegram', 'main', 'past' || i, 'c' || (i % 50000), 'text', zeroblob(300), 1700000000000 + i, 'done',
    {far} + i - i % {each}, i % {each} + 1, '' FROM n WHERE i % 2 = 0;
INSERT INTO message (id, conversation_id, seq, author, kind, text, at, inbox_id, buttons)
  SELECT {far} + i, {far} + i - i % {each}, i % {each} + 1, iif(i % 2, 'bot', 'buyer'), 'text',
    'do you have the linen lamp in grey, number ' || i, 1700000000000 + i, iif(i % 2, NULL, {far} + i), '[]' FROM n;
INSERT INTO outbox (id, conversation_id, seq, channel, account, chat, idem_key, author, part, parts, text, buttons,
    text_sha, state, mode_version, cause, queued_at, sent_at)
  SELECT {far} + i, {far} + i - i % {each}, i % {each} + 1, 'telegram', 'main', 'c' || (i % 50000), 'past:' || i, 'bot', 1, 1,
    'yes, number ' || i, '[]', '', 'sent', 0, {far} + i - 1, 1700000000000 + i, 1700000000000 + i FROM n WHERE i % 2 = 1;
INSERT INTO event (number, at, kind, conversation_id, data)
  SELECT {far} + i, 1700000000000 + i, iif(i % 2, 'said', 'heard'), {far} + i - i % {each}, '{{"seq":1}}' FROM n;
DROP TABLE n;
"""
BEHIND = -2_000_000
"""Numbers of the past begin here: SQLite gives new rows the number after the greatest, which stays the present's."""


async def measure(pairs: int = 10) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder, found, had = Path(name), dict[str, Any](), 0
        await fill(folder)
        await compare(folder, 1, (8,))  # the present begins, with numbers above zero
        for size in SIZES:
            lengthen(folder, had, size)
            had = size
            found[str(size)] = await _at(folder, pairs)
        few, many = (found[str(size)] for size in SIZES)
        found["times"] = {what: round(many[what] / few[what], 2) for what in few}
        return found


def lengthen(folder: Path, had: int, size: int) -> None:
    """From `had` messages of the past to `size`."""
    values = {"first": had, "last": size - 1, "far": BEHIND, "each": PER_CONVERSATION}
    with closing(sqlite3.connect(f"{folder}/var/shopdesk.db")) as connection:
        connection.executescript("PRAGMA synchronous=OFF; BEGIN;" + PAST.format(**values) + "COMMIT;")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def _at(folder: Path, pairs: int) -> dict[str, float]:
    path = (await compare(folder, pairs, (8,)))["8"]
    store = schema.open_store(config(folder))
    try:
        return {
            "path_cpu_ratio_to_floor": path["ratio"],
            "inbox_page_us": await _us(store, _inbox),
            "conversation_us": await _us(store, _conversation),
        }
    finally:
        store.close()


def _inbox(book: Book) -> None:
    desk_list.page(book, "all", 1, None)
    desk_list.page(book, "closed", 1, None)
    desk_list.counts(book, 1)


def _conversation(book: Book) -> None:
    desk_list.one(book, BEHIND)
    thread.before(book, BEHIND, PER_CONVERSATION + 1, 50, FAR)
    thread.past(book, BEHIND, BEHIND)


async def _us(store: Store, look: Callable[[Book], None]) -> float:
    """The median of many looks, in microseconds."""
    taken = []
    for _ in range(LOOKS):
        began = ticks()
        await store.glance(look)
        taken.append((ticks() - began) * 1e6)
    return round(statistics.median(taken), 1)
