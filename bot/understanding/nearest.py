"""The examples nearest to a sentence, by the pieces they share; a new example counts as soon as it is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.understanding.examples import Example
from desk.record import record

_WORD = re.compile(r"[a-z0-9'’]+|[^\s]")
MOST_PIECES = 120
MOST_ALIKE = 50


@record(frozen=True, slots=True)
class Near:
    example: Example
    likeness: float
    """Cosine of the shared pieces weighted by rarity: 1 is the same sentence."""


class Nearest:
    """Sentences said word for word are there at once; the search by pieces is made when first asked for."""

    def __init__(self, known: Iterable[Example], added: _Search | None = None) -> None:
        self._examples = [e for e in known if e.plain]
        self.same = {e.plain: e for e in self._examples}
        self._added = added

    def changed(self, added: Iterable[Example], gone: Iterable[Example]) -> Nearest:
        """With the sentences that a shop added and without those that it took away. What is rare stays as the
        packs have it: of a handful of sentences alone nobody could tell."""
        without = {e.plain for e in gone}
        learnt = [e for e in added if e.plain]
        return Nearest(
            [*(e for e in self._examples if e.plain not in without), *learnt], self._learnt_by(learnt)
        )

    def _learnt_by(self, learnt: list[Example]) -> _Search | None:
        return _Search(learnt, self._search.rarity) if learnt else None

    def learnt(self, plain: str) -> Near | None:
        """The nearest of the sentences that the shop added."""
        found = self._added.find(plain, 1) if self._added else []
        return found[0] if found else None

    def grouped(self, plain: Sequence[str], likeness: float) -> list[list[int]]:
        """Places of sentences that are alike, the largest groups first. Each joins the earliest leader that it is like
        enough; the first of a group is its leader."""
        among = [Example(str(place), text, "", "") for place, text in enumerate(plain) if text]
        search = _Search(among, self._search.rarity)
        groups: dict[int, list[int]] = {}
        for place, text in enumerate(plain):
            like = (
                (int(n.example.said) for n in search.find(text, MOST_ALIKE) if n.likeness >= likeness)
                if text
                else ()
            )
            leader = min((other for other in like if other in groups), default=place)
            groups.setdefault(leader, []).append(place)
        return sorted(groups.values(), key=lambda places: (-len(places), places[0]))

    def find(self, plain: str, most: int = 5) -> list[Near]:
        """Best first."""
        if same := self.same.get(plain):
            return [Near(same, 1.0)]
        return self._search.find(plain, most)

    @cached_property
    def _search(self) -> _Search:
        return _Search(self._examples)


class _Search:
    def __init__(self, known: list[Example], rarity: Mapping[str, float] | None = None) -> None:
        """`rarity`: of pieces, where it is known from more sentences than these."""
        self._examples = known
        pieces = [Counter(_pieces(e.plain)) for e in known]
        spread = Counter(piece for one in pieces for piece in one)
        if rarity is None:
            rarity = {p: float(np.log((1 + len(pieces)) / (1 + n)) + 1) for p, n in spread.items()}
        self._rarest = max(rarity.values(), default=1.0)
        self.rarity = {p: rarity.get(p, self._rarest) for p in (*rarity, *spread)}
        where: dict[str, list[int]] = {p: [] for p in spread}
        for number, one in enumerate(pieces):
            for piece in one:
                where[piece].append(number)
        self._where: dict[str, NDArray[np.int32]] = {p: np.array(n, np.int32) for p, n in where.items()}
        lengths = [sum(self.rarity[p] ** 2 for p in one) ** 0.5 for one in pieces]
        self._lengths = np.array(lengths or [1.0], np.float64)

    def find(self, plain: str, most: int) -> list[Near]:
        """The pieces that nearly every sentence has count little."""
        pieces = list(dict.fromkeys(_pieces(plain)))[:MOST_PIECES]
        length = sum(self.rarity.get(p, self._rarest) ** 2 for p in pieces) ** 0.5
        found = [(self._where[p], self.rarity[p] ** 2) for p in pieces if p in self._where]
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
