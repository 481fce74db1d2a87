"""Whether tickets slow down with their number: the list, a page, and pictures that look alike, at 1,000 and at 100,000."""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.message_path import fill
from bench.servers import config
from desk.clock import ticks
from desk.likeness import parts
from desk.store import Book, Store, refunds, schema, ticket_list, tickets
from desk.ticket.moves import TicketState

SIZES, LOOKS, RUNNING = (1_000, 100_000), 60, 200
"""So many of them run; the others are over, as in a shop that has been open for years."""
MUST_TIMES, AIM_MS = 1.3, 20.0
ENDS = ("done", "refused", "withdrawn", "sent_back")
RUNS = ("submitted", "finance_review", "awaiting_return", "returning", "received")


async def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder, found, had = Path(name), dict[str, Any](), 0
        await fill(folder)
        for size in SIZES:
            _more(folder, had, size)
            had = size
            store = schema.open_store(config(folder))
            try:
                found[str(size)] = {what: await _ms(store, look) for what, look in WHAT.items()}
            finally:
                store.close()
    few, many = (found[str(size)] for size in SIZES)
    found["times"] = {what: round(many[what] / few[what], 2) for what in few}
    return found | {"must_times": MUST_TIMES, "aim_look_alike_ms": AIM_MS}


def _more(folder: Path, had: int, size: int) -> None:
    """From `had` tickets to `size`, each with three steps and one picture."""
    dice = random.Random(size)
    numbers = range(had + 1, size + 1)
    with closing(sqlite3.connect(f"{folder}/var/shopdesk.db")) as book:
        book.execute("PRAGMA synchronous=OFF")
        if not had:
            book.execute(
                "INSERT INTO buyer (id, name, language, created_at, version) VALUES (1, 'Mina', 'en', 0, 0)"
            )
            book.execute(CONVERSATION)
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


CONVERSATION = """INSERT INTO conversation (id, buyer_id, channel, account, chat, identity, buyer_name, language, mode, mode_version,
 opened_at, last_seq, last_at, last_line, last_author, dialogue, version) VALUES (1, 1, 'telegram', 'main', 'c', 'c', 'Mina', 'en',
 'bot', 0, 0, 0, 0, '', 'buyer', '{}', 0)"""
TICKET = """INSERT INTO ticket (id, kind, state, buyer_id, conversation_id, opened_at, changed_at, currency, order_number, sku, item,
 paid, goods, due_at, closed_at, version) VALUES (?, ?, ?, 1, 1, ?, ?, 'CNY', ?, 'LAMP', 'lamp', 12900, 12900, ?, ?, 0)"""
STEP = "INSERT INTO ticket_step (ticket_id, at, verb, after, actor) VALUES (?, ?, ?, 'submitted', 'agent')"
PHOTO = """INSERT INTO photo (id, key, channel, account, as_file, state, sha256, view_state, created_at, version, likeness)
 VALUES (?, ?, 'web', 'main', 0, 'ok', ?, 'ok', 0, 0, ?)"""


def _ticket(id: int, dice: random.Random) -> tuple[Any, ...]:
    at, runs = 1_700_000_000_000 + id * 60_000, id <= RUNNING
    state = dice.choice(RUNS if runs else ENDS)
    kind = dice.choice(("refund", "return", "exchange", "repair"))
    return id, kind, state, at, at, f"T-{id}", at + 86_400_000 if runs else None, None if runs else at


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
    "list_done": lambda book: ticket_list.page(book, ticket_list.Wanted(TicketState.DONE, sort="newest")),
    "counts": ticket_list.counts,
    "page": _page,
    "look_alike": lambda book: tickets.look_alike(book, 500),
}
