"""Whether a sentence that measures us stands anywhere in the project: in the packs, the tests, the docs or the code.

Compared are normalised texts of more than eight Chinese letters or four words; shorter ones everybody says. One of
twice that length must not stand within a longer text either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from desk.normal_form import fold

PLACES = ("scripts_phrases", "tests", "docs", "bench", "bot", "console", "desk", "bin")
WRITTEN = frozenset({".py", ".md", ".toml", ".json", ".jsonl", ".csv", ".txt", ".html", ".js", ".xml"})
LETTERS, WORDS = 8, 4

_PIECE = re.compile(r"[\n\"`“”「」『』<>]|\\n|(?<![A-Za-z])'|'(?![A-Za-z])")
"""Where one text ends and the next begins, in code as in prose."""
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("(?<=[a-z])['’](?=[a-z])")
_CHINESE = re.compile("[\u3400-\u9fff]")
_BESIDE_CHINESE = re.compile("(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
_NUMBER = re.compile(r"\{[a-z_]{1,40}\}|[0-9]+")


def overlap(sentences: Iterable[str], root: Path, but: Path | None = None) -> list[tuple[str, str]]:
    """File and sentence, for every sentence that stands in a file; `but`: the folder that the sentences are from."""
    known = {plain: said for said in sentences if is_longer(plain := normal(said), 1)}
    longest = [plain for plain in known if is_longer(plain, 2)]
    found: set[tuple[str, str]] = set()
    for file, text in _texts(root):
        if but is not None and file.resolve().parent == but.resolve():
            continue
        alone = known.keys() & {normal(piece) for piece in _PIECE.split(text)}
        whole = f" {normal(text)} "
        within = {plain for plain in longest if plain in whole and stands_in(plain, whole)}
        found |= {(str(file.relative_to(root)), known[plain]) for plain in alone | within}
    return sorted(found)


def normal(text: str) -> str:
    """Width, case and script folded, every number and slot as 0; words without what stands between them."""
    words = " ".join(_WORD.findall(_NUMBER.sub("0", _APOSTROPHE.sub("", fold(text).text))))
    return _BESIDE_CHINESE.sub("", words)


def is_longer(plain: str, times: int) -> bool:
    return len(_CHINESE.findall(plain)) > LETTERS * times or len(plain.split()) > WORDS * times


def stands_in(said: str, text: str) -> bool:
    """Not with a part of a Latin word."""
    return re.search(rf"(?<![a-z0-9]){re.escape(said)}(?![a-z0-9])", text) is not None


def _texts(root: Path) -> Iterator[tuple[Path, str]]:
    for place in (root, *(root / name for name in PLACES)):
        for file in sorted(place.glob("*") if place == root else place.rglob("*")):
            if file.suffix in WRITTEN and "vendor" not in file.parts and file.is_file():
                yield file, file.read_text(encoding="utf-8", errors="replace")
