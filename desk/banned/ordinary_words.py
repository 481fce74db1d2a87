"""Words of English that people use: what is none of them may be another one in disguise."""

from __future__ import annotations

from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_suffix(".txt")


@cache
def ordinary_words() -> frozenset[str]:
    """Those that stand in the packs' harmless sentences, and some more."""
    return frozenset(WORDS.read_text(encoding="utf-8").split())
