"""Which columns of the list of tickets somebody sees, in which order, and which of them stay in sight."""

from __future__ import annotations

from typing import get_args

from console.form import Form
from console.ticket_shapes import Column, Layout
from desk.agent import Agent

EVERY: tuple[Column, ...] = get_args(Column)
MOST_FROZEN = 3


def layout(agent: Agent) -> Layout:
    """What is written of a column that is no more does not count."""
    kept = tuple(name for name in agent.ticket_columns if name in EVERY) or EVERY
    places = {name: place for place, name in enumerate(kept, start=1)}
    every = tuple((name, places.get(name)) for name in (*kept, *(one for one in EVERY if one not in kept)))
    return Layout(kept, max(0, min(agent.frozen_columns, MOST_FROZEN, len(kept))), every)


def arrange(agent: Agent, sent: Form) -> None:
    """By the numbers that were written beside the columns; the ticket's own is always there."""
    if sent.text("reset"):
        agent.ticket_columns, agent.frozen_columns = [], 1
        return
    shown = [name for name in EVERY if name == "ticket" or sent.text(f"shown-{name}") == "1"]
    agent.ticket_columns = [*sorted(shown, key=lambda name: _number(sent.text(f"place-{name}"), 99))]
    agent.frozen_columns = min(_number(sent.text("frozen"), 1), MOST_FROZEN)


def _number(written: str, otherwise: int) -> int:
    plain = written.strip()[:3]
    return int(plain) if plain.isascii() and plain.isdigit() else otherwise
