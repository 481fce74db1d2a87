"""How often a guess of such odds is right: one line for each language, moved a little by each intent."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bench.guesses import Guess

LANGUAGES = ("zh", "en")
MOVED, MOVED_IN_ONE_LANGUAGE = 0.35, 0.25
"""How far an intent's line moves from the language's: the spread expected before any sentence was seen."""
LEAST, MOST = {"answer": 0.5, "ask": 0.1}, {"answer": 0.99, "ask": 0.5}


class Calibration:
    """How often a guess of such odds is right."""

    def __init__(self, guesses: Sequence[Guess], what: str) -> None:
        self._what = what
        intents = sorted({self.intent(guess) for guess in guesses})
        self._place = {intent: n for n, intent in enumerate(intents)}
        rows = np.array([self._row(g.language, self.intent(g), self.odds(g)) for g in guesses])
        right = [g.right if what == "answer" else g.among_three for g in guesses]
        learner = LogisticRegression(C=1.0, fit_intercept=False, max_iter=3000)
        self._weights: NDArray[np.float64] = learner.fit(rows, right).coef_[0]

    def intent(self, guess: Guess) -> str:
        return guess.intent if self._what == "answer" else guess.asked

    def odds(self, guess: Guess) -> float:
        return guess.odds if self._what == "answer" else guess.asked_odds

    def rightness(self, guess: Guess) -> float:
        return _share(self._at(guess.language, self.intent(guess), self.odds(guess)))

    def threshold(self, language: str, intent: str, border: float) -> float:
        """The odds from which on a guess is right so often."""
        level = self._at(language, intent, _share(0.0))
        slope = self._at(language, intent, _share(1.0)) - level
        odds = _share((_logit(border) - level) / max(slope, 0.1))
        return round(min(max(odds, LEAST[self._what]), MOST[self._what]), 3)

    def _at(self, language: str, intent: str, odds: float) -> float:
        return float(self._row(language, intent, odds) @ self._weights)

    def _row(self, language: str, intent: str, odds: float) -> NDArray[np.float64]:
        """The two of the language are free (10); the intent's are held near to none."""
        spoken, many = LANGUAGES.index(language), len(self._place)
        row = np.zeros(4 + 3 * many)
        row[spoken], row[2 + spoken] = 10, 10 * _logit(odds) / 3
        if (place := self._place.get(intent)) is not None:
            row[4 + place] = MOVED
            row[4 + many * (1 + spoken) + place] = MOVED_IN_ONE_LANGUAGE
        return row


def _logit(share: float) -> float:
    kept = min(max(share, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
