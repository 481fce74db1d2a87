"""Whether tickets slow down with their number: the list, a page, and pictures that look alike, at 1,000 and at 100,000; by
their statements, and as the console serves them."""

from __future__ import annotations

import random
import shutil
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.message_path import fill
from bench.servers import config
from bench.ticket_pages import served
from desk.clock import from_ms, ticks
from desk.likeness import parts
from desk.store import Book, Store, refunds, schema, ticket_list, tickets
from desk.ticket.moves import TicketState

SIZES, LOOKS, RUNNING = (1_000, 100_000), 60, 200
"""So many of them run; the others are over, as in a shop that has been open for years."""
OF_ONE_BUYER = 2
MUST_TIMES, AIM_MS = 1.3, 20.0
DAY = 1_700_000_000_000 + 300 * 60_000
NEXT_DAY = DAY + 500 * 60_000
"""Of which there are tickets in both."""
ENDS = ("done", "refused", "withdrawn", "sent_back")
RUNS = ("submitted", "finance_review", "awaiting_return", "returning", "received")


async def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folders = {size: Path(name) / str(size) for size in SIZES}
        few, many = folders.values()
        few.mkdir()
        await fill(few)
        _more(few, 0, SIZES[0])
        shutil.copytree(few, many)
        _more(many, *SIZES)
        found: dict[str, Any] = {str(size): await _statements(folder) for size, folder in folders.items()}
        first, last = (found[str(size)] for size in SIZES)
        found["times"] = {what: round(last[what] / first[what], 2) for what in first}
        found["served"] = await served(few, many)
    return found | {"must_times": MUST_TIMES, "aim_look_alike_ms": AIM_MS}


async def _statements(folder: Path) -> dict[str, float]:
    store = schema.open_store(config(folder))
    try:
        return {what: await _ms(store, look) for what, look in WHAT.items()}
    finally:
        store.close()


def _more(folder: Path, had: int, size: int) -> None:
    """From `had` tickets to `size`, each with three steps and one picture."""
    dice = random.Random(size)
    numbers = range(had + 1, size + 1)
    with closing(sqlite3.connect(f"{folder}/var/shopdesk.db")) as book:
        book.execute("PRAGMA synchronous=OFF")
        book.executemany(BUYER, ((id,) for id in numbers if id % OF_ONE_BUYER == 1))
        book.executemany(
            CONVERSATION, ((id, id, str(id), str(id)) for id in numbers if id % OF_ONE_BUYER == 1)
        )
        book.executemany(TICKET, (_ticket(id, dice) for id in numbers))
        book.executemany(STEP, ((id, 1_700_000_000_000 + n, f"verb{n}") for id in numbers for n in range(3)))
        looks = {id: f"{dice.getrandbits(64):016x}" for id in numbers}
        book.executemany(PHOTO, ((id, f"key{id}", f"sha{id}", look) for id, look in looks.items()))
        book.executemany(
            "INSERT INTO photo_part (photo_id, part) VALUES (?, ?)",
            ((id, part) for id, look in looks.items() for part in parts(look)),
        )
        book.executemany(
            "INSERT INTO ticket_photo (ticket_id, photo_id, shows, at) VALUES (?, ?, 'fault', 0)",
            ((id, id) for id in numbers),
        )
        book.commit()
        book.executescript("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")


BUYER = "INSERT INTO buyer (id, name, language, created_at, version) VALUES (?, 'Mina', 'en', 0, 0)"
CONVERSATION = """INSERT INTO conversation (id, buyer_id, channel, account, chat, identity, buyer_name, language, mode, mode_version,
 opened_at, closed_at, last_seq, last_at, last_line, last_author, dialogue, version) VALUES (?, ?, 'telegram', 'main', ?, ?, 'Mina',
 'en', 'closed', 0, 0, 0, 0, 0, '', 'buyer', '{}', 0)"""
TICKET = """INSERT INTO ticket (id, kind, state, buyer_id, conversation_id, opened_at, changed_at, submitted_at, ordered_at, currency,
 order_number, sku, item, paid, goods, due_at, closed_at, version)
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'CNY', ?, 'LAMP', 'lamp', 12900, 12900, ?, ?, 0)"""
STEP = "INSERT INTO ticket_step (ticket_id, at, verb, after, actor) VALUES (?, ?, ?, 'submitted', 'agent')"
PHOTO = """INSERT INTO photo (id, key, channel, account, as_file, state, sha256, view_state, created_at, version, likeness)
 VALUES (?, ?, 'web', 'main', 0, 'ok', ?, 'ok', 0, 0, ?)"""


def _ticket(id: int, dice: random.Random) -> tuple[Any, ...]:
    at, runs = 1_700_000_000_000 + id * 60_000, id <= RUNNING
    state = dice.choice(RUNS if runs else ENDS)
    kind = dice.choice(("refund", "return", "exchange", "repair"))
    whose = (id - 1) // OF_ONE_BUYER * OF_ONE_BUYER + 1
    due, closed = (at + 86_400_000, None) if runs else (None, at)
    return id, kind, state, whose, whose, at, at, at, at, f"T-{id}", due, closed


async def _ms(store: Store, look: Callable[[Book], object]) -> float:
    """The median of one look."""
    times = []
    for _ in range(LOOKS):
        begun = ticks()
        await store.read(look)
        times.append((ticks() - begun) * 1000)
    return round(statistics.median(times), 3)


def _page(book: Book) -> object:
    """What a ticket's page reads of it."""
    held = tickets.by_id(book, 500)
    return (
        tickets.steps(book, held.id),
        refunds.of_ticket(book, held.id),
        tickets.photos(book, held.id),
        tickets.same_pictures(book, held.id),
        tickets.of_order(book, held.order_number),
    )


WHAT: dict[str, Callable[[Book], object]] = {
    "list_running": lambda book: ticket_list.page(book, ticket_list.Wanted("running")),
    "list_all": lambda book: ticket_list.page(book, ticket_list.Wanted("all", sort="newest")),
    "list_days": lambda book: ticket_list.page(
        book, ticket_list.Wanted("all", since=from_ms(DAY), before=from_ms(NEXT_DAY))
    ),
    "list_done": lambda book: ticket_list.page(book, ticket_list.Wanted(TicketState.DONE, sort="newest")),
    "list_done_days": lambda book: ticket_list.page(
        book, ticket_list.Wanted(TicketState.DONE, since=from_ms(DAY), before=from_ms(NEXT_DAY))
    ),
    "counts": ticket_list.counts,
    "page": _page,
    "look_alike": lambda book: tickets.look_alike(book, 500),
}
