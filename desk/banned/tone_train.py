"""Trains the tone from the packs: `python -m desk.tone_train scripts_phrases`. Needs scikit-learn; never in the server."""

from __future__ import annotations

import shutil
import sys
import tomllib
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags  # type: ignore[import-untyped]
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from desk.banned.guard import Guard
from desk.banned.tone import CLOSED, HARMLESS, OPEN, loudest
from desk.banned.tone_limits import WRITTEN, Limits, Sentence, SparesAll, limits_of
from desk.banned.tone_weights import (
    ALL_ROWS,
    FINEST,
    SCRIPTS,
    Weights,
    features,
    keep,
    script,
    tone_folder,
    weights_of,
)
from desk.phrases import load_packs

STRENGTH = 30.0
"""Inverse of the regularisation."""
SEEN = 4
"""Sentences in which an n-gram must stand to be learnt: what fewer have is of one writer."""
ROUNDS = 20
"""Times at most that a learner goes through all sentences: for some kinds not even a hundred are enough, in five times the time."""
FOLDS, SEED = 3, 1
EVERYDAY, COMMON = "tone_everyday.toml", 8.0
"""Of each pack, with what agents say on any day; how much more such a sentence counts: there are many more of them than
people wrote down."""
MOST_ROWS = 236_500
"""N-grams of a script that are kept: those that tell the most. Of 300,000 the last fifth changes nothing but the memory."""
TELLING, DOUBT = 0.5, 1.0
"""How much of an n-gram's weight is by what it tells alone, and how often it is taken for said by either side besides."""
BUYERS = 0.2
"""How much a buyer's sentence counts: nobody of the shop says them, but what they are about is harmless."""

told = cache(features)
"""A sentence's rows: it is learnt from several times."""
Floats = NDArray[np.float64]
Rows = Sequence[tuple[NDArray[np.int64], ...]]


def sentences(folder: Path, lists: Guard) -> list[Sentence]:
    """What stands in tone.toml, all that the packs say themselves, and what of buyers' sentences no list stops."""
    found: dict[str, Sentence] = {}
    for pack in load_packs(folder):
        said = [v.text for variants in pack.replies.values() for v in variants]
        said += [
            *(quick.text for quick in pack.quick_replies),
            *(rule.say for rule in pack.rules if rule.say),
        ]
        found |= {
            text: Sentence(HARMLESS, text, BUYERS)
            for intent in pack.intents.values()
            for text in intent.people_say
            if lists.check(text, "agent").decision in ("pass", "warn")
        }
        found |= {text: Sentence(HARMLESS, text) for text in said}
    for file in sorted(folder.glob("*/tone*.toml")):
        for kind, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if kind not in (HARMLESS, *OPEN, *CLOSED):
                raise SystemExit(f"{file}: {kind!r} is no kind that can be learnt")
            found |= {text: _written(kind, text, file.name == EVERYDAY) for text in said}
    return list(found.values())


def _written(kind: str, text: str, everyday: bool) -> Sentence:
    return Sentence(kind, text, WRITTEN * (COMMON if everyday else 1.0), everyday)


def train(known: Sequence[Sentence], limits: Limits | None = None) -> Weights:
    """From sentences of one script: how rare an n-gram is, is another matter in another."""
    rows = [told(one.text) for one in known]
    seen, documents = np.unique(np.concatenate([block for one in rows for block in one]), return_counts=True)
    seen, documents = seen[documents >= SEEN], documents[documents >= SEEN]
    rarity = np.log((1 + len(rows)) / (1 + documents)) + 1
    matrix = _matrix(rows, seen, rarity)
    kinds = np.array([one.kind for one in known])
    names = tuple(sorted(set(kinds) - {HARMLESS}))
    weight = np.array([one.weight / WRITTEN for one in known])
    harmless, everything = kinds == HARMLESS, np.ones(len(kinds), bool)
    asked = [
        (~harmless, everything),
        *((~harmless, harmless | np.isin(kinds, group)) for group in (CLOSED, OPEN)),
        *((kinds == name, everything) for name in names),
    ]
    learners = [_learnt(matrix[among], yes[among], weight[among]) for yes, among in asked]
    weights = np.column_stack([one for one, _ in learners]) * rarity[:, None]
    most = np.sort(np.argsort(-(weights**2).sum(axis=1))[:MOST_ROWS])
    weights = weights[most]
    scale = np.abs(weights).max(axis=0) / FINEST
    bias = np.array([bias for _, bias in learners])
    return weights_of(
        names,
        seen[most],
        np.round(weights / scale).astype(np.int8),
        scale.astype(np.float32),
        rarity[most].astype(np.float32),
        bias.astype(np.float32),
        limits.lines(names) if limits else np.zeros((2, len(names)), np.float32),
    )


