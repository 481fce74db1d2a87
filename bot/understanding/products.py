"""Which product a sentence speaks of: an index over names, nicknames, SKUs and links, built once per catalogue.

Rare pieces of names (two letters of Chinese, three of others) shortlist the candidates; RapidFuzz ranks them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from operator import add
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bot.understanding import ProductGuess, Slot
from bot.understanding.names import apart, slot, where_names_start
from bot.understanding.words import Words
from desk.normal_form import fold
from desk.stock import Catalogue, Product

SHORTLIST = 12
BEST = 5
LEAST = 0.45
"""Below it a likeness is chance."""
UNTOLD, LETTERS = 0.2, 0.1
"""What a name loses that leaves untold what the sentence says of products, or whose letters are not there: of two
names that are otherwise as near, "velvet rug" and "velvet cushion", the sentence's own third word decides."""
CLEAR = 74.0
"""Likeness (0 to 100) from which a stretch of the sentence is called the product's name."""
LONGEST_SENTENCE = 200

_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
_LINK = re.compile(r"https?://[^\s]{1,500}")
_DIGIT = re.compile("[0-9]")
_KEY = re.compile(r"[a-z0-9][a-z0-9_./-]{2,63}")
LONG_NAME = {True: 8, False: 4}
"""Letters (Latin, else) from which a name that stands word for word in the sentence is certainly meant."""
_COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "for",
        "to",
        "in",
        "on",
        "with",
        "my",
        "your",
        "is",
        "it",
        "do",
        "does",
        "have",
        "has",
        "you",
        "i",
        "we",
        "this",
        "that",
        "are",
        "any",
        "me",
        "can",
        "when",
        "where",
        "what",
        "how",
        "much",
        "many",
        "still",
        "available",
        "stock",
        "one",
        "order",
        "please",
        "want",
        "buy",
        "set",
        "new",
        "back",
        "from",
        "at",
        "be",
        "so",
    ]
)


NO_NICKNAMES: Mapping[str, tuple[str, ...]] = MappingProxyType({})
NOTHING: dict[int, dict[str, list[str]]] = {}


