"""Mina types, Otto sees it; six seconds later he does not."""

from __future__ import annotations

from desk.line import Line
from desk.typing import MOST, Typing, Typist

MINA = Line("web", "main", "mina")


def test_a_keystroke_counts_for_six_seconds() -> None:
    now = 100.0
    typing = Typing(seconds=lambda: now)
    typing.types(MINA, Typist.BUYER)
    now = 105.9
    assert typing.on(MINA, Typist.BUYER) and not typing.on(MINA, Typist.AGENT)
    now = 106.0
    assert not typing.on(MINA, Typist.BUYER)
    typing.types(MINA, Typist.BUYER)
    typing.stops(MINA, Typist.BUYER)
    assert not typing.on(MINA, Typist.BUYER)


def test_who_listens_is_told_until_they_leave() -> None:
    typing, told = Typing(seconds=lambda: 0.0), []
    listener = lambda line, who: told.append((line, who))  # noqa: E731
    typing.listen(listener)
    typing.types(MINA, Typist.AGENT)
    typing.leave(listener)
    typing.types(MINA, Typist.AGENT)
    assert told == [(MINA, Typist.AGENT)]


def test_only_so_many_hints_are_kept() -> None:
    typing = Typing(seconds=lambda: 0.0)
    typing.types(MINA, Typist.BUYER)
    for n in range(MOST):
        typing.types(Line("web", "main", str(n)), Typist.BUYER)
    assert not typing.on(MINA, Typist.BUYER) and typing.on(Line("web", "main", "0"), Typist.BUYER)
