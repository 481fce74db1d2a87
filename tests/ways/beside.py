"""The book of a desk that runs, read beside it; and time, which passes in it for one case and for no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.refunds import ARRIVES_WITHIN
from desk.clock import system_clock, to_ms
from desk.deadlines import Kind
from desk.store.sqlite import driver
from desk.ticket.kinds import TicketKind
from desk.ticket.ticket import DUES_OF_ONE


@dataclass(frozen=True, slots=True)
class Step:
    ticket: int
    kind: TicketKind
    """Before the step."""
    before: str
    verb: str
    after: str
    actor: str


class Beside:
    """Of a SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = driver.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)

    def state(self, id: int) -> str:
        [(state,)] = self._book.execute("SELECT state FROM ticket WHERE id = ?", (id,)).fetchall()
        return str(state)

    def ticket_of(self, chat: str) -> tuple[int, TicketKind] | None:
        """The newest that began there."""
        asked = (
            "SELECT ticket.id, kind FROM ticket JOIN conversation ON conversation.id = conversation_id"
            " WHERE chat = ? ORDER BY ticket.id DESC LIMIT 1"
        )
        found = self._book.execute(asked, (chat,)).fetchone()
        return (found[0], TicketKind(found[1])) if found else None

    def conversation_of(self, chat: str) -> int | None:
        asked = "SELECT max(id) FROM conversation WHERE chat = ?"
        return self._book.execute(asked, (chat,)).fetchone()[0]  # type: ignore[no-any-return]

    def steps(self) -> Iterator[Step]:
        """Every line of every history, in its order."""
        asked = (
            "SELECT ticket_id, kind, before, verb, after, actor, changes"
            " FROM ticket_step JOIN ticket ON ticket.id = ticket_id ORDER BY ticket_id, ticket_step.id"
        )
        rows = self._book.execute(asked).fetchall()
        kinds = dict[int, str]()  # the ticket tells its last; what it was before stands in what changed
        for id, now, *_, changes in reversed(rows):
            kinds[id] = _was(changes, "kind", kinds.get(id, now))
        for id, _, before, verb, after, actor, changes in rows:
            yield Step(id, TicketKind(kinds[id]), before, verb, after, actor)
            kinds[id] = _is(changes, "kind", kinds[id])

    def wrote(self, id: int, verb: str) -> bool:
        asked = "SELECT 1 FROM ticket_step WHERE ticket_id = ? AND verb = ?"
        return self._book.execute(asked, (id, verb)).fetchone() is not None

    def was_not_reached(self, id: int) -> bool:
        """The back end was asked for it in vain, and is asked again later."""
        asked = "SELECT 1 FROM refund WHERE ticket_id = ? AND state = 'wanted' AND reason <> ''"
        return self._book.execute(asked, (id,)).fetchone() is not None

    def paid(self) -> dict[str, int]:
        """By order, in minor units: what the desk holds for paid back."""
        asked = "SELECT order_number, sum(minor) FROM refund WHERE state = 'paid' GROUP BY order_number"
        return dict(self._book.execute(asked).fetchall())

    def is_due(self, id: int, kind: Kind = Kind.TICKET_DUE) -> None:
        """What it waits for has its time now."""
        self._passes(
            "UPDATE deadline SET due_at = ? WHERE state = 'armed' AND kind = ?"
            f" AND generation = (SELECT id * {DUES_OF_ONE} + dues FROM ticket WHERE id = ?)",
            (to_ms(system_clock()), kind, id),
        )

    def was_asked_long_ago(self, id: int) -> None:
        """Its refund of which nobody knows."""
        then = system_clock() - ARRIVES_WITHIN - timedelta(minutes=1)
        self._passes(
            "UPDATE refund SET asked_at = ? WHERE ticket_id = ? AND state = 'unknown'", (to_ms(then), id)
        )

    def close(self) -> None:
        self._book.close()

    def _passes(self, change: str, values: tuple[Any, ...]) -> None:
        """Waits for its turn as any other command does; in a thread of its own."""
        book = driver.connect(self._path, timeout=20, isolation_level=None)
        try:
            assert book.execute(change, values).rowcount == 1, (change, values)
        finally:
            book.close()


def _was(changes: str, name: str, otherwise: str) -> str:
    return next((was for what, was, _ in json.loads(changes) if what == name), otherwise)


def _is(changes: str, name: str, otherwise: str) -> str:
    return next((now for what, _, now in json.loads(changes) if what == name), otherwise)
