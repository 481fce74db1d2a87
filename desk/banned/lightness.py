"""Banned words that a harmless sentence may have too: written as everybody writes them, and nothing beside them that only
somebody who leads away would write (an id, a number)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from desk.banned.disguise import bare
from desk.banned.excuses import NEVER_NAMES, QUOTED
from desk.banned.plain_speech import READ_AS_WORDS
from desk.banned.reading import Place, Reading
from desk.normal_form import fold

Lightness = Literal["heavy", "light", "quoted"]
CHINESE = re.compile("[\u3400-\u9fff0-9，]+[！：%]?")
ODD = re.compile("[薇葳溦嶶癓崴訫卟莪伱珈讠徽醉蕞嘬葆佰苐弌囯]")
"""Letters that nobody writes who means what they say."""
NAMED = re.compile("[\u3400-\u9fff]*(?:[A-Z]{2,}|(?:[A-Z][a-z]+)+)[\u3400-\u9fff]*")
"""An app by its name among Chinese letters: 用LINE, WeChat群."""
LATIN = re.compile('["“‘(]?(?:[A-Za-z]{2,}|[AaIiUu]|[0-9]+)(?:[\'’-][A-Za-z]+)*[,:!?.%]?["”’)]?')
EXPLICIT = re.compile(
    r"(?<![a-z0-9])(?=[a-z_.-]*[0-9])(?=[0-9_.-]*[a-z])[a-z0-9_.-]{6,}"
    r"|[0-9][0-9 -]{5,}[0-9]|@[a-z0-9_]{3,}|[a-z0-9]_[a-z0-9]"
)
"""Somebody's name in an app, a number, an address."""


def lightness(kind: str, words: Sequence[Place], reading: Reading) -> Lightness:
    """Whether the tone may judge otherwise; quoted words need less of it."""
    if is_hidden(words, reading):
        return "heavy"
    if kind in NEVER_NAMES and EXPLICIT.search(fold(reading.text).text) is not None:
        return "heavy"
    return "quoted" if _is_quoted(words, reading.text) else "light"


def is_hidden(words: Sequence[Place], reading: Reading) -> bool:
    """Whether somebody took pains that it is not found."""
    return any(_is_scattered(word, reading) or _is_masked(word, reading) for word in words)


def is_pictured(words: Sequence[Place], reading: Reading) -> bool:
    """Whether there is nothing but a picture that as often only adorns (invoice sent 📧)."""
    written = "".join(reading.text[word.start : word.end] for word in words)
    return not bare(written) and READ_AS_WORDS.isdisjoint(written)


def _is_scattered(word: Place, reading: Reading) -> bool:
    """Whether there are spaces in it that nobody puts there, or none where they belong, or it was written backwards."""
    start, end = reading.turned
    if any(word.start <= cut <= word.end for cut in reading.cuts):
        return True
    return (start < word.end and word.start < end) or (
        reading.loose and " " in reading.text[word.start : word.end]
    )


def _is_masked(word: Place, reading: Reading) -> bool:
    written = reading.text[word.start : word.end]
    return not _is_plain(written) or bare(written) != reading.letters[word.first : word.last]


def _is_quoted(words: Sequence[Place], text: str) -> bool:
    return any(
        quote.start() < words[0].start and words[-1].end < quote.end() for quote in QUOTED.finditer(text)
    )


def _is_plain(written: str) -> bool:
    if CHINESE.fullmatch(written):
        return not ODD.search(written)
    return NAMED.fullmatch(written) is not None or all(map(LATIN.fullmatch, written.split()))
