"""Who is typing to whom just now: a hint on two screens, kept in memory and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from desk.clock import ticks
from desk.line import Line

SHOWN_SECONDS = 6.0
MOST = 10_000


class Typist(StrEnum):
    BUYER = "buyer"
    BOT = "bot"
    AGENT = "agent"


Listener = Callable[[Line, Typist], None]


class Typing:
    def __init__(self, seconds: Callable[[], float] = ticks) -> None:
        self._seconds = seconds
        # In the order of the last keystroke, so that the oldest hint is the one that has to go.
        self._until: dict[tuple[Line, Typist], float] = {}
        self._listeners: set[Listener] = set()

    def types(self, line: Line, who: Typist) -> None:
        """A keystroke; it counts for six seconds."""
        self._until.pop((line, who), None)
        self._until[line, who] = self._seconds() + SHOWN_SECONDS
        if len(self._until) > MOST:
            del self._until[next(iter(self._until))]
        for listener in tuple(self._listeners):
            listener(line, who)

    def stops(self, line: Line, who: Typist) -> None:
        self._until.pop((line, who), None)

    def on(self, line: Line, who: Typist) -> bool:
        return self._until.get((line, who), 0.0) > self._seconds()

    def listen(self, listener: Listener) -> None:
        """Called at each keystroke, at once, in the caller's own turn: it only marks what is to be done."""
        self._listeners.add(listener)

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)
