"""Trains the model from the packs: `python -m bot.understanding.train scripts_phrases`. The only user of scikit-learn.

Runs in a child process, never in the server.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from bot.understanding.examples import Example, examples
from bot.understanding.model import model_file, save_model
from desk.grams import ROWS, grams
from desk.phrases import load_packs

STRENGTH = 20.0
"""Inverse of the regularisation; chosen on other authors' sentences. It must converge: stopped early, it answers less."""
AGAIN, FORGOTTEN, SEED = 8, 0.5, 1
"""Each sentence is learnt eight times more with half of its n-grams forgotten, other ones each time: other people
say half of it otherwise. At half of the sentences answered, a third to a half fewer answers are wrong."""
LESSONS = 3
"""The model is the mean of three, each of which forgot otherwise. What one alone is sure of hangs on chance by a tenth
of the sentences, and thresholds chosen for one would not fit the next, learnt after a phrase was changed."""
SHORT = 6
"""N-grams; of so few none can be spared."""


def train(
    known: list[Example], lessons: int = LESSONS
) -> tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Intents, weights (rarity folded in), bias, rarity, and which rows were seen."""
    rows = [grams(example.plain) for example in known]
    rarity, seen = rarities(rows)
    # Each lesson starts from what the one before came to, which halves the time.
    learner = LogisticRegression(
        C=STRENGTH, max_iter=1500, tol=1e-4, class_weight="balanced", warm_start=True
    )
    intents, chance = [example.intent for example in known] * (1 + AGAIN), np.random.default_rng(SEED)
    learnt = []
    for _ in range(lessons):
        learner.fit(_matrix([*rows, *_half_forgotten(rows, chance)], rarity), intents)
        learnt.append(np.vstack([learner.coef_.T * rarity[:, None], learner.intercept_]))
    mean = np.mean(learnt, axis=0)
    return tuple(str(c) for c in learner.classes_), mean[:-1], mean[-1], rarity, seen


def _half_forgotten(
    rows: list[NDArray[np.int64]], chance: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    for _ in range(AGAIN):
        for one in rows:
            yield one[chance.random(len(one)) >= FORGOTTEN] if len(one) > SHORT else one


def rarities(rows: list[NDArray[np.int64]]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Smoothed inverse document frequency of each row; of rows never seen, the highest."""
    documents = np.zeros(ROWS)
    for one in rows:
        documents[np.unique(one)] += 1
    return np.log((1 + len(rows)) / (1 + documents)) + 1, documents > 0


def _matrix(rows: list[NDArray[np.int64]], rarity: NDArray[np.float64]) -> csr_matrix:
    lengths = [float((rarity[one] ** 2).sum()) ** 0.5 or 1.0 for one in rows]
    values = np.concatenate([rarity[one] / length for one, length in zip(rows, lengths, strict=True)])
    starts = np.cumsum([0] + [len(one) for one in rows])
    matrix = csr_matrix((values, np.concatenate(rows), starts), shape=(len(rows), ROWS))
    matrix.sum_duplicates()
    return matrix


def main(folder: Path) -> Path:
    packs = load_packs(folder)
    file = model_file(folder, packs.hash)
    save_model(file, *train(list(examples(packs))))
    for old in folder.glob("model-*.npz"):
        if old != file:
            old.unlink()
    return file


if __name__ == "__main__":
    print(main(Path(sys.argv[1])).name)
