"""How much two pictures look alike: 64 bits of a picture, and how many of them differ.

The difference hash: the picture as 9 × 8 greys, a bit for each neighbouring pair, whether it gets darker. A copy that was made
smaller, sent again or written over in a corner differs in a few bits; another picture in about half of them. Computed where
pictures are decoded, `desk/draw.py`."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 9, 8
ALIKE = 6
"""Bits that may differ. Of eight bytes at least two are then the same, by which such pictures are looked up."""
SHARED = 2
FLAT = 6
"""With so few bits of one sort a picture is one colour or a simple drawing: it is like thousands."""


def likeness(greys: Sequence[int]) -> str:
    """Of 9 × 8 greys, row by row: 16 hexadecimal digits."""
    bits = 0
    for row in range(HEIGHT):
        for column in range(WIDTH - 1):
            at = row * WIDTH + column
            bits = bits << 1 | (greys[at] > greys[at + 1])
    return f"{bits:016x}"


def differ(one: str, other: str) -> int:
    """How many of the 64 bits."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def parts(likeness: str) -> list[int]:
    """The eight bytes, each with its place: two pictures share one when the same byte stands in the same place. None for
    a picture that says too little."""
    bits = int(likeness, 16).bit_count()
    if not FLAT <= bits <= 64 - FLAT:
        return []
    return [place * 256 + byte for place, byte in enumerate(bytes.fromhex(likeness))]
