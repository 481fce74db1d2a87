"""From a sentence to an intent: the model's odds, an example said word for word, and whether we may act on it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from bot.understanding import Action
from bot.understanding.examples import Example
from bot.understanding.model import Model
from bot.understanding.nearest import Near, Nearest
from bot.understanding.thresholds import LIKELY, SURE
from bot.understanding.words import Words
from desk.grams import grams
from desk.record import record

OUT = "out_of_scope"
WORD_FOR_WORD = 0.98
"""Confidence in a sentence that stands in the pack as it was said."""

ANY_OTHER = "any other"
"""Threshold of an intent that was not there when they were chosen: docs/understanding.md."""
COURTESIES = frozenset({"greeting", "thanks", "goodbye", "ack"})
LONGEST_COURTESY = {"zh": 8, "en": 32}
"""Letters; a longer sentence says something else as well, and that is what wants an answer."""
KNOWN = 0.6
"""Share of a sentence that the examples must have shown before; stranger ones are never answered."""


LEARNT, RECALLS = 0.68, 0.5
"""Likeness to a sentence that the shop itself added, and that the model has not learnt: from the first on it means the
same, from the second on it is worth asking whether it does."""


@record(frozen=True, slots=True)
class Match:
    intent: str
    confidence: float
    """Four digits, as in `top`."""
    top: tuple[tuple[str, float], ...]
    action: Action
    same: Example | None = None


class Matcher:
    """With a model; without one, by the nearest examples alone, which asks more and answers less."""

    def __init__(self, model: Model | None, nearest: Nearest) -> None:
        self.nearest = nearest
        self._model = model

    def changed(self, added: Iterable[Example], gone: Iterable[Example]) -> Matcher:
        """With the same model, and with sentences that a shop added or took away."""
        return Matcher(self._model, self.nearest.changed(added, gone))

    def match(self, words: Words) -> Match:
        same = self.nearest.same.get(words.plain) or self.nearest.same.get(words.bare)
        intents, odds, seen = self._odds(words.bare)
        if same:
            return _exactly(same, intents, odds)
        near = self.nearest.learnt(words.bare)
        if near and near.likeness >= LEARNT:
            return _exactly(near.example, intents, odds, near.likeness * WORD_FOR_WORD)
        likely = odds.tolist()
        top = tuple([(intents[i], round(likely[i], 4)) for i in odds.argsort()[:-4:-1].tolist()])
        found = Match(*top[0], top, _action(top, seen, words)) if top else UNKNOWN
        return (
            _recalled(found, near)
            if near and near.likeness >= RECALLS and found.action != "answer"
            else found
        )

    def _odds(self, plain: str) -> tuple[tuple[str, ...], NDArray[np.float32], float]:
        if self._model is None:
            return self._by_neighbours(plain)
        odds, seen = self._model.probabilities(grams(plain))
        return self._model.intents, odds, seen

    def _by_neighbours(self, plain: str) -> tuple[tuple[str, ...], NDArray[np.float32], float]:
        shares: dict[str, float] = {}
        near = self.nearest.find(plain)
        for one in near:
            shares[one.example.intent] = shares.get(one.example.intent, 0.0) + one.likeness**3
        total = sum(shares.values()) or 1.0
        closest = near[0].likeness if near else 0.0
        odds = np.array([share / total * closest for share in shares.values()] or [0.0], np.float32)
        return tuple(shares) or (OUT,), odds, 1.0 if near else 0.0


UNKNOWN = Match(OUT, 0.0, ((OUT, 0.0),), "handoff")


def _exactly(
    same: Example, intents: tuple[str, ...], odds: NDArray[np.float32], surely: float = WORD_FOR_WORD
) -> Match:
    others = [(intents[i], float(odds[i])) for i in np.argsort(odds)[::-1] if intents[i] != same.intent][:2]
    rest = sum(p for _, p in others) or 1.0
    scaled = tuple((name, round(p / rest * (1 - surely), 4)) for name, p in others)
    action: Action = "clarify" if same.intent == OUT else "answer"
    sure = round(surely, 4)
    return Match(same.intent, sure, ((same.intent, sure), *scaled), action, same)


def _recalled(found: Match, near: Near) -> Match:
    """Not sure, but it recalls a sentence of the shop's own: that meaning is asked first."""
    intent = near.example.intent
    others = tuple(pair for pair in found.top if pair[0] != intent)[:2]
    odds = round(max(near.likeness, *(p for _, p in others)), 4) if others else round(near.likeness, 4)
    return Match(intent, odds, ((intent, odds), *others), "clarify")


def _action(top: tuple[tuple[str, float], ...], seen: float, words: Words) -> Action:
    """Answered from `SURE` on; from `LIKELY` on it is worth asking which of the likeliest is meant."""
    (intent, confidence), language = top[0], words.language[:2]
    only_courtesy = intent in COURTESIES and len(words.bare) > LONGEST_COURTESY[language]
    if intent != OUT and not only_courtesy and seen >= KNOWN and confidence >= _least(SURE[language], intent):
        return "answer"
    asked, likeliest = next((one for one in top if one[0] != OUT), (OUT, 0.0))
    return "clarify" if likeliest >= _least(LIKELY[language], asked) else "handoff"


def _least(thresholds: dict[str, float], intent: str) -> float:
    return thresholds.get(intent) or thresholds[ANY_OTHER]
