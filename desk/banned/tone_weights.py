"""What was learnt of how bad sentences sound, and how it is kept in files. Needs numpy only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from desk.banned.plain_speech import CHINESE, plainly
from desk.banned.tone_sounds import said_sounds
from desk.banned.word_classes import classed, signs
from desk.grams import MANY_ROWS, fine_grams
from desk.record import record

FORM = 14
"""Of the file and of what is learnt; raised when either changes."""
WORD_ROWS = SOUND_ROWS = 1 << 17
ALL_ROWS = MANY_ROWS + WORD_ROWS + SOUND_ROWS
SCRIPTS = ("chinese", "other")
FINEST = 127
"""Weights are kept as whole numbers up to this, with a scale for each kind."""
FIRST_KIND = 3
"""Column of the weights; before it stand all that is bad, the closed kinds and the open ones."""
ASKS, SPARES = range(2)
"""The limits from which it asks, and below which soft words do not count."""
NO_ROWS = np.zeros(0, np.int64)


@record(frozen=True, slots=True)
class Weights:
    """What was learnt of one script."""

    kinds: tuple[str, ...]
    seen: NDArray[np.int32]
    """The rows that were seen often enough to tell anything, ascending; a last one that is none. To look them up costs
    less memory than a place for every row."""
    by_row: NDArray[np.int8]
    """Of each of `seen` how bad and how much like each kind, in steps of `scale`: whole numbers are a quarter of the memory.
    The last line, of what was not seen, is nothing."""
    scale: NDArray[np.float32]
    rare: NDArray[np.float16]
    """Of each row its rarity, the square of which is for the length."""
    bias: NDArray[np.float32]
    limits: NDArray[np.float32]
    """A line each for the limits below, of each kind."""

    def limit(self, which: int, kind: str) -> float | None:
        """None for a kind of which nothing was learnt."""
        return float(self.limits[which, self.kinds.index(kind)]) if kind in self.kinds else None

    def sounds(self, sentence: str) -> tuple[float, str]:
        """How bad, and like what. Three opinions are added, as log odds: bad at all, like the closed or the open kinds
        beside what is harmless, and like any one kind beside all others."""
        scores = self.bias.copy()
        for rows in features(sentence):
            if len(rows):
                places = self._places(rows)
                steps = self.by_row.take(places, axis=0).sum(axis=0, dtype=np.float32)
                scores += (
                    steps
                    * self.scale
                    * ((self.rare.take(places).astype(np.float32) ** 2).sum() + 1e-6) ** -0.5
                )
        groups, kinds = scores[1:FIRST_KIND], scores[FIRST_KIND:]
        bad = scores[0] + np.logaddexp.reduce(groups) + np.logaddexp.reduce(kinds)
        return float(bad), self.kinds[int(kinds.argmax())]

    def _places(self, rows: NDArray[Any]) -> NDArray[np.int64]:
        """In `by_row` and `rare`."""
        rows = rows.astype(self.seen.dtype)  # of two types numpy would copy all that was seen, each time
        places = np.searchsorted(self.seen, rows)
        return np.where(self.seen.take(places) == rows, places, len(self.seen) - 1)


def script(text: str) -> str:
    return "chinese" if CHINESE.search(text) else "other"


def features(sentence: str) -> tuple[NDArray[np.int64], ...]:
    """Rows of a sentence, of its letters, of its words (by ones to threes, and over one between), and of its sounds."""
    plain = plainly(sentence)
    if not plain:
        return NO_ROWS, NO_ROWS, NO_ROWS
    if CHINESE.search(plain):
        words = [c for c in plain if c != " "]
        said = [*map("{}_{}".format, words, words[2:]), *map("{}__{}".format, words, words[3:])]
    else:
        words = ["^", *plain.split(), "$"]
        said = [*words, *map("{} {}".format, words, words[1:]), *map("{} _ {}".format, words, words[2:])]
        said += map("{} {} {}".format, words, words[1:], words[2:])
        said += classed(words)
        said += signs(sentence)
    of_words = _rows(said, MANY_ROWS, WORD_ROWS)
    return (
        np.unique(fine_grams(plain)),
        of_words,
        _rows(said_sounds(plain), MANY_ROWS + WORD_ROWS, SOUND_ROWS),
    )


def _rows(said: Iterable[str], first: int, many: int) -> NDArray[np.int64]:
    return np.unique(np.array([first + (crc32(one.encode()) & (many - 1)) for one in said], np.int64))


def weights_of(
    kinds: tuple[str, ...],
    seen: NDArray[Any],
    weights: NDArray[np.int8],
    scale: NDArray[np.float32],
    rarity: NDArray[np.float32],
    bias: NDArray[np.float32],
    limits: NDArray[np.float32],
) -> Weights:
    """Of the rows that were seen often enough; others are as if they were not there."""
    nothing = np.zeros((1, weights.shape[1]), np.int8)
    return Weights(
        kinds,
        np.append(seen, ALL_ROWS).astype(np.int32),
        np.concatenate([weights, nothing]),
        scale,
        np.append(rarity, 0).astype(np.float16),
        bias,
        limits,
    )


def unlearnt(kinds: tuple[str, ...], limits: NDArray[np.float32]) -> Weights:
    """With nothing but limits."""
    none, columns = np.zeros(0, np.int32), len(kinds) + FIRST_KIND
    rows, numbers = np.zeros((0, columns), np.int8), np.zeros(columns, np.float32)
    return weights_of(kinds, none, rows, numbers, np.zeros(0, np.float32), numbers, limits)


def keep(folder: Path, name: str, learnt: Weights) -> None:
    """The arrays of one script, each in a file of the folder."""
    kept = {
        "kinds": np.array(learnt.kinds),
        "seen": learnt.seen,
        "weights": learnt.by_row,
        "scale": learnt.scale,
        "rarity": learnt.rare,
        "bias": learnt.bias,
        "limits": learnt.limits,
    }
    for what, numbers in kept.items():
        np.save(folder / f"{name}_{what}.npy", numbers)
    np.save(folder / "form.npy", np.int64(FORM))


def read(folder: Path) -> dict[str, Weights]:
    """What was learnt from these packs, by script; nothing where there is none, or it is of other sentences."""
    kept = tone_folder(folder)
    try:
        return (
            {name: _read(kept, name) for name in SCRIPTS} if int(np.load(kept / "form.npy")) == FORM else {}
        )
    except (OSError, ValueError):
        return {}


def tone_folder(folder: Path) -> Path:
    """Named by what it is learnt from."""
    crc = 0
    for file in sorted(folder.glob("*/tone*.toml")):
        crc = crc32(file.read_bytes(), crc32(file.parent.name.encode(), crc))
    return folder / f"tone-{crc:08x}"


def _read(kept: Path, name: str) -> Weights:
    """The lines of n-grams stay in their files: only the pages that are looked at come into memory, 9 MiB where all are,
    and the system may take them back."""

    def part(what: str, mode: Literal["r"] | None = None) -> NDArray[Any]:
        return np.asarray(np.load(kept / f"{name}_{what}.npy", mode, allow_pickle=False))

    return Weights(
        tuple(map(str, part("kinds"))),
        part("seen", "r"),
        part("weights", "r"),
        part("scale"),
        part("rarity", "r"),
        part("bias"),
        part("limits"),
    )
