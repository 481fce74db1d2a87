"""A state machine is a table: (state, verb) to the next state. Refusals, buttons and pictures come from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from desk.errors import NotNow

S = TypeVar("S", bound=StrEnum)


class Moves(Generic[S]):
    def __init__(self, table: Mapping[tuple[S, str], S]) -> None:
        self.table = dict(table)

    def next(self, state: S, verb: str) -> S:
        """The state after `verb`. Raises NotNow where the table has no such move."""
        try:
            return self.table[state, verb]
        except KeyError:
            raise NotNow(f"{verb.replace('_', ' ')} is not possible while this is {state}") from None

    def can(self, state: S, verb: str) -> bool:
        return (state, verb) in self.table

    def verbs(self, state: S) -> list[str]:
        return [verb for (before, verb) in self.table if before == state]

    def reachable(self, start: S) -> set[S]:
        found, front = {start}, [start]
        while front:
            here = front.pop()
            for after in self._after(here):
                if after not in found:
                    found.add(after)
                    front.append(after)
        return found

    def _after(self, state: S) -> Iterator[S]:
        return (after for (before, _), after in self.table.items() if before == state)
