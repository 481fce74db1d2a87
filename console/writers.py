"""Buyers who are writing just now: a hint for whoever looks at their conversation."""

from __future__ import annotations

import asyncio

from desk.line import Line
from desk.store import Book, conversations
from desk.typing import Typing, Typist


class Writers:
    """One stream's ears: the lines on which a buyer pressed a key since it last asked."""

    def __init__(self, typing: Typing) -> None:
        self.woken = asyncio.Event()
        self._typing, self._lines = typing, set[Line]()
        typing.listen(self._hear)

    def taken(self) -> set[Line]:
        self.woken.clear()
        lines, self._lines = self._lines, set()
        return lines

    def close(self) -> None:
        self._typing.leave(self._hear)

    def _hear(self, line: Line, who: Typist) -> None:
        if who == Typist.BUYER:
            self._lines.add(line)
            self.woken.set()


def conversation_on(book: Book, line: Line) -> int | None:
    found = conversations.latest_of_chat(book, line.channel, line.account, line.chat)
    return found.id if found is not None else None
