"""How much two pictures look alike: 64 bits of a picture, and how many of them differ.

The difference hash: the picture as 9 × 8 greys, a bit for each neighbouring pair, whether it gets darker. A copy that was made
smaller, sent again or written over in a corner differs in a few bits; another picture in about half of them. Computed where
pictures are decoded, `desk/draw.py`."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 9, 8
ALIKE = 6
"""Bits that may differ."""
PARTS, PART_BITS = 4, 16
MASK = (1 << PART_BITS) - 1
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
    """The four quarters, each with its place, by which a picture is found; none where it says too little."""
    bits = int(likeness, 16)
    if not FLAT <= bits.bit_count() <= 64 - FLAT:
        return []
    return [place << PART_BITS | bits >> place * PART_BITS & MASK for place in range(PARTS)]


def probes(likeness: str) -> list[int]:
    """What is looked up for one picture: its quarters, and each with one bit changed. Of up to seven bits that differ one
    quarter has one at most, so all that are alike are found. (Multi-index hashing, M. Norouzi and others, CVPR 2012.)"""
    return [
        near for part in parts(likeness) for near in (part, *(part ^ 1 << bit for bit in range(PART_BITS)))
    ]
