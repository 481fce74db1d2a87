"""The examples nearest to a sentence, by the pieces they share; a new example counts as soon as it is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.understanding.examples import Example
from desk.record import record

_WORD = re.compile(r"[a-z0-9'’]+|[^\s]")
MOST_PIECES = 120


@record(frozen=True, slots=True)
class Near:
    example: Example
    likeness: float
    """Cosine of the shared pieces weighted by rarity: 1 is the same sentence."""


class Nearest:
    """Sentences said word for word are there at once; the search by pieces is made when first asked for."""

    def __init__(self, known: Iterable[Example]) -> None:
        self._examples = [e for e in known if e.plain]
        self.same = {e.plain: e for e in self._examples}

    def find(self, plain: str, most: int = 5) -> list[Near]:
        """Best first."""
        if same := self.same.get(plain):
            return [Near(same, 1.0)]
        return self._search.find(plain, most)

    @cached_property
    def _search(self) -> _Search:
        return _Search(self._examples)


class _Search:
    def __init__(self, known: list[Example]) -> None:
        self._examples = known
        pieces = [Counter(_pieces(e.plain)) for e in known]
        spread = Counter(piece for one in pieces for piece in one)
        self._rarity = {p: float(np.log((1 + len(pieces)) / (1 + n)) + 1) for p, n in spread.items()}
        self._rarest = max(self._rarity.values(), default=1.0)
        where: dict[str, list[int]] = {p: [] for p in spread}
        for number, one in enumerate(pieces):
            for piece in one:
                where[piece].append(number)
        self._where: dict[str, NDArray[np.int32]] = {p: np.array(n, np.int32) for p, n in where.items()}
        lengths = [sum(self._rarity[p] ** 2 for p in one) ** 0.5 for one in pieces]
        self._lengths = np.array(lengths or [1.0], np.float64)

    def find(self, plain: str, most: int) -> list[Near]:
        """The pieces that nearly every sentence has count little."""
        pieces = list(dict.fromkeys(_pieces(plain)))[:MOST_PIECES]
        length = sum(self._rarity.get(p, self._rarest) ** 2 for p in pieces) ** 0.5
        found = [(self._where[p], self._rarity[p] ** 2) for p in pieces if p in self._where]
        if not found or not length:
            return []
        numbers = np.concatenate([where for where, _ in found])
        weights = np.repeat([rarity for _, rarity in found], [len(where) for where, _ in found])
        likeness = np.bincount(numbers, weights, minlength=len(self._examples)) / (self._lengths * length)
        few = np.argpartition(-likeness, most)[:most] if len(likeness) > most else np.arange(len(likeness))
        ranked = sorted(few.tolist(), key=lambda number: -likeness[number])
        return [Near(self._examples[n], min(1.0, float(likeness[n]))) for n in ranked if likeness[n] > 0]


def _pieces(plain: str) -> Iterator[str]:
    """Words and pairs of words; of Chinese, letters and pairs of letters."""
    words = _WORD.findall(plain)
    yield from words
    for one, other in pairwise(words):
        yield f"{one} {other}"
