"""A sentence as numbers: each few letters that stand in it is the row of a trained model. Needs numpy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ROWS = 1 << 15
"""Rows of a model: n-grams are numbered by a hash, so nothing has to be looked up by name."""


def grams(plain: str) -> NDArray[np.int64]:
    """The row of each n-gram of the text, as often as it occurs.

    One to four letters for Chinese, two to six for others."""
    return _hashed(plain, *((2, _OTHERS) if plain.isascii() else (1, _CHINESE_FACTORS)), _KEEP)


MANY_ROWS = 1 << 19


def fine_grams(plain: str) -> NDArray[np.int64]:
    """The same of `MANY_ROWS`, where hardly two share a row; three to five letters where it is not Chinese."""
    return _hashed(plain, *((3, _MIDDLING) if plain.isascii() else (1, _CHINESE_FACTORS)), _KEEP_MANY)


def _hashed(
    plain: str, shortest: int, factors: NDArray[np.uint32], keep: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """Hashed all at once, as a product of matrices, where a loop over the letters costs ten times as much."""
    width = len(plain) + 2
    # The letters behind fill the stretches at the end, which are cut off again.
    letters = np.frombuffer(f" {plain} \0\0\0\0\0".encode("utf-32-le"), np.uint32)
    # A line for each length of n-gram, a column for each place.
    mixed = factors.dot(np.ndarray((len(factors[0]), width), np.uint32, letters, 0, (4, 4)))
    mixed ^= mixed >> _HALF
    mixed *= _SPREAD
    mixed >>= keep
    whole = [line[: width - behind] for behind, line in enumerate(mixed, shortest - 1) if behind < width]
    return np.concatenate(whole, dtype=np.int64)


def _factors(shortest: int, longest: int) -> NDArray[np.uint32]:
    """Of each letter of an n-gram, by the n-gram's length: those of a rolling hash, modulo 2³²."""
    lines = [
        [_FIRST * _ROLL ** (n - 1), *(_ROLL ** (n - k) for k in range(2, n + 1))]
        for n in range(1, longest + 1)
    ]
    padded = [[factor % (1 << 32) for factor in line] + [0] * (longest - len(line)) for line in lines]
    return np.array(padded[shortest - 1 :], np.uint32)


_ROLL, _FIRST = 0x01000193, 0x9E3779B1
_CHINESE_FACTORS, _OTHERS, _MIDDLING = _factors(1, 4), _factors(2, 6), _factors(3, 5)
# Arrays of no dimension: a scalar would be made into one at each use.
_SPREAD = np.array(_FIRST, np.uint32)
_HALF = np.array(15, np.uint32)
_KEEP = np.array(32 - (ROWS - 1).bit_length(), np.uint32)
_KEEP_MANY = np.array(32 - (MANY_ROWS - 1).bit_length(), np.uint32)
