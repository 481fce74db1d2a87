"""Which phrases of all rules may stand in a text, found out at the cost of the text's length."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import add

from desk.banned.excuses import Excuses
from desk.banned.phrase_notation import Part, Pattern, looked_up
from desk.banned.rule import Rule
from desk.record import record

USUAL = {letter: rank for rank, letter in enumerate(reversed("etaolnsrhdcumfpgwybvk"), 1)}
"""Letters of English, the commonest with the highest rank: a pair of them tells little."""


@record(frozen=True, slots=True)
class Sought:
    """A phrase of a rule, ready."""

    pattern: Pattern
    rule: Rule
    excuses: Excuses


class PhraseIndex:
    def __init__(self) -> None:
        self._by_pair: dict[str, list[str]] = {}
        """The least usual two neighbouring letters of some words → the letters of all words looked up by them."""
        self._sought: dict[str, tuple[Sought, ...]] = {}
        """The letters of words → the phrases that are looked for when they are there."""

    def add(self, sought: Sought) -> None:
        """By the part of it that is the least usual."""
        part = min(_ways_in(sought.pattern), key=lambda part: max(map(_least_usual, part.words)))
        alone = (sought,)  # of tens of thousands of words most have one phrase
        for letters in part.words:
            if letters not in self._sought:
                self._by_pair.setdefault(_pair(letters), []).append(letters)
            phrases = self._sought.get(letters, ())
            if all(other.pattern is not sought.pattern or other.rule is not sought.rule for other in phrases):
                self._sought[letters] = phrases + alone if phrases else alone

    def words_in(self, letters: str) -> list[str]:
        """Words that are looked for. Most texts hold none, nor many of the pairs by which they are looked up:
        all pairs of a text are made and looked up without a step of our own for each."""
        pairs = self._by_pair.keys() & map(add, letters, letters[1:])
        return [word for pair in pairs for word in self._by_pair[pair] if word in letters]

    def phrases(self, words: Iterable[str]) -> Iterable[Sought]:
        """Those looked for by these words, each once."""
        return {id(one): one for word in words for one in self._sought[word]}.values()


def _ways_in(pattern: Pattern) -> list[Part]:
    parts = list(filter(looked_up, pattern.parts))
    return parts if pattern.in_order else parts or list(pattern.parts)


def _pair(letters: str) -> str:
    pairs: list[str] = [*map(add, letters, letters[1:])]
    return min(pairs, key=_usual)


def _least_usual(letters: str) -> int:
    return _usual(_pair(letters))


@lru_cache(1 << 10)
def _usual(pair: str) -> int:
    return sum(USUAL.get(letter, 0) for letter in pair)
