"""The values in a sentence: every kind, no two over the same letters, in the order they were written."""

from __future__ import annotations

from operator import attrgetter

from bot.understanding import Slot
from bot.understanding.names import Names
from bot.understanding.numbers import find_numbers
from bot.understanding.words import Words


def find_slots(words: Words, names: Names, product: Slot | None = None) -> tuple[Slot, ...]:
    """`product`: where the sentence names one; a number or colour within that name is a part of it."""
    kept = [product] if product else []
    for found in (*find_numbers(words), *names.find(words)):
        for other in kept:
            if found.start < other.end and other.start < found.end:
                break
        else:
            kept.append(found)
    if len(kept) > 1:
        kept.sort(key=attrgetter("start"))
    return tuple(kept)
