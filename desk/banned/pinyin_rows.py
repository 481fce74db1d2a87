"""Rows of words that are nothing but pinyin (bu guan wo de shi, zijinonghuaide), also in a text of another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from desk.banned.ordinary_words import ordinary_words
from desk.banned.syllables import syllables, syllables_of

FEWEST = 3
"""Sounds of a row that could be a phrase."""
WORD = re.compile("[A-Za-z]+")
VOWEL = re.compile("[aeiouv]")
"""Without which hm and emmm would be sounds."""
BETWEEN = re.compile(r"[ '’.\-_·*]{0,2}")
Sound = tuple[str, int]
"""And its place in the text."""
Spoken = tuple[int, int, str]
"""From which place up to which, and the word that is said there."""


def rows_of_pinyin(text: str) -> Iterator[list[Sound]]:
    """Those of which at least half of the words are no words of English."""
    row: list[Sound] = []
    words = odd = behind = 0
    for word in WORD.finditer(text):
        sounds = _sounds(word[0].lower())
        if not sounds or not BETWEEN.fullmatch(text, behind, word.start()):
            if len(row) >= FEWEST and 2 * odd >= words:
                yield row
            row, words, odd = [], 0, 0
        at = word.start()
        for sound in sounds:
            row.append((sound, at))
            at += len(sound)
        words += bool(sounds)
        odd += bool(sounds) and len(word[0]) > 1 and word[0].lower() not in ordinary_words()
        behind = word.end()
    if len(row) >= FEWEST and 2 * odd >= words:
        yield row


@lru_cache(1 << 10)
def _sounds(word: str) -> tuple[str, ...]:
    sounds = syllables_of(word, syllables())
    return tuple(sounds) if all(map(VOWEL.search, sounds)) else ()