def _learnt(matrix: csr_matrix, yes: NDArray[np.bool_], weight: Floats) -> tuple[Floats, float]:
    """The weight of each n-gram, and the bias. What tells by itself is believed more readily than what tells only together
    with others: of what strangers write that finds more at the same alarms."""
    telling = TELLING * _telling(matrix, yes, weight) + 1 - TELLING
    learner = LogisticRegression(
        C=STRENGTH, solver="liblinear", dual=True, tol=1e-2, max_iter=ROUNDS, random_state=SEED
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        learner.fit(matrix @ diags(telling), yes, weight)
    return learner.coef_[0] * telling, float(learner.intercept_[0])


def _telling(matrix: csr_matrix, yes: NDArray[np.bool_], weight: Floats) -> Floats:
    """Of each n-gram how much oftener one side says it than the other, as log odds; one on the whole."""
    there = (matrix > 0).astype(np.float64)
    by_yes, by_no = (there.T @ (weight * side) + DOUBT for side in (yes, ~yes))
    odds = np.abs(np.log(by_yes / by_no * weight[~yes].sum() / weight[yes].sum()))
    often = by_yes + by_no
    return np.asarray(odds / np.sqrt(np.average(odds**2, weights=often)))


def held_out(known: Sequence[Sentence]) -> list[tuple[float, str]]:
    """How bad each sentence sounds to those who have not learnt from it, and like what."""
    order = np.random.default_rng(SEED).permutation(len(known))
    heard: dict[int, tuple[float, str]] = {}
    for part in np.array_split(order, FOLDS):
        weights = train([known[i] for i in np.setdiff1d(order, part)])
        for i in part:
            bad, worst = loudest(known[i].text, weights)
            heard[i] = bad, worst.kind if worst else ""
    return [heard[i] for i in range(len(known))]


def main(folder: Path) -> Path:
    path = tone_folder(folder)
    part = path.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    rules = load_packs(folder).rules
    lists, lenient = Guard(rules), Guard(rules, SparesAll())
    for name in SCRIPTS:
        known = [one for one in sentences(folder, lists) if script(one.text) == name]
        heard = held_out(known)
        limits = limits_of(known, heard, lists, lenient)
        print(f"{name}: {len(known)} sentences; of what it has not learnt")
        for kind in (CLOSED[0], OPEN[0]):
            print(f"  {kind} spared below {limits.spares[kind]:.2f}")
        asks = np.array([bad > limits.asks.get(kind, np.inf) for bad, kind in heard])
        stopped = np.array([lists.check(one.text, "agent").decision in ("ask", "block") for one in known])
        for kind in (HARMLESS, *OPEN, *CLOSED):
            these = np.array([one.kind == kind and one.weight >= WRITTEN for one in known])
            asked, both = np.mean(asks[these]), np.mean((asks | stopped)[these])
            print(
                f"  {kind:<22}{these.sum():>6} asks from {limits.asks.get(kind, 0):.2f}, asked {asked:.3f}, "
                f"lists {stopped[these].mean():.3f}, both {both:.3f}"
            )
        keep(part, name, train(known, limits))
    for old in folder.glob("tone-*/"):
        if old != part:
            shutil.rmtree(old)
    part.replace(path)
    return path


def _matrix(rows: Rows, seen: NDArray[np.int64], rarity: Floats) -> csr_matrix:
    """A line for each sentence; its letters, its words and its sounds weigh the same."""
    at = np.full(ALL_ROWS, -1, np.int32)
    at[seen] = np.arange(len(seen))
    values, places, starts = [], [], [0]
    for one in rows:
        for block in one:
            found = at[block]
            found = found[found >= 0]
            weights = rarity[found]
            values.append(weights / (float((weights**2).sum()) ** 0.5 or 1.0))
            places.append(found)
        starts.append(starts[-1] + sum(map(len, places[-len(one) :])))
    return csr_matrix((np.concatenate(values), np.concatenate(places), starts), shape=(len(rows), len(seen)))


if __name__ == "__main__":
    print(main(Path(sys.argv[1])).name)
