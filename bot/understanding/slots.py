"""The values in a sentence: every kind, no two over the same letters, in the order they were written."""

from __future__ import annotations

from bot.understanding import Slot
from bot.understanding.names import Names
from bot.understanding.numbers import find_numbers
from bot.understanding.words import Words


def find_slots(words: Words, names: Names, product: Slot | None = None) -> tuple[Slot, ...]:
    """`product`: where the sentence names one; a number or colour within that name is a part of it."""
    kept = [product] if product else []
    for found in (*find_numbers(words), *names.find(words)):
        if all(found.end <= other.start or other.end <= found.start for other in kept):
            kept.append(found)
    return tuple(sorted(kept, key=lambda s: s.start))
