"""Whether the packs' own examples are understood: what `must_understand` asks for."""

from __future__ import annotations

from collections.abc import Iterator

from bot.understanding import Understander, Understanding
from desk.phrases import Fault, Packs


def understanding_faults(packs: Packs, understander: Understander) -> list[Fault]:
    """Each sentence of `must_understand` that leads elsewhere, is not sure enough, or misses a value."""
    return [
        Fault(f"{pack.language}/intents.toml", intent, f"{sentence!r} {reason}")
        for pack in packs
        for intent, words in pack.intents.items()
        for sentence, values in words.must_understand.items()
        for reason in _reasons(understander.understand(sentence, pack.language), intent, dict(values))
    ]


def _reasons(meant: Understanding, intent: str, values: dict[str, str]) -> Iterator[str]:
    if meant.intent != intent:
        yield f"is understood as {meant.intent}"
    elif meant.action != "answer":
        yield f"is understood, but not surely enough to answer ({meant.confidence:.0%})"
    found: dict[str, str] = {slot.type: slot.value for slot in meant.slots}
    for kind, value in values.items():
        if found.get(kind) != value:
            yield f"has {kind} {value!r}, found was {found.get(kind)!r}"
