"""What the first letters say: of the lines of a text, or of its words where it says that they are to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.banned.disguise import bare
from desk.normal_form import Folded

FEWEST, MOST = 3, 60
"""Lines or words that can say something by their first letters."""
LINE = re.compile(r"(?:^|\n)[^\w\n]*(\w)")
WORD = re.compile(r"(?<![\w'’])\w")
CLAUSE = re.compile(r"(?:^|[，,：:。！!？?；;\n])[^\w\n]*(\w)")
SAYS_SO = re.compile(
    r"(?i)\b(?:first|initial|capital|start(?:ing)?) letters?\b|\binitials\b|\bfirst (?:word|sign)s? of\b|首字|头一?个?字|第一个字|藏头|開頭|开头的?字"
)
CHINESE = re.compile("[\u3400-\u9fff]")


def first_letters(text: str) -> Iterator[Folded]:
    """Each row of them, with their places."""
    if text.count("\n") >= FEWEST - 1:
        yield from _row([(found[1], found.start(1)) for found in LINE.finditer(text)])
    if SAYS_SO.search(text):
        if CHINESE.search(text):
            yield from _row([(found[1], found.start(1)) for found in CLAUSE.finditer(text)])
        else:
            yield from _row([(found[0], found.start()) for found in WORD.finditer(text)])


def _row(letters: list[tuple[str, int]]) -> Iterator[Folded]:
    if FEWEST <= len(letters) <= MOST:
        pieces = [(bare(letter), at) for letter, at in letters]
        yield Folded("".join(piece for piece, _ in pieces), [at for piece, at in pieces for _ in piece])
