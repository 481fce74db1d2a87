"""A rule about words the shop never uses, and what breaking one comes to."""

from __future__ import annotations

from typing import Literal

from desk.record import record

Decision = Literal["pass", "warn", "ask", "block"]
SEVERITY: dict[Decision, int] = {"pass": 0, "warn": 1, "ask": 2, "block": 3}

MACHINES = frozenset({"bot", "timer"})
"""Roles that cannot ask anybody: for them `ask` is `block`."""
AGENTS = {"human": "agent"}
"""What the author of a message is called → the role of a rule's scope."""


@record(frozen=True, slots=True)
class Rule:
    """Phrases that share a right wording. How a phrase is written: desk/banned/phrase_notation.py."""

    id: str
    family: str
    verdict: Decision
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Longer words that contain one of the phrases and are fine (微信支付)."""
    warned_by: tuple[str, ...] = ()
    """Words before it in the same sentence that make it a warning (请勿, never)."""
    whole: bool = False
    """Only when the text says nothing else."""
    say: str = ""
    kind: str = ""
    """The same in every language, where `family` is what people call it."""
    denied_by: tuple[str, ...] = ()
    """Words before it in the same clause that deny it (we cannot)."""
    denied_after: tuple[str, ...] = ()
    """And behind it (加微信是不可以的)."""
    fine_with: tuple[str, ...] = ()
    """Words anywhere in the same sentence with which it is fine (scam, 诈骗)."""
    detects: tuple[str, ...] = ()
    """What is found by how it is built, not by words: phone, card, identity, mail, home."""
    links: tuple[str, ...] = ()
    """Beginnings of addresses (t.me/), letter by letter."""
    channels: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    """Where and for whom it holds; empty is everywhere, for everybody."""
    soft: bool = False
    """Its words also stand in harmless sentences: plainly written, they do not count where the tone is sure of one."""
    hidden: bool = False
    """Its words are everybody's, and mean something only where they are written so that no list finds them."""
    turns: tuple[str, ...] = ()
    official: tuple[str, ...] = ()
    quoting: tuple[str, ...] = ()
    sounding: tuple[str, ...] = ()
    by_ear: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    beside_fillers: tuple[str, ...] = ()
    """The pack's lists of these names: desk/banned/excuses.py, desk/banned/sounds.py, desk/banned/by_ear.py and desk/banned/fillers.py have what they are
    for."""

    def holds(self, role: str, channel: str, queue: str) -> bool:
        return (
            (not self.channels or channel in self.channels)
            and (not self.queues or queue in self.queues)
            and (not self.roles or AGENTS.get(role, role) in self.roles)
        )


@record(frozen=True, slots=True)
class Hit:
    """`start` and `end` are code points of the text as it was written, end exclusive."""

    rule: str
    start: int
    end: int
    say: str


@record(frozen=True, slots=True)
class Verdict:
    decision: Decision
    hits: tuple[Hit, ...] = ()


CLEAN = Verdict("pass")
