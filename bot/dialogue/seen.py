"""What the dialogue is told: the conversation as it stood, and the letters that came in since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from bot.channels import Kind
from bot.understanding import Understanding
from desk.record import record


@record(frozen=True, slots=True)
class Seen:
    """The conversation when the thought began."""

    language: str
    """The conversation's: where a letter has no language of its own (a photo, a button)."""
    greeted: bool
    """The bot has said who it is in this conversation."""
    mode: str = "bot"
    """bot | waiting | human | closed"""
    state: Mapping[str, object] = field(default_factory=dict)
    """The object of the last Remember; empty at the start."""
    wrong_proofs: int = 0
    """By this buyer, in the last 24 hours."""
    waiting_for: frozenset[str] = frozenset()
    """SKUs for which the buyer is on the waiting list."""


@record(frozen=True, slots=True)
class Heard:
    """One letter of the run, or one wish of it: several may carry the same inbox id."""

    inbox_id: int
    kind: Kind
    text: str = ""
    understanding: Understanding | None = None
    """None: nobody tried (no text), or it could not be understood at all."""
    button: str | None = None
    photos: int = 0
    group_id: str | None = None
    in_group: bool = False
    for_us: bool = True

    def as_understood(self, understanding: Understanding) -> Heard:
        return Heard(
            self.inbox_id,
            self.kind,
            self.text,
            understanding,
            self.button,
            self.photos,
            self.group_id,
            self.in_group,
            self.for_us,
        )
