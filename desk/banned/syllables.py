"""The sounds of Chinese in pinyin, and the letters of each: sounds.txt."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("sounds.txt")
LONGEST = 6
"""Letters of a sound in pinyin: zhuang."""


def syllables_of(run: str, known: Container[str]) -> list[str]:
    """The sounds that a run of letters is made of, the longest first; nothing where a letter is left over."""
    # From behind, so that each place is looked at once: a hostile run has thousands of ways to be cut.
    behind: dict[int, list[str]] = {len(run): []}
    for start in reversed(range(len(run))):
        for end in range(min(len(run), start + LONGEST), start, -1):
            if end in behind and run[start:end] in known:
                behind[start] = [run[start:end], *behind[end]]
                break
    return behind.get(0, [])


@cache
def syllables() -> frozenset[str]:
    return frozenset(syllable for syllable, _ in table())


@cache
def table() -> list[tuple[str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [(sound, letters) for sound, _, letters in (line.partition(" ") for line in lines[1:])]
