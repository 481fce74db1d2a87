"""Somebody's name on an app, in what is said: telegram: nora_field7, t3legram = nora.field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.banned.disguise import LEET
from desk.banned.word_classes import CLASSES

_OTHERWISE_TOO = frozenset({"line", "zoom", "signal", "snap"})
"""Words of everyday besides."""
APPS = frozenset(
    word.translate(LEET) for word, name in CLASSES.items() if name == "App" and word not in _OTHERWISE_TOO
)
HANDLE = re.compile(
    r"(?<![a-z0-9])([a-z0-9@$]{2,12}) ?(?:id|name|user(?:name)?|account|handle)? ?"
    r"(?:[:=>→-]{1,2} ?@?((?=[\w.]*[a-z])(?=[\w.]*[\d_.])[a-z0-9][\w.]{2,30}[a-z0-9_])|[搜找加上]{0,2} ?@[a-z][\w.]{3,30})"
)


NAMED = re.compile(
    r"\b(?:chat|my|our|her|his|their|private) (?:id|handle|user ?name|nick(?:name)?)(?: there| on it)?(?: is|:|=|'s)? ?@?((?=[\w.]*[\d_])[a-z][\w.]{4,30})\b"
)
"""Without the app: my id is rose_lin."""


def handles(text: str) -> Iterator[tuple[int, int]]:
    """Places in a folded text. A name without a digit, dot or line in it is any word: whatsapp: yes."""
    yield from (found.span() for found in NAMED.finditer(text))
    for found in HANDLE.finditer(text):
        if found[1].translate(LEET) in APPS:
            yield found.span()
