"""The facts of conversations as rows, and back: by the columns' own names, as nouns are (desk/store/mapping.py), but without
a number of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

import orjson
from sqlalchemy import Table

from desk.clock import from_ms, to_ms
from desk.figures import facts
from desk.figures.facts import Phase
from desk.store.mapping import reader, writer
from desk.store.tables import piece_fact, queue_fact, round_fact, session_fact, stint_fact

F = TypeVar("F")

TABLES: Mapping[type[Any], Table] = {
    facts.Session: session_fact,
    facts.Round: round_fact,
    facts.Piece: piece_fact,
    facts.Queueing: queue_fact,
    facts.Stint: stint_fact,
}
AT: Mapping[type[Any], str] = {
    facts.Session: "started_at",
    facts.Round: "since",
    facts.Piece: "since",
    facts.Queueing: "entered_at",
    facts.Stint: "since",
}


def row_of(fact: Any) -> dict[str, Any]:
    return _WRITERS[type(fact)](fact)


def reader_of(kind: type[F]) -> Callable[[tuple[Any, ...]], F]:
    """Of rows that have `columns` in their order, and behind them what is read besides."""
    return _READERS[kind]


def columns(kind: type[Any]) -> list[str]:
    """The record's fields that are columns, in their order."""
    return [field.name for field in fields(kind) if field.name in TABLES[kind].c]


def _writer_of(table: Table) -> Callable[[Any], dict[str, Any]]:
    every = [(column.name, writer(column)) for column in table.c]

    def row(fact: Any) -> dict[str, Any]:
        values = {}
        for name, write in every:
            value = getattr(fact, name) if name != "phases" else [_phase_row(one) for one in fact.phases]
            values[name] = value if value is None or write is None else write(value)
        return values

    return row


def _reader_of(kind: type[F], table: Table) -> Callable[[tuple[Any, ...]], F]:
    reads = [
        (n, _phases if name == "phases" else read)
        for n, name in enumerate(columns(kind))
        if (read := reader(table.c[name])) is not None
    ]

    def fact(row: tuple[Any, ...]) -> F:
        values = list(row)
        for n, read in reads:
            if values[n] is not None:
                values[n] = read(values[n])
        return kind(*values)

    return fact


def _phase_row(one: Phase) -> list[int | str | None]:
    times = (one.since, one.accepted_at, one.answered_at, one.ended_at)
    return [
        *(None if at is None else to_ms(at) for at in times),
        one.agent_id,
        one.queue,
        one.topic,
        one.reason,
    ]


def _phases(value: str) -> tuple[Phase, ...]:
    return tuple(
        Phase(_at(since), _at(accepted), _at(answered), _at(ended), *rest)
        for since, accepted, answered, ended, *rest in orjson.loads(value)
    )


def _at(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


_WRITERS: Mapping[type[Any], Callable[[Any], dict[str, Any]]] = {
    kind: _writer_of(table) for kind, table in TABLES.items()
}
_READERS: Mapping[type[Any], Callable[[tuple[Any, ...]], Any]] = {
    kind: _reader_of(kind, table) for kind, table in TABLES.items()
}