class ProductIndex:
    """Built from one version of the catalogue; a query touches only names that share pieces with it."""

    def __init__(self, catalogue: Catalogue, nicknames: Mapping[str, tuple[str, ...]] = NO_NICKNAMES) -> None:
        self.version = catalogue.version
        self._names: list[tuple[str, str]] = []
        self._names_of: dict[str, list[str]] = {}
        self._exact: dict[str, str] = {}
        self._by_start: dict[str, dict[int, dict[str, list[str]]]] = {}
        """First three letters of a long name → its length → the name → its products."""
        for product in catalogue.products.values():
            names, keys = list(_names(product, nicknames)), list(_keys(product))
            self._names.extend((name, product.id) for name in names)
            self._names_of[product.id] = [*names, *keys]
            self._exact.update((key, product.id) for key in keys)
            self._learn(names, product.id)
        self._starts = where_names_start(self._by_start)
        pieces = [frozenset(_pieces(name)) for name, _ in self._names]
        spread = Counter(piece for name in pieces for piece in name)
        self._rarity = {piece: float(np.log(1 + len(pieces) / count)) for piece, count in spread.items()}
        where: dict[str, list[int]] = {piece: [] for piece in spread}
        for number, name in enumerate(pieces):
            for piece in name:
                where[piece].append(number)
        self._where: dict[str, NDArray[np.int32]] = {p: np.array(n, np.int32) for p, n in where.items()}
        self._whole = np.array([sum(self._rarity[p] for p in name) or 1.0 for name in pieces], np.float64)

    def find(self, words: Words) -> tuple[ProductGuess, ...]:
        """Best first, at most five; empty when the sentence names none."""
        exact = self._by_key(words)
        if exact:
            return (ProductGuess(exact, 1.0),)
        text = words.folded.text[:LONGEST_SENTENCE]
        if said := self._word_for_word(text):
            return tuple(ProductGuess(product, 1.0) for product in said[:BEST])
        best: dict[str, float] = {}
        for number, share, told in self._shortlist(text):
            name, product = self._names[number]
            score = _likeness(name, text, share) - UNTOLD * (1 - told) + LETTERS * _letters_there(name, text)
            if score >= LEAST and score > best.get(product, 0.0):
                best[product] = score
        if not best:
            return ()
        ranked = sorted(best.items(), key=lambda item: -item[1])[:BEST]
        return tuple(ProductGuess(product, round(score, 3)) for product, score in ranked)

    def mention(self, words: Words, guess: ProductGuess) -> Slot | None:
        """Where the sentence names this product; None where it does so only in pieces."""
        text = words.folded.text[:LONGEST_SENTENCE]
        best: tuple[float, int, int] = (CLEAR, 0, 0)
        names = self._names_of.get(guess.product, ())
        for name in names:
            if (at := text.find(name)) >= 0 and len(name) >= LONG_NAME[name.isascii()]:
                return slot(words, "product", at, at + len(name))
        for name in names:
            lies = (
                fuzz.partial_ratio_alignment(name, text, score_cutoff=CLEAR)
                if len(name) <= len(text)
                else None
            )
            if lies and lies.score > best[0]:
                best = (lies.score, lies.dest_start, lies.dest_end)
        return slot(words, "product", best[1], best[2]) if best[2] else None

    def _learn(self, names: list[str], product: str) -> None:
        for name in names:
            if len(name) >= LONG_NAME[name.isascii()]:
                same_length = self._by_start.setdefault(name[:3], {}).setdefault(len(name), {})
                same_length.setdefault(name, []).append(product)

    def _word_for_word(self, text: str) -> list[str]:
        """Products with a long name that the sentence says as it is written, the longest name first."""
        found: list[tuple[int, str]] = []
        for start in self._starts.finditer(text):
            at = start.start()
            for length, names in self._by_start.get(text[at : at + 3], NOTHING).items():
                said = names.get(text[at : at + length])
                if said and apart(text, at, at + length):
                    found += [(length, product) for product in said]
        if not found:
            return []
        if len(found) > 1:
            found.sort(key=lambda one: -one[0])
        return list(dict.fromkeys(product for _, product in found))

    def _by_key(self, words: Words) -> str | None:
        text = words.folded.text
        for link in _LINK.finditer(text) if "://" in text else ():
            if found := self._exact.get(link[0].rstrip("/.,)")):
                return found
        if words.first_digit < 0:
            return None
        begin = text.rfind(" ", 0, words.first_digit) + 1  # no token reaches over a space
        for token in _KEY.findall(text, begin, 1000):
            if (
                not token.isalpha()
                and _DIGIT.search(token)
                and (found := self._exact.get(token.strip("./-")))
            ):
                return found
        return None

    def _shortlist(self, text: str) -> Iterator[tuple[int, float, float]]:
        """Names with the greatest share of their rare pieces in the sentence; the share itself, and how much of what
        the sentence says of any product the name tells."""
        pieces = _pieces(text)
        if self._where.keys().isdisjoint(pieces):
            return
        found = [(self._where[p], self._rarity[p]) for p in set(pieces) if p in self._where]
        numbers = np.concatenate([where for where, _ in found])
        weights = np.repeat([rarity for _, rarity in found], [len(where) for where, _ in found])
        mass = np.bincount(numbers, weights, minlength=len(self._names))
        share, said = mass / self._whole, sum(rarity for _, rarity in found)
        # Both: how much of the name is there, and how telling it is.
        merit = share * np.sqrt(mass)
        few = (
            np.argpartition(-merit, SHORTLIST)[:SHORTLIST]
            if len(merit) > SHORTLIST
            else np.arange(len(merit))
        )
        for number in few[np.argsort(-merit[few])]:
            if share[number] > 0.15:
                yield int(number), float(share[number]), float(mass[number] / said)


def _names(product: Product, nicknames: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    called = nicknames.get(product.id, ())
    for name in dict.fromkeys((product.name, product.name_en, *product.aliases, *called)):
        plain = " ".join(fold(name).text.split())
        if plain:
            yield plain


def _keys(product: Product) -> Iterator[str]:
    for variant in product.variants:
        yield fold(variant.sku).text.strip()
        if variant.url:
            yield fold(variant.url).text.strip().rstrip("/")


def _pieces(text: str) -> list[str]:
    """What names are found by: pairs of Chinese letters, and words with their triples of others."""
    pieces: list[str] = []
    for word in _WORD.findall(text):
        if word[0] > "\u3000":
            pieces += map(add, word, word[1:]) if len(word) > 1 else [word]
        elif word not in _COMMON:
            pieces.append(f" {word.removesuffix('s') if len(word) > 3 else word} ")
            if len(word) > 3:
                padded = f"^{word}"
                pieces += [padded[i : i + 3] for i in range(len(word) - 1)]
    return pieces


def _letters_there(name: str, text: str) -> float:
    """Of a Chinese name, for what is left of a pair with one sign wrong."""
    return 0.0 if name.isascii() else sum(map(text.__contains__, name)) / len(name) - 1


def _likeness(name: str, text: str, share: float) -> float:
    """0 to 1: how surely the sentence means this name; a part of the name that is all there counts, too."""
    near = fuzz.partial_ratio(name, text) / 100 if len(name) <= len(text) else fuzz.ratio(name, text) / 100
    words = fuzz.token_set_ratio(name, text) / 100 if name.isascii() else near
    return min(1.0, 0.5 * share + 0.5 * max(near, words * 0.9))
