"""The trained model: weights by n-gram, one gather and one sum per sentence. Needs numpy only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desk.grams import ROWS
from desk.record import record

FORM = 5
"""Of the file and of the words it was trained on; raised when either changes: older ones are trained again."""


@record(frozen=True, slots=True)
class Model:
    intents: tuple[str, ...]
    weights: NDArray[np.float16]
    """ROWS × intents and two, in the half precision of the file: the rarity of each n-gram is already in it; last, the
    rarity where it was ever seen, and the rarity anyway, the squares of which are for the length of a sentence: n-grams
    never seen count as the rarest."""
    bias: NDArray[np.float32]

    def probabilities(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], float]:
        """How likely each intent is, and which share of the sentence was ever seen (0 to 1)."""
        if not len(rows):
            return np.full(len(self.intents), 1 / len(self.intents), np.float32), 0.0
        taken = self.weights.take(rows, axis=0).astype(np.float32)
        taken[:, -2:] *= taken[:, -2:]
        # Row after row as add.reduce does, to the last bit, but in half the time.
        sums = np.einsum("ij->j", taken)
        seen, total = sums[-2:].tolist()
        scores = sums[:-2]
        scores *= total**-0.5
        scores += self.bias
        scores -= scores[scores.argmax()]
        likely = np.exp(scores, scores)
        likely /= np.add.reduce(likely)
        return likely, seen / total


def model_file(folder: Path, packs_hash: str) -> Path:
    return folder / f"model-{packs_hash}.npz"


def load_model(file: Path) -> Model | None:
    """The model in this file; None where it is missing, broken or of an older form."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            if int(kept["form"]) != FORM or len(kept["seen"]) != ROWS:
                return None
            weights = np.zeros((ROWS, len(kept["intents"]) + 2), np.float16)
            weights[kept["seen"], :-2] = kept["weights"]
            weights[:, -2] = kept["rarity"] * kept["seen"]
            weights[:, -1] = kept["rarity"]
            return Model(
                intents=tuple(str(name) for name in kept["intents"]),
                weights=weights,
                bias=kept["bias"].astype(np.float32),
            )
    except (OSError, KeyError, ValueError):
        return None


def save_model(
    file: Path,
    intents: tuple[str, ...],
    weights: NDArray[np.float64],
    bias: NDArray[np.float64],
    rarity: NDArray[np.float64],
    seen: NDArray[np.bool_],
) -> None:
    """Only the rows that were seen, in half precision: a few hundred kilobytes."""
    part = file.with_suffix(".part.npz")
    np.savez_compressed(
        part,
        form=np.int64(FORM),
        intents=np.array(intents),
        weights=weights[seen].astype(np.float16),
        bias=bias.astype(np.float32),
        rarity=rarity.astype(np.float16),
        seen=seen,
    )
    part.replace(file)
