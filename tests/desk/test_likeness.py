"""Pictures that look alike: a copy made smaller, sent again or written over differs little, another picture much."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from desk.draw import draw
from desk.likeness import ALIKE, differ, likeness, parts, probes

BITS = st.integers(0, 2**64 - 1)


def a_picture(seed: int, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Something with light and dark in it, as a photo has."""
    dice, picture = Random(seed), Image.new("RGB", size, "gray")
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        left, top = dice.randrange(size[0]), dice.randrange(size[1])
        box = (left, top, left + dice.randrange(40, 400), top + dice.randrange(40, 300))
        pen.ellipse(box, fill=(dice.randrange(256), dice.randrange(256), dice.randrange(256)))
    return picture


def of(picture: Image.Image, folder: Path, **how: object) -> str:
    source = folder / "one.jpg"
    picture.save(source, "JPEG", **how)
    return str(draw(source, folder / "copy.jpg")["likeness"])


@pytest.mark.parametrize("seed", range(8))
def test_copies_are_alike_and_others_are_not(tmp_path: Path, seed: int) -> None:
    picture = a_picture(seed)
    first = of(picture, tmp_path, quality=95)
    assert differ(first, of(picture, tmp_path, quality=20)) <= ALIKE
    assert differ(first, of(picture.resize((320, 240)), tmp_path)) <= ALIKE
    written = picture.copy()
    ImageDraw.Draw(written).text((20, 20), "order A-1002", fill="black")
    assert differ(first, of(written, tmp_path)) <= ALIKE
    assert min(differ(first, of(a_picture(other), tmp_path)) for other in range(50, 60)) > ALIKE


@given(BITS, st.sets(st.integers(0, 63), max_size=ALIKE))
def test_whatever_is_alike_is_found(bits: int, flipped: set[int]) -> None:
    other = bits
    for place in flipped:
        other ^= 1 << place
    one, two = f"{bits:016x}", f"{other:016x}"
    assert differ(one, two) == len(flipped)
    assert not parts(one) or not parts(two) or set(probes(one)) & set(parts(two))


@pytest.mark.parametrize("flat", ["white", "black", "red"])
def test_a_picture_of_one_colour_is_like_nothing(tmp_path: Path, flat: str) -> None:
    assert parts(of(Image.new("RGB", (300, 200), flat), tmp_path)) == []


def test_each_bit_says_whether_it_gets_darker() -> None:
    falling = [9 - column for _ in range(8) for column in range(9)]
    assert likeness(falling) == "f" * 16
    assert likeness(falling[::-1]) == "0" * 16
